//! Writes the seeds of every fuzz target into `tests/fuzz/corpus`, made from our own vectors.

use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::{base45, hc1, inflate};
use healthpass_cert::trust::TrustList;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_tests::own::{ANNA, AT, Issuer, TEST_ONLY_USAGE, ZHANG_WEI, seconds};
use healthpass_tests::own_vectors::cases;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Seeds = Vec<Vec<u8>>;

fn main() -> Result<(), Box<dyn Error>> {
    let fuzz = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    // Findings go here; libFuzzer does not make the folder itself.
    fs::create_dir_all(fuzz.join("artifacts"))?;
    let corpus = fuzz.join("corpus");
    let texts: Vec<String> = cases().into_iter().map(|case| case.text).collect();
    let messages: Seeds = texts.iter().filter_map(|text| message(text)).collect();
    let payloads: Seeds = messages.iter().filter_map(|bytes| payload(bytes)).collect();
    write(&corpus.join("envelope"), texts.into_iter().map(String::into_bytes).collect())?;
    write(&corpus.join("cbor"), [messages.clone(), payloads.clone()].concat())?;
    write(&corpus.join("payload"), payloads)?;
    write(&corpus.join("cose"), messages)?;
    write(&corpus.join("x509"), keys())?;
    write(&corpus.join("mrz"), zones())?;
    write(&corpus.join("trust_bundle"), vec![bundle()?])
}

fn message(text: &str) -> Option<Vec<u8>> {
    inflate::inflate(&base45::decode(text.strip_prefix(hc1::PREFIX)?).ok()?).ok()
}

/// The third of a COSE_Sign1 message's four parts.
fn payload(message: &[u8]) -> Option<Vec<u8>> {
    let Value::Tag(_, parts) = Value::read(message).ok()? else { return None };
    parts.as_array()?.get(2)?.as_bytes().map(<[u8]>::to_vec)
}

fn keys() -> Seeds {
    let issuers = [Issuer::china(), Issuer::new(0x44, "SE", &[TEST_ONLY_USAGE])];
    let forms = |issuer: &Issuer| {
        let certificate = issuer.certificate();
        vec![certificate.der().to_vec(), certificate.to_pem().into_bytes(), certificate.spki_der().to_vec()]
    };
    issuers.iter().flat_map(forms).collect()
}

fn zones() -> Seeds {
    let zones = [ZHANG_WEI, ANNA].map(|passport| passport.lines());
    let typed = |[one, two]: &[String; 2]| {
        [one.trim_end_matches('<'), &two[..10], &two[13..20], &two[21..28]].join("\n").into_bytes()
    };
    let whole = zones.iter().map(|lines| lines.join("\n").into_bytes());
    whole.chain(zones.iter().map(typed)).collect()
}

fn bundle() -> Result<Vec<u8>, Box<dyn Error>> {
    let now = seconds(AT);
    let bundle = Bundle {
        list: TrustList {
            name: "Test list".into(),
            environment: "test".into(),
            created_at: now,
            expires_at: seconds("2027-12-01T08:00:00Z"),
        },
        sequence: 1,
        sources: vec![Source { name: "own".into(), proof: "none".into(), dated: Some(now) }],
        keys: vec![
            (Issuer::china().trusted(), 0),
            (Issuer::new(0x44, "SE", &[TEST_ONLY_USAGE]).trusted(), 0),
        ],
    };
    let root = Issuer::sweden();
    let bytes = bundle.write(root.signer().public_key().spki_der(), |message| root.sign(message))?;
    payload(&bytes).ok_or_else(|| "a bundle is a signed message".into())
}

fn write(folder: &Path, seeds: Seeds) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:02}")), seed)?;
    }
    Ok(())
}
