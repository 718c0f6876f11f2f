//! Any bytes as the files of a passport's chip: EF.SOD in DER and BER, data groups, a master list. Nothing a
//! stranger makes is authentic, and BER made DER stays what it is.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::trust::csca::read_master_list;
use healthpass_crypto::cms::ber_to_der;
use healthpass_crypto::x509::Certificate;
use healthpass_passport::authentication::{AuthOutcome, Csca, Evidence, authenticate};
use healthpass_passport::lds::dg11::Dg11;
use healthpass_passport::lds::dg12::Dg12;
use healthpass_passport::lds::{dg1, sod::Sod};
use healthpass_passport::synthetic::{Recipe, groups};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Of a state that signed nothing for this traveller.
static AUTHORITY: LazyLock<Csca> = LazyLock::new(|| {
    let der = Recipe::default().authority();
    Csca::from_certificate(&Certificate::from_der(&der).expect("our own")).expect("an authority")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(der) = ber_to_der(bytes) {
        assert_eq!(ber_to_der(&der).as_ref(), Ok(&der), "DER stays as it is");
    }
    let _ = (dg1::lines(bytes), Dg12::read(bytes), Sod::read(bytes), read_master_list(bytes, None));
    if let Ok(person) = Dg11::read(bytes) {
        let _ = person.native_name();
    }
    let zone = groups::dg1(&["PPUTOBOGUS<<TRAVELLER", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"]);
    let files = [(1, zone.as_slice()), (11, bytes)];
    let authorities = std::slice::from_ref(&*AUTHORITY);
    let answer = authenticate(&Evidence {
        sod: bytes,
        groups: &files,
        authorities,
        revocations: &[],
        at: None,
        now: None,
    });
    assert_ne!(answer.outcome, AuthOutcome::Authentic);
});
