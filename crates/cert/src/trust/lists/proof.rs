//! The proof on a GDHCN list: ECDSA over the list as RDF.
//!
//! The signed bytes are `header "." SHA-256(proof) SHA-256(document)`, each as sorted N-Quads (RDF Dataset
//! Canonicalization). The documents are of one shape, which names every node: the only blank node is the
//! proof itself, so canonical order is plain sorting, in time `n log n`. Whatever is not of that shape is
//! refused rather than dropped, so that nothing unsigned is ever read out of a list with a proof.
//!
//! The header says JWS (`ES256`), but the signature is written as DER, not as `r || s`.

use super::{ListSigner, refused, shape, text};
use crate::trust::TrustError;
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_crypto::algorithm::{SignatureAlgorithm, ecdsa_from_der};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::key::KeyKind;
use serde_json::{Map, Value};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";
const CREATED: &str = "http://purl.org/dc/terms/created";
const SECURITY: &str = "https://w3id.org/security#";
const VALUE_SETS: &str = "https://smart.who.int/trust/ValueSet-";

/// The label canonicalisation gives the only blank node there is.
const PROOF_NODE: &str = "_:c14n0";

/// Contexts of a list; the third names the network's own terms and differs between environments.
const CONTEXTS: [&str; 2] = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"];
const OWN_CONTEXTS: [(&str, &str); 3] = [
    ("https://smart.who.int/trust/tng-context/v1.jsonld", ""),
    ("https://smart.who.int/trust/tng-context/v1-UAT.jsonld", "-UAT"),
    ("https://smart.who.int/trust/tng-context/v1-DEV.jsonld", "-DEV"),
];

/// Member of a verification method, and the value set its codes are of.
const CODED: [(&str, &str); 3] =
    [("domain", "Domains"), ("participant", "Participants"), ("keyusage", "KeyUsage")];

/// Bytes of a P-256 coordinate.
const P256_BYTES: usize = 32;

/// Whether `signer` made the proof on `document`.
///
/// # Errors
/// `trust.list-signature`; `trust.list-shape` when the document is not of the shape that can be proved.
pub fn verify(document: &Value, signer: &ListSigner) -> Result<(), TrustError> {
    let proof = document.get("proof").ok_or_else(|| refused("the list carries no proof"))?;
    let proof = object(proof, "proof")?;
    let named = member(proof, "verificationMethod")?;
    if signer.id.as_deref().is_some_and(|id| id != named) {
        return Err(refused(format!("signed by {named}")));
    }
    let jws = member(proof, "jws")?;
    let [header, "", signature] = jws.split('.').collect::<Vec<_>>()[..] else {
        return Err(refused("jws is not detached"));
    };
    check_header(header)?;
    let der = Base64UrlUnpadded::decode_vec(signature).map_err(|_| refused("jws is not base64url"))?;
    if signer.key.kind() != KeyKind::P256 {
        return Err(refused("the signer's key is not on P-256"));
    }
    let raw = ecdsa_from_der(&der, P256_BYTES).map_err(refused)?;
    let message = [
        format!("{header}.").as_bytes(),
        &sha256(canonical_proof(proof)?.as_bytes()),
        &sha256(canonical_document(document)?.as_bytes()),
    ]
    .concat();
    signer.key.verify(SignatureAlgorithm::Es256, &message, &raw).map_err(|_| refused("does not hold"))
}

fn check_header(encoded: &str) -> Result<(), TrustError> {
    let bytes = Base64UrlUnpadded::decode_vec(encoded).map_err(|_| refused("jws header"))?;
    let header: Value = serde_json::from_slice(&bytes).map_err(refused)?;
    let expected = serde_json::json!({"b64": false, "crit": ["b64"], "alg": "ES256"});
    if header == expected { Ok(()) } else { Err(refused(format!("jws header {header}"))) }
}

/// The proof without its signature, as canonical N-Quads under the context `security/v3`.
fn canonical_proof(proof: &Map<String, Value>) -> Result<String, TrustError> {
    only(proof, &["type", "created", "nonce", "proofPurpose", "verificationMethod", "jws"])?;
    let mut quads = Quads::default();
    if member(proof, "type")? != "JsonWebSignature2020" {
        return Err(shape("proof.type"));
    }
    if member(proof, "proofPurpose")? != "assertionMethod" {
        return Err(shape("proof.proofPurpose"));
    }
    quads.iri(PROOF_NODE, TYPE, &security("JsonWebSignature2020"))?;
    quads.iri(PROOF_NODE, &security("proofPurpose"), &security("assertionMethod"))?;
    quads.iri(PROOF_NODE, &security("verificationMethod"), member(proof, "verificationMethod")?)?;
    quads.literal(PROOF_NODE, CREATED, member(proof, "created")?, Some(DATE_TIME))?;
    quads.literal(PROOF_NODE, &security("nonce"), member(proof, "nonce")?, None)?;
    Ok(quads.sorted())
}

/// The document without its proof, as canonical N-Quads.
///
/// # Errors
/// `trust.list-shape` for anything outside the one shape.
pub fn canonical_document(document: &Value) -> Result<String, TrustError> {
    let whole = object(document, "document")?;
    only(whole, &["@context", "id", "controller", "verificationMethod", "proof"])?;
    let environment = own_context(whole.get("@context"))?;
    let id = member(whole, "id")?;
    let node = subject(id)?;
    let mut quads = Quads::default();
    quads.iri(&node, &security("controller"), member(whole, "controller")?)?;
    let methods = whole.get("verificationMethod").and_then(Value::as_array);
    for method in methods.ok_or_else(|| shape("verificationMethod"))? {
        let named = method.as_str().or_else(|| text(method, "id")).ok_or_else(|| shape("id"))?;
        quads.iri(&node, &security("verificationMethod"), named)?;
        if method.is_object() {
            add_method(&mut quads, object(method, named)?, environment)?;
        }
    }
    Ok(quads.sorted())
}

fn own_context(context: Option<&Value>) -> Result<&'static str, TrustError> {
    let contexts = context.and_then(Value::as_array).ok_or_else(|| shape("@context"))?;
    let names: Vec<&str> = contexts.iter().filter_map(Value::as_str).collect();
    let [did, suite, own] = names[..] else { return Err(shape("@context")) };
    let known = OWN_CONTEXTS.iter().find(|(name, _)| *name == own);
    match known {
        Some((_, environment)) if [did, suite] == CONTEXTS && contexts.len() == names.len() => {
            Ok(environment)
        }
        _ => Err(shape("@context")),
    }
}

fn add_method(quads: &mut Quads, method: &Map<String, Value>, environment: &str) -> Result<(), TrustError> {
    only(method, &["id", "type", "controller", "publicKeyJwk", "domain", "participant", "keyusage"])?;
    let node = subject(member(method, "id")?)?;
    if member(method, "type")? != "JsonWebKey2020" {
        return Err(shape("verificationMethod.type"));
    }
    quads.iri(&node, TYPE, &security("JsonWebKey2020"))?;
    quads.iri(&node, &security("controller"), member(method, "controller")?)?;
    let jwk = canonical_json(method.get("publicKeyJwk").unwrap_or(&Value::Null))?;
    quads.literal(&node, &security("publicKeyJwk"), &jwk, Some(JSON))?;
    for (name, set) in CODED {
        let Some(coded) = method.get(name) else { continue };
        let coded = object(coded, name)?;
        only(coded, &["code"])?;
        let code = member(coded, "code")?;
        if !code.starts_with('#') {
            return Err(shape(format!("{name} {code}")));
        }
        let base = format!("{VALUE_SETS}{set}{environment}.jsonld");
        quads.iri(&node, &base, &format!("{base}{code}"))?;
    }
    Ok(())
}

/// RFC 8785 for what a JWK holds: strings, and arrays of them.
fn canonical_json(jwk: &Value) -> Result<String, TrustError> {
    let mut members: Vec<(&String, &Value)> = object(jwk, "publicKeyJwk")?.iter().collect();
    // By code units of UTF-16 says RFC 8785; for ASCII that is by bytes.
    members.sort_by_key(|(name, _)| *name);
    let plain = |value: &Value| value.is_string();
    let mut out = String::from("{");
    for (name, value) in members {
        let strings = value.as_array().is_some_and(|items| items.iter().all(plain));
        if !name.is_ascii() || !(plain(value) || strings) {
            return Err(shape(format!("publicKeyJwk.{name}")));
        }
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&format!("{}:{value}", Value::from(name.as_str())));
    }
    out.push('}');
    Ok(out)
}

#[derive(Default)]
struct Quads(Vec<String>);

impl Quads {
    fn iri(&mut self, subject: &str, predicate: &str, object: &str) -> Result<(), TrustError> {
        self.0.push(format!("{subject} <{predicate}> <{}> .\n", iri(object)?));
        Ok(())
    }

    fn literal(
        &mut self,
        subject: &str,
        predicate: &str,
        value: &str,
        datatype: Option<&str>,
    ) -> Result<(), TrustError> {
        let mut escaped = String::with_capacity(value.len());
        for character in value.chars() {
            match character {
                '"' => escaped.push_str("\\\""),
                '\\' => escaped.push_str("\\\\"),
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                // The drafts of canonical N-Quads differ on how to write these.
                control if control.is_control() => return Err(shape("control character")),
                other => escaped.push(other),
            }
        }
        let datatype = datatype.map(|name| format!("^^<{name}>")).unwrap_or_default();
        self.0.push(format!("{subject} <{predicate}> \"{escaped}\"{datatype} .\n"));
        Ok(())
    }

    /// In order of code points, which is the order of UTF-8's bytes; a set, so each once.
    fn sorted(mut self) -> String {
        self.0.sort();
        self.0.dedup();
        self.0.concat()
    }
}

fn subject(id: &str) -> Result<String, TrustError> {
    Ok(format!("<{}>", iri(id)?))
}

/// An absolute IRI without a character that would have to be escaped.
fn iri(text: &str) -> Result<&str, TrustError> {
    let absolute = ["did:", "https://"].iter().any(|scheme| text.starts_with(scheme));
    let awkward = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|^`\\".contains(c);
    if absolute && !text.contains(awkward) { Ok(text) } else { Err(shape(format!("not an IRI: {text}"))) }
}

fn security(term: &str) -> String {
    format!("{SECURITY}{term}")
}

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, TrustError> {
    value.as_object().ok_or_else(|| shape(format!("{what} is not an object")))
}

fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Result<&'a str, TrustError> {
    object.get(name).and_then(Value::as_str).ok_or_else(|| shape(format!("no {name}")))
}

/// Members outside the shape would be dropped by canonicalisation: present, but not signed.
fn only(object: &Map<String, Value>, names: &[&str]) -> Result<(), TrustError> {
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        Some(other) => Err(shape(format!("unexpected member {other}"))),
        None => Ok(()),
    }
}
