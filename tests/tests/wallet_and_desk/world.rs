//! One traveller's world: what they carry, who is trusted, what was withdrawn, which packs are in use.

use super::dice::Dice;
use healthpass_cert::catalogue;
use healthpass_cert::decoded::Decoded;
use healthpass_cert::issue::Content;
use healthpass_cert::ithc;
use healthpass_cert::revocation::build::{Host, filter};
use healthpass_cert::revocation::hash::Id;
use healthpass_cert::revocation::manifest::FileName;
use healthpass_cert::revocation::{HashKind, Identity, Manifest, RevocationStore, Set};
use healthpass_cert::rules::{Pack, RuleStore};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::{TrustList, TrustStore};
use healthpass_crypto::hash::sha256;
use healthpass_passport::{DocumentKind, TypedDocument};
use healthpass_tests::own::{self, ANNA, ISSUED, Issuer, Passport, ZHANG_WEI, seconds};
use healthpass_tests::wallets::pasted;
use healthpass_tests::who::{STAMARIL, icvp, with};
use healthpass_wallet::Wallet;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const DAY: i64 = 86_400;

const PACKS: [&str; 6] = [
    "yellow-fever",
    "polio-departure",
    "hajj-2026",
    "quarantine-waiver-2021",
    "china-double-negative-2020",
    "eu-2022",
];

const COVID_19: &str = "840539006";
const DISEASES: [&str; 4] = [COVID_19, "16541001", "398102009", "23511006"];

/// Where somebody stops; packs speak of most of them.
const COUNTRIES: [&str; 9] = ["CN", "GH", "PK", "AF", "SA", "DE", "FR", "ET", "SE"];

/// When trips and records are: of the rules of their time.
const ERAS: [&str; 5] = ["2020-12-10", "2021-06-01", "2022-05-01", "2026-05-10", "2026-11-28"];

pub struct World {
    pub seed: u64,
    pub wallet: Wallet,
    pub trust: TrustStore,
    pub rules: RuleStore,
    /// Codes by the wallet's identifiers of them.
    pub texts: BTreeMap<String, String>,
    /// Everybody in the wallet, with the passport bound to them.
    pub people: Vec<(String, Option<Passport>)>,
    dice: Dice,
    era: UnixTime,
}

/// Every key that signs here; the last is on no list.
fn issuers() -> [Issuer; 3] {
    [Issuer::china(), Issuer::sweden(), Issuer::new(0x77, "FR", &[])]
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let era = seconds(&[*dice.pick(&ERAS), "T00:00:00Z"].concat());
        let mut maker = Maker { dice, era };
        let codes: Vec<String> = (0..1 + maker.dice.below(5)).map(|_| maker.certificate()).collect();
        let Maker { mut dice, .. } = maker;
        let lists = lists(&codes, &mut dice);
        let rules = packs(&mut dice);
        let mut trust = TrustStore::new();
        bundle().load_into(&mut trust);
        *trust.revocation_mut() = lists.clone();
        let mut wallet = Wallet::default();
        wallet.set_trust(bundle());
        *wallet.revocation_mut() = lists;
        *wallet.rules_mut() = rules.clone();
        let mut world =
            Self { seed, wallet, trust, rules, texts: BTreeMap::new(), people: Vec::new(), dice, era };
        world.fill(&codes);
        world
    }

    /// Adds every code, and binds a passport before, behind, or never.
    fn fill(&mut self, codes: &[String]) {
        let now = seconds(own::AT);
        let mut passports: Vec<(String, Passport)> = Vec::new();
        if self.dice.once_in(3) {
            let passport = self.passport();
            let document = typed(&passport);
            let bound = self.wallet.bind(None, &document, now, [0xff; 16]).expect("a new person");
            passports.push((bound.person_id, passport));
        }
        for (code, n) in codes.iter().zip(0_u8..) {
            // The same code twice is refused.
            let Ok(added) = self.wallet.add(code, now, [[2 * n; 16], [2 * n + 1; 16]]) else { continue };
            self.texts.insert(added.certificate_id, code.clone());
        }
        for person in self.wallet.overview(now).people {
            let bound = passports.iter().any(|(id, _)| *id == person.id);
            if bound || self.dice.once_in(3) {
                continue;
            }
            let passport = self.passport();
            let document = typed(&passport);
            if self.wallet.bind(Some(&person.id), &document, now, [0xfe; 16]).is_ok() {
                passports.push((person.id, passport));
            }
        }
        let passport = |id: &str| passports.iter().find(|(of, _)| of == id).map(|(_, passport)| *passport);
        let people = self.wallet.overview(now).people;
        self.people = people
            .into_iter()
            .map(|person| (passport(&person.id), person.id))
            .map(|(p, id)| (id, p))
            .collect();
    }

    /// One of the two that certificates here are about.
    fn passport(&mut self) -> Passport {
        *self.dice.pick(&[ANNA, ANNA, ZHANG_WEI])
    }

    /// When it is asked: mostly while the certificates are valid.
    pub fn clock(&mut self) -> UnixTime {
        let days = if self.dice.once_in(5) { self.dice.between(-30, 60) } else { self.dice.between(0, 8) };
        UnixTime(seconds(ISSUED).0 + days * DAY + self.dice.between(1, DAY))
    }

    /// A trip of up to four stops, as JSON.
    pub fn trip(&mut self) -> String {
        let dice = &mut self.dice;
        let mut at = self.era.0 + dice.between(-20 * DAY, 30 * DAY);
        let count = 1 + dice.below(4);
        let mut stops = Vec::new();
        for index in 0..count {
            let mut stop = json!({"country": dice.pick(&COUNTRIES)});
            if index > 0 || count == 1 {
                at += dice.between(1, 40) * 1800;
                stop["arrives"] = local(at, dice).into();
                if index + 1 < count {
                    stop["transit"] = dice.once_in(3).into();
                }
            }
            if index + 1 < count {
                at += if dice.once_in(2) { dice.between(1, 20) * 1800 } else { dice.between(1, 40) * DAY };
                stop["departs"] = local(at, dice).into();
            }
            stops.push(stop);
        }
        let mut trip = json!({"stops": stops});
        if dice.once_in(3) {
            trip["purpose"] = "pilgrimage".into();
        }
        if dice.once_in(4) {
            trip["birthDate"] = (*dice.pick(&["1974", "2026-01-15", "2025-12", "1990-01-01"])).into();
        }
        if dice.once_in(3) {
            let left = UnixTime(self.era.0 - dice.between(0, 40) * DAY).rfc3339();
            trip["visited"] = json!([{"country": dice.pick(&COUNTRIES), "left": left[..10]}]);
        }
        trip.to_string()
    }
}

fn typed(passport: &Passport) -> TypedDocument {
    let kind = if passport.state == "CHN" { DocumentKind::Ordinary } else { DocumentKind::Other };
    pasted(passport, kind)
}

/// RFC 3339 in some zone.
fn local(at: i64, dice: &mut Dice) -> String {
    let minutes = *dice.pick(&[0, 60, 480, 330, -300, -570]);
    let text = UnixTime(at + minutes * 60).rfc3339();
    let (sign, ahead) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    format!("{}{sign}{:02}:{:02}", text.trim_end_matches('Z'), ahead / 60, ahead % 60)
}

fn bundle() -> Bundle {
    let [china, sweden, _] = issuers();
    Bundle {
        list: TrustList {
            name: "List".into(),
            environment: "test".into(),
            created_at: seconds("2026-11-01T00:00:00Z"),
            expires_at: seconds("2027-11-01T00:00:00Z"),
            ..TrustList::default()
        },
        sequence: 1,
        sources: vec![Source { name: "own".into(), proof: "none".into(), ..Source::default() }],
        keys: vec![(china.trusted(), 0), (sweden.trusted(), 0)],
    }
}

/// Some of the shipped packs.
fn packs(dice: &mut Dice) -> RuleStore {
    let mut rules = RuleStore::new();
    let always = *dice.pick(&PACKS);
    for name in PACKS {
        if name == always || dice.once_in(2) {
            let path =
                Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/cert/rules/{name}.json"));
            let text = fs::read_to_string(path).expect("a pack");
            rules.take(Pack::read(&text).expect("a pack")).expect("room");
        }
    }
    rules
}

/// A list of everything that was issued, with some of it withdrawn; of some lists the file is missing, some are past
/// their date, and some worlds have none.
fn lists(codes: &[String], dice: &mut Dice) -> RevocationStore {
    let mut lists = RevocationStore::new();
    if dice.once_in(5) {
        return lists;
    }
    let id = |code: &String| Identity::of(&Decoded::read(code).expect("our own")).ids(HashKind::Signature);
    let issued: Vec<Id> = codes.iter().flat_map(id).chain((0..40).map(|n| [n; 16])).collect();
    let revoked: Vec<Id> = issued.iter().filter(|_| dice.once_in(6)).copied().collect();
    let built = filter(&issued, &revoked, Host::QUIET).expect("built");
    let set = |issuer: &Issuer| Set {
        kid: issuer.kid(),
        key: Some(issuer.signer().public_key().fingerprint()),
        month: None,
        kind: HashKind::Signature,
        known: built.known as u64,
        revoked: built.revoked as u64,
        files: built.files.iter().map(|file| FileName::of(file)).collect(),
    };
    let manifest = Manifest {
        name: "Withdrawn".into(),
        country: None,
        sequence: 1,
        created_at: seconds("2026-11-24T12:00:00Z"),
        expires_at: seconds(if dice.once_in(3) { "2026-11-26T00:00:00Z" } else { "2027-01-01T00:00:00Z" }),
        covers: seconds("2026-11-24T12:00:00Z"),
        extends: None,
        sets: issuers().iter().map(set).collect(),
        digest: [0; 32],
    };
    let root = Issuer::china();
    let spki = root.signer().public_key().spki_der().to_vec();
    let signed = manifest.write(&spki, |bytes| root.sign(bytes)).expect("signed");
    lists.load_manifest(&signed, &sha256(&spki), seconds(own::AT), None).expect("a list");
    if !dice.once_in(6) {
        built.files.iter().for_each(|file| lists.add_file(file).expect("named"));
    }
    lists
}

/// Makes certificates of the records of an era.
struct Maker {
    dice: Dice,
    era: UnixTime,
}

impl Maker {
    /// The code of a certificate of any kind, now and then of a key that is on no list, or about to expire.
    fn certificate(&mut self) -> String {
        let [china, sweden, nobody] = issuers();
        let issued_at = seconds(ISSUED);
        let (content, listed, state) = match self.dice.below(6) {
            0 | 1 => (Content::ithc(&self.ithc(), issued_at), china, "CN"),
            2 | 3 => (Content::dcc(&self.dcc()), sweden, "SE"),
            _ => (Content::icvp(&self.icvp(), issued_at), sweden, "SE"),
        };
        let content = content.expect("sound content");
        let issuer = if self.dice.once_in(8) { nobody } else { listed };
        let expires = if self.dice.once_in(6) { "2026-11-27T08:00:00Z" } else { "2027-01-31T08:00:00Z" };
        issuer.issue(state, content, [ISSUED, expires])
    }

    /// Days around the era that ended before the certificate was issued, the nearer the likelier.
    fn day(&mut self) -> String {
        self.moment()[..10].to_owned()
    }

    fn moment(&mut self) -> String {
        let back = match self.dice.below(3) {
            0 => self.dice.between(0, 4 * DAY),
            1 => self.dice.between(0, 60 * DAY),
            _ => self.dice.between(0, 500 * DAY),
        };
        let latest = seconds(ISSUED).0 - DAY;
        UnixTime((self.era.0 + 5 * DAY - back).min(latest)).rfc3339()
    }

    /// Anna's, or of somebody of the same name whose date of birth is known in part.
    fn dcc(&mut self) -> Value {
        let kind = *self.dice.pick(&["v", "t", "r"]);
        let mut content = match kind {
            "v" => own::vaccination(),
            "t" => own::test(),
            _ => own::recovery(),
        };
        let entry = &mut content[kind][0];
        match kind {
            "v" => {
                let doses = self.dice.between(1, 3);
                entry["dn"] = self.dice.between(1, doses).into();
                entry["sd"] = doses.into();
                entry["dt"] = self.day().into();
                entry["mp"] = (*self.dice.pick(&["EU/1/20/1528", "EU/1/20/1525"])).into();
            }
            "t" => {
                entry["sc"] = self.moment().into();
                entry["tr"] = (*self.dice.pick(&["260415000", "260415000", "260373001"])).into();
            }
            _ => {
                let first = seconds(&[&self.day(), "T00:00:00Z"].concat()).0;
                let day = |days: i64| UnixTime(first + days * DAY).rfc3339()[..10].to_owned();
                (entry["fr"], entry["df"], entry["du"]) = (day(0).into(), day(11).into(), day(180).into());
            }
        }
        content["dob"] = (*self.dice.pick(&["1974-08-12", "1974-08-12", "1974", "1974-08"])).into();
        content
    }

    /// Anna's, with her passport's number or another, of any product there is: yellow fever, polio, and others.
    fn icvp(&mut self) -> Value {
        let product = if self.dice.once_in(2) { STAMARIL } else { *self.dice.pick(&catalogue::icvp::all()) };
        let number = if self.dice.once_in(2) { "L898902C4" } else { ANNA.number };
        let made = with(with(icvp(), "/vx/dv", self.day().into()), "/vx/vp", product.into());
        with(made, "/id", number.into())
    }

    /// Zhang Wei's, with some of the tests, antibody tests and doses, at least one of all.
    fn ithc(&mut self) -> ithc::Ithc {
        let mut content: Value = serde_json::from_str(own::ITHC).expect("JSON");
        let groups = ["tests", "antibodies", "vaccinations"];
        let sure = *self.dice.pick(&groups);
        for group in groups {
            let entries = content[group]["entries"].as_array().cloned().expect("entries");
            let kept = self.dice.below(entries.len() + 1).max(usize::from(group == sure));
            let kept: Vec<Value> = entries.into_iter().take(kept).map(|entry| self.record(entry)).collect();
            content[group] = if kept.is_empty() {
                json!({"state": "not-connected"})
            } else {
                json!({"state": "found", "entries": kept})
            };
        }
        ithc::from_json(&content.to_string(), &[7; 16]).expect("an ITHC")
    }

    fn record(&mut self, mut entry: Value) -> Value {
        if entry.get("givenOn").is_some() {
            entry["givenOn"] = self.day().into();
            entry["disease"] = (*self.dice.pick(&DISEASES)).into();
        } else {
            let sampled = self.moment();
            let resulted = UnixTime(seconds(&sampled).0 + 4 * 3600).rfc3339();
            (entry["sampledAt"], entry["resultedAt"]) = (sampled.into(), resulted.into());
            entry["outcome"] = (*self.dice.pick(&["detected", "not-detected"])).into();
        }
        entry
    }
}
