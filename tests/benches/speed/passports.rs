//! Passports: their files judged, a chip read, a frame looked at.

use base64ct::{Base64, Encoding};
use healthpass_crypto::x509::Certificate;
use healthpass_mrz_camera::{Frame, Reader};
use healthpass_passport::authentication::Csca;
use healthpass_passport::chip::{Access, Plan, Seed, Session, Step};
use healthpass_passport::mrz;
use healthpass_passport::synthetic::chip::Chip as MockChip;
use healthpass_passport::synthetic::{Passport, synthetic_passport};
use healthpass_tests::own_passports::{CHINA, FRAME_SIZE, FRAMES, UTOPIA, answer, frame};
use healthpass_tests::vectors;
use serde_json::{Value, json};
use std::hint::black_box;
use time::{Date, Month};

/// The files of a passport's chip and who is trusted.
pub struct Chip {
    pub name: &'static str,
    sod: Vec<u8>,
    groups: Vec<(u8, Vec<u8>)>,
    authority: Vec<u8>,
    trusted: Vec<Csca>,
}

impl Chip {
    /// A made-up state's with ECDSA, and RSA-2048 under RSA-4096, the most common kind, where the vectors are.
    pub fn all() -> Vec<Self> {
        let Passport { sod, groups, authority, .. } = synthetic_passport(&UTOPIA, &[]);
        let synthetic = Self::new("p256", sod, groups, authority);
        let common = vectors::locate("passport/synthetic/rsa2048_pkcs1_sha256").map(|folder| {
            let read = |name: &str| std::fs::read(folder.join(name)).expect("a file of the vector");
            let groups = vec![(1, read("EF_DG1.bin")), (2, read("EF_DG2.bin"))];
            Self::new("rsa2048", read("EF_SOD.bin"), groups, read("csca.cer"))
        });
        [Some(synthetic), common].into_iter().flatten().collect()
    }

    fn new(name: &'static str, sod: Vec<u8>, groups: Vec<(u8, Vec<u8>)>, authority: Vec<u8>) -> Self {
        let certificate = Certificate::from_der(&authority).expect("a certificate");
        let trusted = vec![Csca::from_certificate(&certificate).expect("an authority")];
        Self { name, sod, groups, authority, trusted }
    }

    /// From files to JSON, as every edge asks.
    pub fn judge(&self) -> String {
        let groups: Vec<(u8, &[u8])> = self.groups.iter().map(|(n, file)| (*n, file.as_slice())).collect();
        answer(black_box(&self.sod), &groups, &self.trusted)
    }

    pub fn json(&self) -> Value {
        let answer = self.judge();
        assert!(answer.contains(r#""outcome":"authentic""#), "{}: {answer}", self.name);
        let group =
            |(number, file): &(u8, Vec<u8>)| json!({"number": number, "file": Base64::encode_string(file)});
        json!({
            "name": self.name, "sod": Base64::encode_string(&self.sod), "answer": answer,
            "groups": self.groups.iter().map(group).collect::<Vec<_>>(),
            "authorities": [Base64::encode_string(&self.authority)],
        })
    }
}

/// A session by BAC whose chip's answers are known beforehand: what is timed is the reader's part.
pub struct Conversation {
    access: Access,
    answers: Vec<Vec<u8>>,
}

impl Conversation {
    pub fn recorded() -> Self {
        let today = Date::from_calendar_date(2026, Month::December, 1).expect("a day");
        let zone = mrz::parse(&CHINA, today).expect("a zone");
        let seed = Seed::new(&[1; 32]).expect("random bytes");
        let mut chip = MockChip::default().of(&zone, seed).expect("a chip");
        let access = Access::from_mrz(&zone).expect("a zone that holds");
        let mut recorded = Self { access, answers: Vec::new() };
        let mut session = recorded.session();
        let mut step = session.next(None).expect("a command");
        while let Step::Send { apdu, .. } = &step {
            let response = chip.transceive(apdu);
            step = session.next(Some(&response)).expect("a step");
            recorded.answers.push(response);
        }
        recorded
    }

    /// The same commands every time: the randomness is the same.
    fn session(&self) -> Session {
        let seed = Seed::new(&[2; 32]).expect("random bytes");
        Session::new(self.access.clone(), Plan { pace: false, ..Plan::default() }, seed)
    }

    pub fn repeat(&self) -> bool {
        let mut session = self.session();
        let mut last = session.next(None);
        for response in &self.answers {
            last = session.next(Some(response));
        }
        matches!(last, Ok(Step::Done(_)))
    }
}

/// A camera's frame with a zone in it.
pub struct Picture(Vec<u8>);

impl Picture {
    pub fn first() -> Self {
        Self(frame(FRAMES[0].0))
    }

    pub fn look(&self) -> bool {
        let (width, height) = FRAME_SIZE;
        let seen = Reader::new().read(&Frame { luma: black_box(&self.0), width, height });
        seen.checks_hold
    }

    pub fn json(&self) -> Value {
        let (width, height) = FRAME_SIZE;
        json!({"grey": Base64::encode_string(&self.0), "width": width, "height": height})
    }
}
