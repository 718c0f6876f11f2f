//! DIVOC credentials of our own making, signed with the TEST ONLY key of [`crate::ps256`]. Nobody in here exists.

use crate::ps256;
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use healthpass_cert::decoded::Decoded;
use serde_json::{Value, json};

/// Name of the key.
pub const METHOD: &str = "did:example:ministry";

/// The issuer's key as a key of a request.
pub fn key() -> Value {
    let mut key = ps256::key();
    key["jwk"]["kid"] = METHOD.into();
    key
}

/// The first of two doses, given to the holder of [`crate::own::ANNA`]; without a proof.
pub fn credential() -> Value {
    credential_about("did:Passport:L898902C3")
}

/// The same, with this name for the person.
pub fn credential_about(id: &str) -> Value {
    let address = json!({
        "streetAddress": "", "streetAddress2": "", "district": "Bengaluru South", "city": "Bengaluru",
        "addressRegion": "Karnataka", "addressCountry": "IN", "postalCode": 560034,
    });
    json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://divoc.dev/credentials/vaccination/v2"],
        "type": ["VerifiableCredential", "ProofOfVaccinationCredential"],
        "credentialSubject": {
            "type": "Person", "id": id, "refId": "12346", "name": "Anna Maria Eriksson", "gender": "Female",
            "dob": "1974-08-12", "age": "52", "nationality": "UTO", "address": address,
        },
        "issuer": "https://health.example/",
        "issuanceDate": "2026-11-24T08:00:00.123Z",
        "evidence": [{
            "id": "https://health.example/vaccine/1", "type": ["Vaccination"],
            "feedbackUrl": "https://health.example/?1", "infoUrl": "https://health.example/?1",
            "certificateId": "1", "batch": "MB3428BX", "vaccine": "Covaxin", "manufacturer": "Bharat Biotech",
            "date": "2026-11-24T07:30:00.000Z", "effectiveStart": "2026-11-24", "effectiveUntil": "2027-11-24",
            "dose": 1, "totalDoses": 2, "verifier": {"name": "A Nurse"},
            "facility": {"name": "A Clinic", "address": address},
        }],
        "nonTransferable": "true",
    })
}

/// `credential` with a proof.
pub fn signed(credential: &Value) -> Value {
    let header = Base64UrlUnpadded::encode_string(br#"{"alg":"PS256","b64":false,"crit":["b64"]}"#);
    let mut signed = credential.clone();
    signed["proof"] = json!({
        "type": "RsaSignature2018", "created": "2026-11-24T08:00:00Z", "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod", "jws": format!("{header}.."),
    });
    let decoded = Decoded::read(&signed.to_string()).expect("a credential");
    let signature = ps256::sign(&decoded.signed().expect("a proof").to_be_signed);
    signed["proof"]["jws"] = format!("{header}..{}", Base64UrlUnpadded::encode_string(&signature)).into();
    signed
}

/// The code: an archive of the one file, stored, in base64.
pub fn archive(content: &str) -> String {
    const NAME: &[u8] = b"certificate.json";
    let size = (content.len() as u32).to_le_bytes();
    // method, time and date, checksum, both sizes, length of the name, of the extra field
    let described =
        [&[0; 6], &crc32(content.as_bytes()).to_le_bytes()[..], &size, &size, &[NAME.len() as u8, 0, 0, 0]]
            .concat();
    let version_and_flags = [20, 0, 0, 0];
    let local = [b"PK\x03\x04", &version_and_flags[..], &described, NAME, content.as_bytes()].concat();
    // comment, disk, attributes, and where the file's own header is: at the start
    let central = [b"PK\x01\x02\x14\0", &version_and_flags[..], &described, &[0; 14], NAME].concat();
    let (length, start) = ((central.len() as u32).to_le_bytes(), (local.len() as u32).to_le_bytes());
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &length[..], &start, &[0; 2]].concat();
    format!("B64:{}", Base64::encode_string(&[local, central, end].concat()))
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
