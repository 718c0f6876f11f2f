//! Any bytes as a certificate, a public key, PEM and a published list.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::trust::{given, lists};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;
use healthpass_crypto::x509::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = lists::read(bytes, &lists::Origin { issuer: Some("https://example.org"), ..Default::default() });
    if let Ok(certificate) = Certificate::from_der(bytes) {
        let again = Certificate::from_pem(&certificate.to_pem()).expect("what we write we read");
        assert_eq!(again.der(), certificate.der());
        let _ = given::from_certificate(&certificate);
    }
    if let Ok(key) = PublicKey::from_spki_der(bytes) {
        assert_eq!(PublicKey::from_spki_der(key.spki_der()).expect("our own"), key);
        assert!(key.verify(SignatureAlgorithm::Es256, b"message", bytes).is_err());
        assert!(key.verify(SignatureAlgorithm::Ps256, b"message", bytes).is_err());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = (Certificate::from_pem(text), PublicKey::from_pem(text));
    }
});
