//! Speed of the native core.
//!
//! ```text
//! cargo bench -p healthpass-tests                                # a table
//! cargo bench -p healthpass-tests --bench speed -- --rounds      # one round for each line of input
//! ```
//!
//! With `--rounds` the first line of output is the work as JSON, for other worlds to do the same, and each
//! line of input is answered with the nanoseconds of every task: `tests/bench/worlds.mjs` takes turns
//! between this program and the others, so that all of them see the same machine.

#[path = "speed/passports.rs"]
mod passports;
#[path = "speed/presentations.rs"]
mod presentations;

use base64ct::{Base64, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::inspect::inspect;
use healthpass_cert::request::Options;
use healthpass_cert::trust::bundle::{Bundle, RootPin, Source};
use healthpass_cert::trust::given::KeyInput;
use healthpass_cert::trust::{TrustList, TrustStore};
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::hash::sha256;
use healthpass_crypto::key::PublicKey;
use healthpass_passport::{DocumentKind, TypedDocument};
use healthpass_qr::{Medium, SvgOptions, encode};
use healthpass_tests::own::{AT, Issuer, ZHANG_WEI, seconds};
use healthpass_tests::{own_vectors, vectors};
use healthpass_wallet::Wallet;
use passports::{Chip, Conversation, Picture};
use presentations::{Opening, Showing};
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

/// How long one task runs in one round, short enough for rounds of all worlds to lie close together.
const SLICE: Duration = Duration::from_millis(20);

/// Rounds of the table.
const ROUNDS: usize = 15;

/// Pixels a module of the picture, as a phone's screen shows it.
const SCALE: u32 = 8;

/// A certificate and everything another world needs to do the same work.
struct Subject {
    name: &'static str,
    text: String,
    options: String,
    report: String,
    key: PublicKey,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Subject {
    /// A certificate signed with ES256 that is verified with the one key in `options`.
    fn new(name: &'static str, text: String, options: &Value) -> Self {
        let options = options.to_string();
        let report = verify(&text, &options);
        assert!(report.contains(r#""verdict":"verified""#), "{name}: {report}");
        let decoded = Decoded::read(&text).expect("a certificate");
        let signed = decoded.signed().expect("a signature");
        assert_eq!(
            signed.algorithm,
            Some(SignatureAlgorithm::Es256),
            "{name}: ES256 is what others do as well"
        );
        let (tbs, signature) = (signed.to_be_signed.clone(), signed.signature.clone());
        Self { name, key: key(&options), message: tbs, signature, text, options, report }
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name, "text": self.text, "options": self.options, "report": self.report,
            "spki": Base64::encode_string(self.key.spki_der()),
            "message": Base64::encode_string(&self.message),
            "signature": Base64::encode_string(&self.signature),
        })
    }
}

fn key(options: &str) -> PublicKey {
    let options: Options = serde_json::from_str(options).expect("options");
    let [KeyInput::Cert(certificate)] = options.keys.as_slice() else { panic!("one certificate") };
    let der = Base64::decode_vec(certificate).expect("base64");
    PublicKey::from_certificate_der(&der).expect("a key")
}

/// From JSON to JSON, as every edge asks.
fn verify(text: &str, options: &str) -> String {
    let options: Options = serde_json::from_str(options).expect("options");
    let report = options.verify(text, &TrustStore::new(), None).expect("a sound request");
    serde_json::to_string(&report).expect("a report is JSON")
}

/// Our own vector of this name.
fn own(id: &str, name: &'static str) -> Subject {
    let case = own_vectors::cases().into_iter().find(|case| case.id == id).expect("a vector");
    Subject::new(name, case.text, &case.options)
}

/// A vaccination among the test certificates of the European states; `None`, said loudly, without them.
fn european() -> Option<Subject> {
    let tests = vectors::json_lines("hcert-dcc/dgc-testdata.jsonl")?;
    let test = tests.iter().find(|test| test["path"] == "SE/2DCode/raw/1.json").expect("the vector");
    let context = &test["TESTCTX"];
    let options = json!({"at": context["VALIDATIONCLOCK"], "keys": [{"cert": context["CERTIFICATE"]}]});
    Some(Subject::new("dcc", test["PREFIX"].as_str().expect("text").to_owned(), &options))
}

/// A certificate of a format, with what to ask of it.
struct Sample {
    name: String,
    text: String,
    options: String,
    report: String,
}

impl Sample {
    fn new(name: &str, text: &str, options: &Value) -> Self {
        let options = options.to_string();
        let report = verify(text, &options);
        assert!(report.contains(r#""verdict":"verified""#), "{name}: {report}");
        Self { name: name.to_owned(), text: text.to_owned(), options, report }
    }

    fn json(&self) -> Value {
        json!({"name": self.name, "text": self.text, "options": self.options, "report": self.report})
    }
}

/// One verified certificate of every format that our own vectors hold.
fn samples() -> Vec<Sample> {
    let cases = own_vectors::cases();
    SAMPLES
        .iter()
        .map(|(id, name)| {
            let case = cases.iter().find(|case| case.id == *id).expect("a vector");
            Sample::new(name, &case.text, &case.options)
        })
        .collect()
}

/// Own vectors by format; where a format has more than one algorithm, one of each.
const SAMPLES: [(&str, &str); 9] = [
    ("ithc-full", "ithc"),
    ("dcc-vaccination", "dcc"),
    ("ddcc-vs", "ddcc"),
    ("icvp-g3", "icvp"),
    ("icvp-g3-ps256", "icvp PS256"),
    ("shc-vaccination", "shc"),
    ("nzcp-pass", "nzcp"),
    ("vds-nc-vaccination", "vds-nc"),
    ("divoc", "divoc"),
];

/// A wallet that may show one certificate.
struct Holder {
    wallet: Wallet,
    certificate: String,
    bundle: Vec<u8>,
    root: RootPin,
}

impl Holder {
    fn of(subject: &Subject) -> Self {
        let (bundle, root) = trust();
        let mut wallet = Wallet::default();
        wallet.set_trust(Bundle::open(&bundle, &root).expect("our own bundle"));
        let added = wallet.add(&subject.text, seconds(AT), [[1; 16], [2; 16]]).expect("added");
        wallet.bind(Some(&added.person_id), &passport(), seconds(AT), [3; 16]).expect("bound");
        Self { wallet, certificate: added.certificate_id, bundle, root }
    }

    fn present(&self) -> healthpass_wallet::Presentation {
        self.wallet.present(&self.certificate, seconds(AT), Medium::Screen).expect("the gate is open")
    }

    fn json(&self) -> Value {
        let root: String = self.root.iter().map(|byte| format!("{byte:02x}")).collect();
        let document = json!({"kind": "ordinary", "lines": ZHANG_WEI.lines()});
        json!({"bundle": Base64::encode_string(&self.bundle), "root": root, "document": document, "at": AT})
    }
}

fn passport() -> TypedDocument {
    TypedDocument { lines: Some(ZHANG_WEI.lines().to_vec()), ..TypedDocument::new(DocumentKind::Ordinary) }
}

/// A list of one issuer, and the pin of whoever signed it.
fn trust() -> (Vec<u8>, RootPin) {
    let (now, signer) = (seconds(AT), Issuer::sweden());
    let list = TrustList {
        name: "Test list".into(),
        environment: "test".into(),
        created_at: now,
        expires_at: seconds("2027-12-01T08:00:00Z"),
        ..TrustList::default()
    };
    let source = Source { name: "own".into(), proof: "none".into(), dated: Some(now), ..Source::default() };
    let keys = vec![(Issuer::china().trusted(), 0)];
    let bundle = Bundle { list, sequence: 1, sources: vec![source], keys };
    let key = signer.signer().public_key();
    let bytes = bundle.write(key.spki_der(), |message| signer.sign(message)).expect("written");
    (bytes, sha256(key.spki_der()))
}

/// Something to time.
struct Task<'a> {
    name: String,
    run: Box<dyn Fn() + 'a>,
    /// Runs that fill a [`SLICE`].
    times: u32,
}

impl<'a> Task<'a> {
    fn new<T>(name: String, work: impl Fn() -> T + 'a) -> Self {
        let run = Box::new(move || drop(black_box(work())));
        let start = Instant::now();
        let mut times = 0;
        while start.elapsed() < SLICE {
            run();
            times += 1;
        }
        Self { name, run, times }
    }

    /// Nanoseconds of one run.
    fn time(&self) -> f64 {
        let start = Instant::now();
        for _ in 0..self.times {
            (self.run)();
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(self.times)
    }
}

/// What is done with passports.
struct Passports {
    chips: Vec<Chip>,
    conversation: Conversation,
    picture: Picture,
}

/// What is done with presentations.
struct Presentations {
    openings: Vec<Opening>,
    showing: Showing,
}

impl Presentations {
    fn tasks(&self) -> Vec<Task<'_>> {
        let mut tasks = Vec::new();
        for opening in &self.openings {
            tasks.push(Task::new(format!("open {}", opening.name), || opening.open()));
        }
        for (name, choice) in Showing::choices() {
            tasks.push(Task::new(format!("show {name}"), move || self.showing.show(&choice)));
        }
        tasks
    }
}

fn tasks<'a>(
    subjects: &'a [Subject],
    samples: &'a [Sample],
    holder: &'a Holder,
    passports: &'a Passports,
    presentations: &'a Presentations,
) -> Vec<Task<'a>> {
    let mut tasks: Vec<_> = subjects.iter().flat_map(certificate_tasks).collect();
    tasks.extend(presentations.tasks());
    tasks.extend(
        passports.chips.iter().map(|chip| Task::new(format!("passport {}", chip.name), || chip.judge())),
    );
    tasks.push(Task::new("chip session".into(), || passports.conversation.repeat()));
    tasks.push(Task::new("camera frame".into(), || passports.picture.look()));
    tasks.extend(samples.iter().map(|Sample { name, text, options, .. }| {
        Task::new(format!("format {name}"), || verify(black_box(text), options))
    }));
    let text = subjects[0].text.as_str();
    tasks.push(Task::new("code encode".into(), move || encode(text, Medium::Screen)));
    let symbol = encode(text, Medium::Screen).expect("it fits");
    let picture = symbol.clone();
    tasks.push(Task::new("code svg".into(), move || symbol.to_svg(&SvgOptions::default())));
    tasks.push(Task::new("code png".into(), move || picture.to_png(SCALE)));
    tasks.push(Task::new("code present".into(), || serde_json::to_string(&holder.present())));
    tasks
}

fn certificate_tasks(subject: &Subject) -> [Task<'_>; 3] {
    let Subject { name, text, options, key, message, signature, .. } = subject;
    let decode = || serde_json::to_string(&inspect(black_box(text)).stages);
    let holds = || key.verify(SignatureAlgorithm::Es256, black_box(message), signature).expect("it holds");
    [
        Task::new(format!("{name} decode"), decode),
        Task::new(format!("{name} verify"), || verify(black_box(text), options)),
        Task::new(format!("{name} signature"), holds),
    ]
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Every task once a round, so that a busy moment falls on all of them.
fn print_table(tasks: &[Task<'_>]) {
    let rounds: Vec<Vec<f64>> = (0..ROUNDS).map(|_| tasks.iter().map(Task::time).collect()).collect();
    println!("microseconds, median of {ROUNDS} rounds");
    for (index, task) in tasks.iter().enumerate() {
        let nanoseconds = median(rounds.iter().map(|round| round[index]).collect());
        println!("{:<20}{:>10.1}", task.name, nanoseconds / 1e3);
    }
}

fn answer_rounds(work: &Value, tasks: &[Task<'_>]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{work}")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        line?;
        let round: serde_json::Map<String, Value> =
            tasks.iter().map(|task| (task.name.clone(), json!(task.time()))).collect();
        writeln!(out, "{}", Value::Object(round))?;
        out.flush()?;
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let subjects: Vec<_> = [Some(own("ithc-full", "ithc")), european()].into_iter().flatten().collect();
    let holder = Holder::of(&subjects[0]);
    let samples = samples();
    let passports =
        Passports { chips: Chip::all(), conversation: Conversation::recorded(), picture: Picture::first() };
    assert!(passports.conversation.repeat() && passports.picture.look(), "a chip and a frame that are read");
    let presentations = Presentations { openings: Opening::all(), showing: Showing::of(&subjects[0].text) };
    assert!(presentations.openings.iter().all(Opening::open), "presentations that open");
    let tasks = tasks(&subjects, &samples, &holder, &passports, &presentations);
    if std::env::args().any(|argument| argument == "--rounds") {
        let formats: Vec<_> = samples.iter().map(Sample::json).collect();
        let subjects: Vec<_> = subjects.iter().map(Subject::json).collect();
        let chips: Vec<_> = passports.chips.iter().map(Chip::json).collect();
        let work = json!({
            "subjects": subjects, "formats": formats, "holder": holder.json(),
            "passports": chips, "frame": passports.picture.json(),
            "openings": presentations.openings.iter().map(Opening::json).collect::<Vec<_>>(),
            "showing": presentations.showing.json(),
        });
        return answer_rounds(&work, &tasks);
    }
    print_table(&tasks);
    Ok(())
}
