//! Our own passports: the files of a chip, who is trusted, and the exact bytes of the answer.
//!
//! They stand in `tests/passports`, one file each, so that every surface can be held to the same bytes. Their
//! holders, states and keys are made up; every private key is TEST ONLY.

use base64ct::{Base64, Encoding};
use healthpass_crypto::x509::Certificate;
use healthpass_passport::authentication::{Csca, Evidence, authenticate};
use healthpass_passport::synthetic::{self, Recipe, groups};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One vector, as its file has it; bytes are base64.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Vector {
    /// Name of the vector and of its file.
    pub id: String,
    /// EF.SOD.
    pub sod: String,
    /// Data groups as files.
    pub groups: Vec<Group>,
    /// Certificates of the authorities that are trusted.
    pub authorities: Vec<String>,
    /// The answer, byte for byte.
    pub answer: String,
}

/// A data group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Group {
    /// 1 to 16.
    pub number: u8,
    /// The file.
    pub file: String,
}

/// A passport and the answer it was made to get.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name.
    pub id: &'static str,
    /// The outcome.
    pub outcome: &'static str,
    /// A code that must be in the answer.
    pub code: Option<&'static str>,
    passport: synthetic::Passport,
    trusted: Vec<u8>,
}

/// ICAO's own example, valid until 2034.
pub const UTOPIA: [&str; 2] = ["PPUTOERIKSSON<<ANNA<MARIA", "L898902C36UTO7408122F3404159ZE184226B<<<<<16"];

/// The passport of the demo's traveller.
pub const CHINA: [&str; 2] = ["P<CHNZHANG<<WEI", "E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8"];

/// Width and height of the frames in `tests/frames`.
pub const FRAME_SIZE: (usize, usize) = (1280, 720);

/// Frames by name, and the lines in them.
pub const FRAMES: [(&str, [&str; 2]); 2] = [
    (
        "china",
        ["P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8"],
    ),
    (
        "germany",
        ["P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6"],
    ),
];

/// Where the frames stand.
pub fn folder_of_frames() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("frames")
}

/// The grey of a frame, row by row.
pub fn frame(name: &str) -> Vec<u8> {
    let path = folder_of_frames().join(format!("{name}.grey.br"));
    let packed = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut grey = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut grey).expect("brotli");
    grey
}

/// Where the files stand.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("passports")
}

/// Every passport there is.
pub fn cases() -> Vec<Case> {
    let china = || Recipe {
        country: "CN".into(),
        content_type: "1.2.840.113549.1.7.1",
        groups: vec![(1, groups::dg1(&CHINA)), (11, groups::dg11("张<<伟"))],
        ..Recipe::default()
    };
    let mut spoilt = recipe().make();
    if let Some(last) = spoilt.sod.last_mut() {
        *last ^= 1;
    }
    let mut exchanged = recipe().make();
    exchanged.groups[0].1 = groups::dg1(&CHINA);
    vec![
        Case::new("genuine", "authentic", None, &recipe()),
        Case::new("chinese", "authentic", Some("passport.deviation.content-type"), &china()),
        Case::new(
            "bare",
            "authentic",
            Some("passport.deviation.attributes"),
            &Recipe { wrapped: false, signed_attributes: false, ..recipe() },
        ),
        Case::new(
            "unknown-time",
            "authentic",
            Some("passport.time-unknown"),
            &Recipe { signed_at: None, ..recipe() },
        ),
        Case::made("exchanged-zone", "not-authentic", Some("passport.group-changed"), exchanged, &recipe()),
        Case::made("changed-signature", "not-authentic", Some("cms.signature"), spoilt, &recipe()),
        Case::new(
            "forged-signer",
            "not-authentic",
            Some("cms.signature"),
            &Recipe { signer_signs_with: 9, ..recipe() },
        ),
        Case::new(
            "forged-authority",
            "not-authentic",
            Some("passport.issuer-signature"),
            &Recipe { authority_signs_with: 9, ..recipe() },
        ),
        Case::new(
            "other-state",
            "not-authentic",
            Some("passport.issuer-country"),
            &Recipe { country: "FR".into(), ..recipe() },
        ),
        Case::made(
            "unlisted",
            "issuer-unknown",
            Some("passport.issuer-unknown"),
            recipe().make(),
            &Recipe { authority_key: 7, country: "FR".into(), ..recipe() },
        ),
        Case::new(
            "signer-expired",
            "not-authentic",
            Some("passport.signer-not-valid"),
            &Recipe { signer_valid: [synthetic::AUTHORITY_FROM, synthetic::SIGNED_AT - 86_400], ..recipe() },
        ),
    ]
}

fn recipe() -> Recipe {
    Recipe {
        groups: vec![(1, groups::dg1(&UTOPIA)), (11, groups::dg11("ERIKSSON<<ANNA<MARIA"))],
        ..Recipe::default()
    }
}

impl Case {
    fn new(id: &'static str, outcome: &'static str, code: Option<&'static str>, recipe: &Recipe) -> Self {
        Self::made(id, outcome, code, recipe.make(), recipe)
    }

    fn made(
        id: &'static str,
        outcome: &'static str,
        code: Option<&'static str>,
        passport: synthetic::Passport,
        trusted: &Recipe,
    ) -> Self {
        Self { id, outcome, code, passport, trusted: trusted.authority() }
    }

    /// As its file has it, with today's answer.
    pub fn vector(&self) -> Vector {
        let synthetic::Passport { sod, groups, .. } = &self.passport;
        let borrowed: Vec<(u8, &[u8])> =
            groups.iter().map(|(number, file)| (*number, file.as_slice())).collect();
        Vector {
            id: self.id.to_owned(),
            sod: Base64::encode_string(sod),
            groups: groups
                .iter()
                .map(|(number, file)| Group { number: *number, file: Base64::encode_string(file) })
                .collect(),
            authorities: vec![Base64::encode_string(&self.trusted)],
            answer: answer(sod, &borrowed, &[authority(&self.trusted)]),
        }
    }
}

/// The authority of a certificate.
pub fn authority(der: &[u8]) -> Csca {
    let certificate = Certificate::from_der(der).expect("a certificate");
    Csca::from_certificate(&certificate).expect("an authority")
}

/// The answer of the native core as every surface prints it.
pub fn answer(sod: &[u8], groups: &[(u8, &[u8])], authorities: &[Csca]) -> String {
    let evidence = Evidence { sod, groups, authorities, revocations: &[], at: None, now: None };
    serde_json::to_string(&authenticate(&evidence)).expect("an answer is JSON")
}

impl Vector {
    /// The text of its file.
    pub fn file(&self) -> String {
        serde_json::to_string_pretty(self).expect("JSON") + "\n"
    }
}
