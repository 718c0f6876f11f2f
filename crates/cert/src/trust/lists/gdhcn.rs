//! WHO's Global Digital Health Certification Network: `did.json` of version 1 and 2.
//!
//! An entry's identifier says it all: `did:web:HOST:v2:trustlist:DOMAIN:PARTICIPANT:USAGE#KID`, version 1
//! `did:web:HOST:trustlist:participant#KID`. The key is read from the certificate, never from the JWK's
//! coordinates, which are malformed in most entries; `KID` must be what the certificate's hash says.

use super::{Imported, ListKind, Origin, Proof, TrustError, bad_key, proof, shape, text};
use crate::catalogue::country::alpha3_to_alpha2;
use crate::time::UnixTime;
use crate::trust::bundle::{PRODUCTION, TEST};
use crate::trust::given::from_certificate;
use crate::trust::{Role, TrustedKey};
use base64ct::{Base64, Encoding};
use healthpass_crypto::x509::Certificate;
use serde_json::Value;

/// Where lists are published, and which environment each is. UAT and DEV hold made-up states.
const HOSTS: [(&str, &str); 3] = [
    ("did:web:tng-cdn.who.int", PRODUCTION),
    ("did:web:tng-cdn-uat.who.int", TEST),
    ("did:web:tng-cdn-dev.who.int", TEST),
];

/// What the usages of a list say of its keys.
const USAGES: [(&str, Role); 4] = [
    ("DSC", Role::Signer),
    ("SCA", Role::Authority),
    // They encrypt and sign other things than certificates.
    ("DECA", Role::Other),
    ("DESC", Role::Other),
];

/// Whether a DID document is one of the network's.
pub fn is_one(document: &Value) -> bool {
    text(document, "id").is_some_and(|id| host(id).is_some())
}

/// Reads a list; with a signer, refuses one whose proof does not hold.
///
/// # Errors
/// `trust.list-shape`, `trust.list-signature`.
pub fn read(document: &Value, origin: &Origin<'_>) -> Result<Imported, TrustError> {
    let id = text(document, "id").ok_or_else(|| shape("id"))?;
    let (host, environment) = host(id).ok_or_else(|| shape(format!("host of {id}")))?;
    let methods = document.get("verificationMethod").and_then(Value::as_array);
    let proof = document.get("proof");
    let created = proof.and_then(|proof| text(proof, "created"));
    let mut list = Imported {
        proof: match (origin.signer, proof) {
            (Some(signer), _) => proof::verify(document, signer).map(|()| Proof::Verified)?,
            (None, Some(_)) => Proof::SignerNotKnown,
            (None, None) => Proof::None,
        },
        dated: created.and_then(UnixTime::parse),
        environment: Some(environment),
        ..Imported::new(ListKind::Gdhcn)
    };
    for method in methods.ok_or_else(|| shape("verificationMethod"))? {
        match (method.as_str(), text(method, "id")) {
            (Some(reference), _) => list.take(reference, Err(bad_key("another list, not a key"))),
            (None, Some(id)) => list.take(id, entry(id, method, host)),
            (None, None) => return Err(shape("verificationMethod.id")),
        }
    }
    Ok(list)
}

fn host(id: &str) -> Option<(&'static str, &'static str)> {
    let rest = |host: &str| id.strip_prefix(host).filter(|rest| rest.starts_with(':'));
    HOSTS.into_iter().find(|(host, _)| rest(host).is_some_and(|rest| rest.contains("trustlist")))
}

/// What an identifier says of its key.
struct Place<'a> {
    domain: Option<&'a str>,
    participant: &'a str,
    usage: Option<&'a str>,
    kid: &'a str,
}

fn entry(id: &str, method: &Value, host: &str) -> Result<TrustedKey, TrustError> {
    let place = place(id, host).ok_or_else(|| bad_key("an identifier of another list or form"))?;
    let jwk = method.get("publicKeyJwk").unwrap_or(&Value::Null);
    let first = jwk.get("x5c").and_then(|chain| chain.get(0)).and_then(Value::as_str);
    let der = Base64::decode_vec(first.ok_or_else(|| bad_key("no certificate"))?).map_err(bad_key)?;
    let certificate = Certificate::from_der(&der).map_err(bad_key)?;
    if place.kid != Base64::encode_string(&certificate.kid()) {
        return Err(bad_key("the key identifier is not the certificate's hash"));
    }
    let participant = place.participant.to_ascii_uppercase();
    let country = alpha3_to_alpha2(&participant);
    Ok(TrustedKey {
        country: country.map(str::to_owned),
        participant: country.is_none().then_some(participant),
        domain: place.domain.map(str::to_owned),
        role: role(&place, &certificate)?,
        ..from_certificate(&certificate)?
    })
}

fn place<'a>(id: &'a str, host: &str) -> Option<Place<'a>> {
    let (path, kid) = id.strip_prefix(host)?.strip_prefix(':')?.split_once('#')?;
    match path.split(':').collect::<Vec<_>>()[..] {
        ["v2", "trustlist", domain, participant, usage] => {
            Some(Place { domain: Some(domain), participant, usage: Some(usage), kid })
        }
        ["trustlist", participant] => Some(Place { domain: None, participant, usage: None, kid }),
        _ => None,
    }
}

/// Version 1 does not say what a key is for; its certificate does.
fn role(place: &Place<'_>, certificate: &Certificate) -> Result<Role, TrustError> {
    match place.usage {
        None if certificate.is_ca() => Ok(Role::Authority),
        None => Ok(Role::Signer),
        Some(usage) => {
            let known = USAGES.iter().find(|(name, _)| *name == usage);
            known.map(|(_, role)| *role).ok_or_else(|| bad_key(format!("unknown usage {usage}")))
        }
    }
}
