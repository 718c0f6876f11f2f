//! What the fuzz targets start from, made from our own vectors.

use crate::jose;
use crate::own::{self, ANNA, AT, Issuer, TEST_ONLY_USAGE, ZHANG_WEI, seconds};
use crate::own_passports::{FRAME_SIZE, FRAMES, frame};
use crate::own_presentations::{self, Case, Vector};
use crate::own_vectors::cases;
use crate::presentations::Showing;
use crate::seal::{self, Authority};
use crate::{divoc, presentations, selective, vectors};
use healthpass_cert::cbor::Value;
use healthpass_cert::envelope::{base45, hc1, inflate, zip};
use healthpass_cert::presentation;
use healthpass_cert::presentation::dictionary;
use healthpass_cert::presentation::seal::{PassportSecret, random_bytes};
use healthpass_cert::revocation::build::{Host, delta, filter};
use healthpass_cert::revocation::manifest::FileName;
use healthpass_cert::revocation::{HashKind, Manifest, Set};
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::{Recipient, TrustList};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use healthpass_passport::synthetic::{groups, synthetic_passport};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// Inputs of one target.
pub type Seeds = Vec<Vec<u8>>;

/// What the fuzz target expects in the codes that open.
const CONTENT_TO_SEAL: &[u8] = b"what an open presentation would be";

/// Each fuzz target with its seeds.
///
/// # Errors
/// What kept a seed from being made.
pub fn all() -> Result<Vec<(&'static str, Seeds)>, Box<dyn Error>> {
    let texts: Vec<String> = cases().into_iter().map(|case| case.text).collect();
    let messages: Seeds = texts.iter().filter_map(|text| message(text)).collect();
    let payloads: Seeds = messages.iter().filter_map(|bytes| payload(bytes)).collect();
    let pass = jose::pass_message(&Issuer::sweden(), &jose::pass_header(), jose::pass_claims());
    Ok(vec![
        ("cbor", [messages.clone(), payloads.clone()].concat()),
        ("chip", answers()),
        ("cose", messages),
        ("desk", shown()),
        ("divoc", credentials()),
        ("envelope", texts.into_iter().map(String::into_bytes).collect()),
        ("mrz", zones()),
        ("mrz_camera", pictures()),
        ("nzcp", vec![pass]),
        ("passport", chips()),
        ("payload", payloads),
        ("revocation", withdrawn()?),
        ("rules", packs()?),
        ("sd_cwt", tokens()),
        ("sealed", sealed()?),
        ("shc", vec![jose::claims().to_string().into_bytes()]),
        ("trust_bundle", vec![bundle()?]),
        ("vds_nc", seals()),
        ("x509", keys()),
    ])
}

/// How long a chip answers honestly, and what it says then, in the target's own form: with PACE or not, commands
/// answered, then answers behind their lengths.
fn answers() -> Seeds {
    let status = [2, 0x90, 0x00, 2, 0x6a, 0x82, 4, 0x61, 0x02, 0x90, 0x00];
    let honest = [0, 1, 4, 9, 40, 255];
    [0, 1].iter().flat_map(|pace| honest.map(|count| [&[*pace, count], status.as_slice()].concat())).collect()
}

/// A presentation with everything shown, the token in it, what asks for it and what answers.
fn tokens() -> Seeds {
    let made = selective::made();
    vec![
        made.shown.clone(),
        made.token,
        dictionary::deflate(&made.shown),
        made.request.into(),
        made.answer.into(),
    ]
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

/// Every presentation there is as a code, and what is inside them, in the target's own form: how it is shown, then
/// what.
fn shown() -> Seeds {
    let [passport, question, nobody] = [0x08, 0x10, 0x20];
    let seed = |how: u8, what: &[u8]| [&[how], what].concat();
    let mut seeds = Seeds::new();
    for Vector { text, options, .. } in own_presentations::cases().iter().map(Case::ask) {
        let when = |member: &str, bit: u8| if options.get(member).is_some() { bit } else { 0 };
        let how = when("mrz", passport) | when("challenge", question) | (when("keys", nobody) ^ nobody);
        seeds.push(seed(how, text.as_bytes()));
        if let Some(Ok(packed)) = presentation::envelope::read(&text) {
            seeds.push(seed(how | 1, &packed));
        }
    }
    let (bound, code) = (Showing::of(&Issuer::china()), Issuer::sweden().dcc(&own::vaccination()));
    for message in [bound.message(), Showing::attested(&code).message()] {
        seeds.extend((2..8).map(|how| seed(how | passport, &message)));
    }
    seeds
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

/// Every shipped pack with the trips of its cases, and with each trip the expressions in it, in the target's own form:
/// texts with a zero byte between them.
fn packs() -> Result<Seeds, Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/cert/rules");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".cases.json").map(str::to_owned));
    }
    names.sort();
    let seed = |texts: &[String]| texts.join("\0").into_bytes();
    let mut seeds = Seeds::new();
    for name in names {
        let read = |suffix: &str| fs::read_to_string(folder.join([&name, suffix].concat()));
        let (pack, cases) = (read(".json")?, read(".cases.json")?);
        let [pack, cases] = [pack, cases].map(|text| serde_json::from_str::<serde_json::Value>(&text));
        let (pack, cases) = (pack?, cases?);
        let trips: Vec<_> =
            cases["cases"].as_array().into_iter().flatten().map(|case| case["trip"].to_string()).collect();
        let first = trips.first().cloned().unwrap_or_default();
        seeds.extend(trips.into_iter().map(|trip| seed(&[trip, pack.to_string()])));
        let conditions = || pack["requirements"].as_array().into_iter().flatten();
        let applies = conditions().find_map(|asked| asked.get("appliesWhen")).map(ToString::to_string);
        let applies = applies.unwrap_or_else(|| "true".into());
        for rule in pack["rules"].as_array().into_iter().flatten() {
            seeds.push(seed(&[first.clone(), rule["Logic"].to_string(), applies.clone()]));
        }
    }
    Ok(seeds)
}

/// Manifests, files that they name and lists of others, in the target's own form: which, then what.
fn withdrawn() -> Result<Seeds, Box<dyn Error>> {
    let ids: Vec<[u8; 16]> = (0_u8..200).map(|n| [n; 16]).collect();
    let built = filter(&ids, &ids[..20], Host::QUIET)?;
    let since = delta(&ids, &ids[20..40], &[], Host::QUIET)?;
    let (base, digest) = manifest(1, None, &built.files)?;
    let (next, _) = manifest(2, Some((1, digest)), std::slice::from_ref(&since.file))?;
    let seed = |which: u8, parts: &[&[u8]]| [&[which], parts.concat().as_slice()].concat();
    let length = (base.len() as u16).to_le_bytes();
    let mut seeds = vec![
        seed(0, &[&length, &base]),
        seed(0, &[&length, &base, &next]),
        seed(2, &[&since.file]),
        seed(3, &[&[0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 4], &[7; 4]]),
        seed(4, &[&[0, 1, 3, 0], &[0; 12], &[0, 0, 0, 2], &[0x5a; 8]]),
    ];
    seeds.extend(built.files.iter().map(|file| seed(1, &[file])));
    let lists = [
        r#"{"country": "SE", "expires": "2027-12-01T00:00:00Z", "kid": "AAECAwQFBgc=", "hashType": "UCI",
            "entries": [{"hash": "AAECAwQFBgcICQoLDA0ODw=="}]}"#,
        r#"[{"kid": "AAECAwQFBgc=", "mode": "POINT", "hashTypes": ["SIGNATURE"], "expires": "2027-12-01T00:00:00Z"}]"#,
        r#"[{"kid": "AAECAwQFBgc=", "x": null, "y": null, "chunks": {"a": {"2027-12-01T00:00:00Z": {"type": "BLOOMFILTER",
            "version": "1.0", "hash": "00"}}}}]"#,
        r#"{"kid": "3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s", "method": "rid", "ctr": 1, "rids": ["AAAA", "BBBB.7"]}"#,
        r#"{"version": 1, "chunk": 1, "lastChunk": 1, "totalNumberUCVI": 1,
            "revokedUcvi": ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]}"#,
        r#"{"fromVersion": 1, "version": 2, "chunk": 1, "lastChunk": 1,
            "delta": {"insertions": [], "deletions": ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]}}"#,
        r#"{"proofIdentifierDenylist": {"AAECAwQFBgcICQoLDA0ODw==": true}}"#,
    ];
    seeds.extend(lists.iter().map(|list| seed(5, &[list.as_bytes()])));
    seeds.push(seed(5, &[lists[4].as_bytes(), &[0], lists[5].as_bytes()]));
    Ok(seeds)
}

/// The content of a manifest about Sweden's key that names these files, with its digest.
fn manifest(
    sequence: u64,
    extends: Option<(u64, [u8; 32])>,
    files: &[Vec<u8>],
) -> Result<(Vec<u8>, [u8; 32]), Box<dyn Error>> {
    let (root, now) = (Issuer::sweden(), seconds(AT));
    let set = Set {
        kid: root.kid(),
        key: None,
        month: None,
        kind: HashKind::Signature,
        known: 200,
        revoked: 20,
        files: files.iter().map(|file| FileName::of(file)).collect(),
    };
    let manifest = Manifest {
        name: "List".into(),
        country: Some("SE".into()),
        sequence,
        created_at: now,
        expires_at: seconds("2026-12-08T08:00:00Z"),
        covers: now,
        extends,
        sets: vec![set],
        digest: [0; 32],
    };
    let bytes = manifest.write(root.signer().public_key().spki_der(), |message| root.sign(message))?;
    let content = payload(&bytes).ok_or("a manifest is a signed message")?;
    let digest = sha256(&content);
    Ok((content, digest))
}
