//! Writes the seeds of every fuzz target into `tests/fuzz/corpus`, made from our own vectors.

use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::{base45, hc1, inflate, zip};
use healthpass_cert::presentation;
use healthpass_cert::presentation::seal::{PassportSecret, random_bytes};
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::{Recipient, TrustList};
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_passport::synthetic::{groups, synthetic_passport};
use healthpass_tests::jose;
use healthpass_tests::own::{ANNA, AT, Issuer, TEST_ONLY_USAGE, ZHANG_WEI, seconds};
use healthpass_tests::own_passports::{FRAME_SIZE, FRAMES, frame};
use healthpass_tests::own_vectors::cases;
use healthpass_tests::seal::{self, Authority};
use healthpass_tests::{divoc, presentations, vectors};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Seeds = Vec<Vec<u8>>;

/// What the fuzz target expects in the codes that open.
const CONTENT_TO_SEAL: &[u8] = b"what an open presentation would be";

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
    write(&corpus.join("shc"), vec![jose::claims().to_string().into_bytes()])?;
    let pass = jose::pass_message(&Issuer::sweden(), &jose::pass_header(), jose::pass_claims());
    write(&corpus.join("nzcp"), vec![pass])?;
    write(&corpus.join("x509"), keys())?;
    write(&corpus.join("vds_nc"), seals())?;
    write(&corpus.join("mrz"), zones())?;
    write(&corpus.join("sealed"), sealed()?)?;
    write(&corpus.join("divoc"), credentials())?;
    write(&corpus.join("passport"), chips())?;
    write(&corpus.join("mrz_camera"), pictures())?;
    write(&corpus.join("trust_bundle"), vec![bundle()?])
}

/// The files of made-up passports, well formed and not.
fn chips() -> Seeds {
    let zone = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];
    let made =
        synthetic_passport(&zone, &[(11, groups::dg11("证件<<样本")), (12, groups::dg12("A", "20260101"))]);
    let mut seeds = vec![made.sod];
    seeds.extend(made.groups.into_iter().map(|(_, file)| file));
    seeds.extend(
        vectors::locate("passport/synthetic/ber_indefinite/EF_SOD.bin").and_then(|path| fs::read(path).ok()),
    );
    seeds
}

/// Frames of a camera in the target's own form: width and height by their quarter and half, and every other pixel.
fn pictures() -> Seeds {
    let (width, height) = FRAME_SIZE;
    let halved = |grey: Vec<u8>| -> Vec<u8> {
        let size = [width / 8, height / 4].map(|side| side as u8);
        let rows = grey.chunks_exact(width).step_by(2);
        size.into_iter().chain(rows.flat_map(|row| row.iter().copied().step_by(2))).collect()
    };
    FRAMES.iter().map(|(name, _)| halved(frame(name))).collect()
}

/// A credential of nobody's, and the archives among the vectors where those are at hand.
fn credentials() -> Seeds {
    let credential = divoc::signed(&divoc::credential()).to_string();
    let mut seeds =
        vec![zip::bytes(&divoc::archive(&credential)).unwrap_or_default(), credential.into_bytes()];
    let files = vectors::locate("divoc").and_then(|folder| fs::read_dir(folder).ok());
    for file in files.into_iter().flatten().flatten() {
        let Ok(text) = fs::read_to_string(file.path()) else { continue };
        let Ok(vector) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        let archive = vector["payload"].as_str().and_then(|payload| zip::bytes(payload).ok());
        seeds.extend(archive.filter(|archive| archive.starts_with(b"PK")));
    }
    seeds
}

fn message(text: &str) -> Option<Vec<u8>> {
    inflate::inflate(&base45::decode(text.strip_prefix(hc1::PREFIX)?).ok()?).ok()
}

fn seals() -> Seeds {
    let authority = Authority::new(0xca, "SE");
    let sealed = |data| seal::sealed(&data, &authority.appoints(), authority.signer()).into_bytes();
    [seal::vaccination(), seal::test()].map(sealed).into()
}

/// The third of a COSE_Sign1 message's four parts.
fn payload(message: &[u8]) -> Option<Vec<u8>> {
    let Value::Tag(_, parts) = Value::read(message).ok()? else { return None };
    parts.as_array()?.get(2)?.as_bytes().map(<[u8]>::to_vec)
}

/// Codes sealed to the fuzz target's own keys: to one and to both, with a passport and without.
fn sealed() -> Result<Seeds, Box<dyn Error>> {
    let passport = PassportSecret::derive("L898902C<369080619406236", [7; 16])?;
    let (one, two) = (presentations::border(), presentations::health());
    let mut seeds = Seeds::new();
    for to in [vec![one.public()], vec![two.public()], vec![one.public(), two.public()]] {
        for passport in [None, Some(&passport)] {
            let random: Vec<u8> = (0..random_bytes(to.len())).map(|at| at as u8).collect();
            seeds.push(presentation::seal::seal(CONTENT_TO_SEAL, &to, passport, &random)?);
        }
    }
    // Changes, in the target's own form, to the code it made itself.
    seeds.extend((0..4).map(|which| vec![which, 0, 10, 1, 0, 80, 255]));
    Ok(seeds)
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
            recipients: recipients()?,
            ..TrustList::default()
        },
        sequence: 1,
        sources: vec![Source {
            name: "own".into(),
            proof: "none".into(),
            dated: Some(now),
            ..Source::default()
        }],
        keys: vec![
            (Issuer::china().trusted(), 0),
            (Issuer::new(0x44, "SE", &[TEST_ONLY_USAGE]).trusted(), 0),
        ],
    };
    let root = Issuer::sweden();
    let bytes = bundle.write(root.signer().public_key().spki_der(), |message| root.sign(message))?;
    payload(&bytes).ok_or_else(|| "a bundle is a signed message".into())
}

/// One key after another of one authority, TEST ONLY.
fn recipients() -> Result<Vec<Recipient>, Box<dyn Error>> {
    let one = |(kem, destinations): (Kem, Option<Vec<String>>)| {
        Ok(Recipient {
            key: SealingKey::generate(kem, &[7; 32])?.public().clone(),
            name: "Border Health".into(),
            country: "UT".into(),
            destinations,
            not_before: seconds(AT),
            not_after: seconds("2027-12-01T08:00:00Z"),
            listed_until: seconds("2027-12-01T08:00:00Z"),
        })
    };
    [(Kem::P256, None), (Kem::X25519, Some(vec!["UT".to_owned()]))].into_iter().map(one).collect()
}

fn write(folder: &Path, seeds: Seeds) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:02}")), seed)?;
    }
    Ok(())
}
