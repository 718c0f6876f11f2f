//! Codes that wallets make for the moment, and desks that open them.

use base64ct::{Base64, Encoding};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::request::Options;
use healthpass_cert::trust::bundle::{Bundle, RootPin, Source};
use healthpass_cert::trust::{Recipient, TrustList, TrustStore};
use healthpass_crypto::hash::sha256;
use healthpass_crypto::sealing_file;
use healthpass_crypto::sealing_key::SealingKey;
use healthpass_passport::{DocumentKind, TypedDocument};
use healthpass_tests::own::{AT, Issuer, ZHANG_WEI, seconds};
use healthpass_tests::own_presentations::{self, Vector};
use healthpass_tests::presentations::{border, health};
use healthpass_wallet::{Entropy, PresentationChoice, Wallet};
use serde_json::{Value, json};
use std::cell::RefCell;

/// Own presentations by what opening them takes.
const OPENED: [(&str, &str); 4] = [
    ("open", "open"),
    ("sealed", "sealed P-256"),
    ("sealed-to-two", "sealed to two"),
    ("sealed-with-passport", "sealed, passport"),
];

/// A code that is opened again and again, as when the passport was read since.
pub struct Opening {
    /// What it is called.
    pub name: &'static str,
    vector: Vector,
    options: Options,
    desk: RefCell<Desk>,
}

impl Opening {
    /// One of each kind.
    pub fn all() -> Vec<Self> {
        let cases = own_presentations::cases();
        let of = |(id, name): &(&str, &'static str)| {
            let case = cases.iter().find(|case| case.id == *id).expect("a presentation");
            let mut vector = case.ask();
            vector.options["again"] = true.into();
            let options = serde_json::from_str(&vector.options.to_string()).expect("options");
            let mut desk = Desk::new();
            for key in &vector.keys {
                desk.add_key(sealing_file::open(&key.pem, key.passphrase.as_bytes()).expect("it opens"));
            }
            Self { name, vector, options, desk: RefCell::new(desk) }
        };
        OPENED.iter().map(of).collect()
    }

    /// From text to JSON; whether the answer is the one it must be.
    pub fn open(&self) -> bool {
        let mut desk = self.desk.borrow_mut();
        let report = desk.verify(&self.vector.text, &self.options, &TrustStore::new(), None);
        serde_json::to_string(&report.expect("a sound request")).expect("JSON") == self.vector.report
    }

    /// For other worlds to do the same.
    pub fn json(&self) -> Value {
        json!({
            "name": self.name, "keys": self.vector.keys, "text": self.vector.text,
            "options": self.vector.options.to_string(), "report": self.vector.report,
        })
    }
}

/// A wallet that shows one certificate, open and sealed.
pub struct Showing {
    wallet: RefCell<Wallet>,
    certificate: String,
    text: String,
    bundle: Vec<u8>,
    root: RootPin,
}

/// To whom a code is sealed, and what it is called.
const SEALED_TO: [(&str, fn() -> Vec<SealingKey>); 3] =
    [("open", Vec::new), ("sealed P-256", || vec![border()]), ("sealed to two", || vec![border(), health()])];

impl Showing {
    /// A wallet with this certificate of ZHANG WEI's.
    pub fn of(text: &str) -> Self {
        let (bundle, root) = trust();
        let mut wallet = Wallet::default();
        wallet.set_trust(Bundle::open(&bundle, &root).expect("our own bundle"));
        let added = wallet.add(text, seconds(AT), [[1; 16], [2; 16]]).expect("added");
        let lines = Some(ZHANG_WEI.lines().to_vec());
        let passport = TypedDocument { lines, ..TypedDocument::new(DocumentKind::Ordinary) };
        wallet.bind(Some(&added.person_id), &passport, seconds(AT), [3; 16]).expect("bound");
        Self { wallet: wallet.into(), certificate: added.certificate_id, text: text.to_owned(), bundle, root }
    }

    /// What is made: a name, and the choice as JSON.
    pub fn choices() -> Vec<(&'static str, String)> {
        let choice = |(name, keys): &(&'static str, fn() -> Vec<SealingKey>)| {
            let kids: Vec<_> =
                keys().iter().map(|key| healthpass_cert::presentation::hex(&key.public().kid())).collect();
            (*name, json!({"disclose": [], "sealTo": kids}).to_string())
        };
        SEALED_TO.iter().map(choice).collect()
    }

    /// From the choice to the modules of a code.
    pub fn show(&self, choice: &str) -> usize {
        let choice: PresentationChoice = serde_json::from_str(choice).expect("a choice");
        let random: Entropy = [5; size_of::<Entropy>()];
        let mut wallet = self.wallet.borrow_mut();
        let shown = wallet.show_fresh(&self.certificate, &choice, seconds(AT), &random).expect("shown");
        serde_json::to_string(&shown).expect("JSON").len()
    }

    /// For other worlds to do the same.
    pub fn json(&self) -> Value {
        let root: String = self.root.iter().map(|byte| format!("{byte:02x}")).collect();
        let document = json!({"kind": "ordinary", "lines": ZHANG_WEI.lines()});
        let choices = Self::choices();
        let choices: Vec<_> =
            choices.iter().map(|(name, choice)| json!({"name": name, "choice": choice})).collect();
        json!({
            "text": self.text, "bundle": Base64::encode_string(&self.bundle), "root": root,
            "document": document, "at": AT, "choices": choices,
        })
    }
}

/// A list of one issuer and two authorities, and the pin of whoever signed it.
fn trust() -> (Vec<u8>, RootPin) {
    let (now, signer) = (seconds(AT), Issuer::sweden());
    let expires_at = seconds("2027-12-01T08:00:00Z");
    let recipient = |(name, key): (&str, SealingKey)| Recipient {
        key: key.public().clone(),
        name: name.into(),
        country: "CN".into(),
        destinations: None,
        not_before: now,
        not_after: expires_at,
        listed_until: expires_at,
    };
    let list = TrustList {
        name: "Test list".into(),
        environment: "test".into(),
        created_at: now,
        expires_at,
        recipients: [("Border", border()), ("Health", health())].map(recipient).into(),
        ..TrustList::default()
    };
    let source = Source { name: "own".into(), proof: "none".into(), dated: Some(now), ..Source::default() };
    let keys = vec![(Issuer::china().trusted(), 0)];
    let bundle = Bundle { list, sequence: 1, sources: vec![source], keys };
    let key = signer.signer().public_key();
    let bytes = bundle.write(key.spki_der(), |message| signer.sign(message)).expect("written");
    (bytes, sha256(key.spki_der()))
}
