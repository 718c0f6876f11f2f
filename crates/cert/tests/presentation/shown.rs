//! What is shown is read, and nothing else.

use crate::world::{device, facts, issuer, show, whole};
use healthpass_cert::ithc::selective;
use healthpass_cert::presentation::kbt::{self, Shown};
use healthpass_cert::presentation::token;
use healthpass_crypto::algorithm::SignatureAlgorithm;

#[test]
fn everything_shown_is_everything_read() {
    let issued = whole();
    let names = selective::disclosures(&issued).unwrap();
    assert_eq!(names.len(), issued.disclosures().len());
    let shown = kbt::parse(&show(&issued)).unwrap();
    assert!(shown.signature_holds());
    assert_eq!(shown.unverified_facts(), &facts());
    assert_eq!(shown.device_key(), Some(&device().public_key()));
    let Shown::Issued(read) = shown.unverified_shown() else { panic!() };
    assert_eq!(**read, issued);
    let signed = read.signed();
    let key = issuer().public_key();
    key.verify(SignatureAlgorithm::Es256, &signed.to_be_signed, &signed.signature).unwrap();
    let (decoded, withheld) = token::read(read).unwrap();
    assert!(withheld.is_empty());
    assert!(decoded.content_faults().is_empty(), "{:?}", decoded.content_faults());
    let (nothing, withheld) = token::read(&issued.choose(&[])).unwrap();
    assert!(nothing.content_faults().is_empty(), "{:?}", nothing.content_faults());
    assert_eq!(withheld.iter().map(|withheld| withheld.count).sum::<usize>(), names.len());
}
