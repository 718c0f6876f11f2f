//! Algorithms, keys and X.509; knows no certificate format.
//!
//! Everything is a pure function of its arguments: no clock, no randomness, no input or output.
//!
//! | module | what |
//! |---|---|
//! | [`algorithm`] | the signature algorithms of COSE, JOSE and X.509 understood here |
//! | [`key`] | public keys out of SPKI, X.509, JWK and PEM, and [`key::PublicKey::verify`] |
//! | [`sign`] | the ES256 signer |
//! | [`x509`] | certificates as the field writes them, who issued them, revocation lists, and making one |
//! | `cms` | CMS SignedData and ICAO master lists (feature `cms`) |
//! | [`hash`] | SHA-2 |
//! | `symmetric` | two-key 3DES and AES: CBC, MACs, key derivation (feature `symmetric`) |
//! | `key_agreement` | Diffie-Hellman on curves, with secret scalars (feature `agreement`) |
//! | `sealing_key` | keys that others seal to: P-256 and X25519 (feature `sealing`) |
//! | `sealing_file` | their files, protected by a passphrase (feature `sealing-file`) |
//! | `hpke` | sealing to a key, RFC 9180 (feature `sealing`) |
//! | `aead`, `key_derivation` | AES-128-GCM, HKDF-SHA256 (feature `sealing`) |
//! | `password` | a secret out of something guessable, Argon2id (feature `sealing`) |
//! | `iso9796` | RSA signatures with message recovery (feature `recovery`) |
//!
//! ```
//! use healthpass_crypto::{algorithm::SignatureAlgorithm, sign::Es256Signer};
//!
//! let signer = Es256Signer::generate(&[7; 48])?; // TEST ONLY: 48 bytes from the system's generator
//! let signature = signer.sign(b"message");
//! assert!(signer.public_key().verify(SignatureAlgorithm::Es256, b"message", &signature).is_ok());
//! # Ok::<(), healthpass_crypto::sign::SignerError>(())
//! ```

#[cfg(feature = "sealing")]
pub mod aead;
pub mod algorithm;
mod arithmetic;
mod asn1;
#[cfg(feature = "cms")]
mod ber;
#[cfg(feature = "cms")]
pub mod cms;
pub mod hash;
#[cfg(feature = "sealing")]
pub mod hpke;
#[cfg(feature = "recovery")]
pub mod iso9796;
pub mod key;
#[cfg(feature = "agreement")]
pub mod key_agreement;
#[cfg(feature = "sealing")]
pub mod key_derivation;
#[cfg(feature = "sealing")]
pub mod password;
mod pem;
#[cfg(feature = "sealing-file")]
pub mod sealing_file;
#[cfg(feature = "sealing")]
pub mod sealing_key;
pub mod sign;
#[cfg(feature = "symmetric")]
pub mod symmetric;
pub mod x509;

/// Every error code of this crate. Each has one sentence in every language file.
pub const CODES: &[&str] = &[
    "cms.algorithm",
    "cms.attributes",
    "cms.certificates",
    "cms.content",
    "cms.content-type",
    "cms.der",
    "cms.digest",
    "cms.key",
    "cms.master-list",
    "cms.signature",
    "cms.signer",
    "cms.signers",
    "cms.size",
    "crl.der",
    "crl.extension",
    "crl.size",
    "hpke.agreement",
    "hpke.open",
    "hpke.psk",
    "hpke.random",
    "hpke.size",
    "key.algorithm",
    "key.base64",
    "key.curve",
    "key.der",
    "key.exponent",
    "key.form",
    "key.kind",
    "key.member",
    "key.passphrase",
    "key.pem",
    "key.point",
    "key.scheme",
    "key.size",
    "key.too-costly",
    "password.size",
    "sealing-key.form",
    "sealing-key.kind",
    "sealing-key.random",
    "signature.algorithm-mismatch",
    "signature.der",
    "signature.invalid",
    "signature.length",
    "signer.pem",
    "signer.pkcs8",
    "signer.random",
    "signer.scalar",
    "x509.build",
    "x509.chain.algorithm",
    "x509.chain.key",
    "x509.chain.key-id",
    "x509.chain.key-usage",
    "x509.chain.name",
    "x509.chain.not-ca",
    "x509.chain.sha1",
    "x509.chain.signature",
    "x509.der",
    "x509.extension",
];

#[cfg(test)]
mod tests {
    use super::CODES;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_sorted() {
        let sorted: Vec<_> = CODES.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        assert_eq!(CODES, sorted);
    }
}
