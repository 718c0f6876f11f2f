//! The wallet and everything one can do with it.

use crate::error::{WalletError, code};
use crate::gate;
use crate::read::{self, ReadDocument};
use crate::records::{self, Certificate, Person, Record, StorageProblem, StoredChange, StoredRecord};
use crate::view::{
    Added, Bound, CertificateDetail, CertificateSummary, Mismatch, Overview, PersonView, Presentation, QrCode,
};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::holder;
use healthpass_cert::report::{Reason, Report, Verdict};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_passport::{Document, TypedDocument, typed};
use healthpass_qr::{Medium, SvgOptions, Symbol};

/// Random bytes for a new identifier, from the host.
pub type Id = [u8; 16];

/// People, their passports and certificates.
#[derive(Debug, Default)]
pub struct Wallet {
    people: Vec<Person>,
    certificates: Vec<Certificate>,
    problems: Vec<StorageProblem>,
    changes: Vec<StoredChange>,
    trust: TrustStore,
}

impl Wallet {
    /// Opens what was stored. Records that cannot be read are listed in [`Wallet::problems`]; a
    /// certificate whose person cannot be read gets a person without passport.
    pub fn open(stored: &[StoredRecord]) -> Self {
        let mut wallet = Self::default();
        for record in stored.iter().filter_map(records::read) {
            match record {
                Ok(Record::Person(person)) => wallet.people.push(person),
                Ok(Record::Certificate(certificate)) => wallet.certificates.push(certificate),
                Err(problem) => wallet.problems.push(problem),
            }
        }
        sort_by_key(&mut wallet.certificates, |certificate| certificate.added_at);
        for id in wallet.certificates.iter().map(|certificate| certificate.person.clone()).collect::<Vec<_>>()
        {
            if !wallet.people.iter().any(|person| person.id == id) {
                wallet.people.push(Person { id, document: None });
            }
        }
        // Storage gives its records in any order; people stand in the order their first certificate came.
        let certificates = &wallet.certificates;
        let first = |person: &Person| certificates.iter().position(|known| known.person == person.id);
        sort_by_key(&mut wallet.people, |person| first(person).unwrap_or(usize::MAX));
        wallet
    }

    /// Stored records that could not be read; they are left untouched.
    pub fn problems(&self) -> &[StorageProblem] {
        &self.problems
    }

    /// What the host must write since the last call.
    pub fn take_changes(&mut self) -> Vec<StoredChange> {
        core::mem::take(&mut self.changes)
    }

    /// Replaces the issuer list.
    pub fn set_trust(&mut self, bundle: Bundle) {
        self.trust = TrustStore::new();
        bundle.load_into(&mut self.trust);
    }

    /// Everybody, with the state of every certificate at `now`.
    pub fn overview(&self, now: UnixTime) -> Overview {
        Overview { people: self.people.iter().map(|person| self.person_view(person, now)).collect() }
    }

    /// Adds a code: to the person whose passport it matches, else to an unbound person of the same name
    /// and birth date, else to somebody new. `ids` are fresh random bytes.
    ///
    /// # Errors
    /// `add.unreadable`, `add.not-genuine`, `add.duplicate`.
    pub fn add(&mut self, text: &str, now: UnixTime, ids: [Id; 2]) -> Result<Added, WalletError> {
        let text = text.trim_matches(['\r', '\n', '\t']).trim_start();
        let report = self.verify(text, None, now);
        match report.verdict {
            Verdict::Unreadable => return Err(refused(code::ADD_UNREADABLE, &report)),
            Verdict::NotGenuine => return Err(refused(code::ADD_NOT_GENUINE, &report)),
            _ => (),
        }
        if self.certificates.iter().any(|known| same_code(&known.text, text)) {
            return Err(WalletError::new(code::ADD_DUPLICATE));
        }
        let [certificate_id, person_id] = ids.map(|bytes| Base64UrlUnpadded::encode_string(&bytes));
        let person_id = self.owner(&report, now).unwrap_or(person_id);
        if !self.people.iter().any(|person| person.id == person_id) {
            self.store_person(Person { id: person_id.clone(), document: None });
        }
        let certificate = Certificate {
            id: certificate_id.clone(),
            person: person_id.clone(),
            text: text.to_owned(),
            added_at: now.0,
        };
        self.changes.push(records::write(certificate.key(), &certificate));
        self.certificates.push(certificate);
        Ok(Added { certificate_id, person_id, report })
    }

    /// One certificate in full.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn certificate(&self, id: &str, now: UnixTime) -> Result<CertificateDetail, WalletError> {
        let certificate = self.find(id)?;
        let document = self.document(&certificate.person);
        let report = self.verify(&certificate.text, document, now);
        let blocked = gate::ask(&report, document, now).err().unwrap_or_default();
        let outcome = document
            .zip(report.certificate.as_ref())
            .map(|(document, view)| holder::outcome(view, document).outcome.as_str().to_owned());
        Ok(CertificateDetail {
            id: id.to_owned(),
            person_id: certificate.person.clone(),
            showable: blocked.is_empty(),
            report,
            blocked,
            outcome,
        })
    }

    /// Binds a typed document to a person, or to somebody new. `id` is fresh random bytes. The same document
    /// read before at a firmer level stays as it was read.
    ///
    /// # Errors
    /// `bind.incomplete` with every `mrz.*` and `document.*` reason, `bind.expired`, `bind.mismatch` when
    /// the person has certificates and none of them is about the document's holder, `bind.contradicts` when
    /// a firmer reading of the same document says otherwise, `wallet.unknown-id`.
    pub fn bind(
        &mut self,
        person: Option<&str>,
        document: &TypedDocument,
        now: UnixTime,
        id: Id,
    ) -> Result<Bound, WalletError> {
        let assessed = typed::assess(document, holder::day(now));
        let document =
            assessed.document.ok_or_else(|| WalletError::because(code::BIND_INCOMPLETE, assessed.reasons))?;
        self.bind_document(person, document, now, id)
    }

    /// Binds a document that was read, by camera and confirmed by the holder, or from its chip.
    ///
    /// The same document bound before at a firmer level keeps that level: [`Wallet::unbind`] first to
    /// lower it.
    ///
    /// # Errors
    /// `bind.level` for what was not confirmed or not proved, `bind.incomplete` with every `mrz.*` and
    /// `document.*` reason, `bind.contradicts`, and as [`Wallet::bind`].
    pub fn bind_read(
        &mut self,
        person: Option<&str>,
        read: &ReadDocument,
        now: UnixTime,
        id: Id,
    ) -> Result<Bound, WalletError> {
        let document = read.document(holder::day(now))?;
        self.bind_document(person, document, now, id)
    }

    fn bind_document(
        &mut self,
        person: Option<&str>,
        document: Document,
        now: UnixTime,
        id: Id,
    ) -> Result<Bound, WalletError> {
        if document.expired_on(holder::day(now)) {
            let reason = Reason::new(code::BIND_EXPIRED).at(document.view().expires_on);
            return Err(WalletError::because(code::BIND_EXPIRED, vec![reason]));
        }
        let person = match person {
            Some(known) => self.person(known)?.id.clone(),
            None => Base64UrlUnpadded::encode_string(&id),
        };
        let document = read::firmer(self.document(&person), document)?;
        let (matched, mismatched) = self.try_document(&person, &document, now);
        if matched.is_empty() && !mismatched.is_empty() {
            let reasons = mismatched.into_iter().next().map(|first| first.reasons).unwrap_or_default();
            return Err(WalletError::because(code::BIND_MISMATCH, reasons));
        }
        let view = document.view();
        self.store_person(Person { id: person.clone(), document: Some(document) });
        Ok(Bound { person_id: person, document: view, matched, mismatched })
    }

    /// The gate: the symbol of a certificate that may be shown.
    ///
    /// # Errors
    /// `gate.*` with every reason, `qr.*` when the text does not fit the medium, `wallet.unknown-id`.
    pub fn present(&self, id: &str, now: UnixTime, medium: Medium) -> Result<Presentation, WalletError> {
        let certificate = self.find(id)?;
        let document = self.document(&certificate.person);
        let report = self.verify(&certificate.text, document, now);
        let leave = gate::ask(&report, document, now).map_err(shut)?;
        let document = document.ok_or_else(|| WalletError::new(code::GATE_NO_DOCUMENT))?.view();
        let symbol = symbol(&leave, &certificate.text, medium)?;
        let names = Names::of(Some(&document), report.certificate.as_ref());
        Ok(Presentation {
            certificate_id: id.to_owned(),
            native_name: names.native,
            latin_name: names.latin,
            document_tail: document.number_tail,
            level: document.level,
            expires_at: report.certificate.and_then(|view| view.expires_at),
            svg: (medium == Medium::Paper).then(|| symbol.to_svg(&SvgOptions::default())),
            qr: QrCode {
                size: u32::from(symbol.size()),
                modules: Base64::encode_string(&symbol.to_bits()),
                version: u32::from(symbol.version()),
                ecc: symbol.ecc().letter().to_string(),
            },
        })
    }

    /// Forgets a certificate.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn remove_certificate(&mut self, id: &str) -> Result<(), WalletError> {
        let certificate = self.find(id)?;
        let (key, person) = (certificate.key(), certificate.person.clone());
        self.certificates.retain(|known| known.id != id);
        self.changes.push(StoredChange { key, value: None });
        let left = self.certificates.iter().any(|known| known.person == person);
        if !left && self.document(&person).is_none() {
            self.forget_person(&person);
        }
        Ok(())
    }

    /// Forgets a person and all their certificates.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn remove_person(&mut self, id: &str) -> Result<(), WalletError> {
        self.person(id)?;
        let (theirs, others): (Vec<_>, Vec<_>) =
            core::mem::take(&mut self.certificates).into_iter().partition(|known| known.person == id);
        self.certificates = others;
        self.changes.extend(theirs.iter().map(|known| StoredChange { key: known.key(), value: None }));
        self.forget_person(id);
        Ok(())
    }

    /// Forgets a person's passport; their certificates stay, behind the gate.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn unbind(&mut self, id: &str) -> Result<(), WalletError> {
        let id = self.person(id)?.id.clone();
        self.store_person(Person { id, document: None });
        Ok(())
    }

    /// Forgets everything, damaged records included.
    pub fn erase(&mut self) {
        let people = self.people.drain(..).map(|person| person.key());
        let certificates = self.certificates.drain(..).map(|certificate| certificate.key());
        let damaged = self.problems.drain(..).map(|problem| problem.key);
        let gone = people.chain(certificates).chain(damaged).map(|key| StoredChange { key, value: None });
        // A deletion the host has not carried out yet is still owed.
        self.changes.retain(|change| change.value.is_none());
        self.changes.extend(gone);
    }

    fn verify(&self, text: &str, document: Option<&Document>, now: UnixTime) -> Report {
        let document = document.map_or(Presented::Nothing, Presented::Document);
        verify::check(text, &Context { trust: self.trust.with_given(&[]), document, now })
    }

    fn person_view(&self, person: &Person, now: UnixTime) -> PersonView {
        let document = person.document.as_ref();
        let theirs: Vec<_> = self.certificates.iter().filter(|known| known.person == person.id).collect();
        let first =
            theirs.first().and_then(|known| Decoded::read(&known.text).ok()?.unverified_view().cloned());
        let names = Names::of(document.map(Document::view).as_ref(), first.as_ref());
        PersonView {
            id: person.id.clone(),
            native_name: names.native,
            latin_name: names.latin,
            document: document.map(Document::view),
            document_expired: document.is_some_and(|document| document.expired_on(holder::day(now))),
            certificates: theirs.into_iter().map(|known| self.summary(known, document, now)).collect(),
        }
    }

    fn summary(
        &self,
        certificate: &Certificate,
        document: Option<&Document>,
        now: UnixTime,
    ) -> CertificateSummary {
        let report = self.verify(&certificate.text, document, now);
        let blocked = gate::ask(&report, document, now).err().and_then(|reasons| reasons.into_iter().next());
        let records = report.certificate.iter().flat_map(|view| &view.records);
        let (mut kinds, mut diseases) = (Vec::new(), Vec::new());
        for record in records {
            push_once(&mut kinds, record.kind);
            if let Some(disease) = &record.disease {
                push_once(&mut diseases, disease.code.clone());
            }
        }
        CertificateSummary {
            id: certificate.id.clone(),
            format: report.format,
            kinds,
            diseases,
            issued_at: report.certificate.as_ref().and_then(|view| view.issued_at.clone()),
            expires_at: report.certificate.as_ref().and_then(|view| view.expires_at.clone()),
            verdict: report.verdict,
            showable: blocked.is_none(),
            blocked,
        }
    }

    /// Who a new certificate belongs to, if that is beyond doubt: exactly one person.
    fn owner(&self, report: &Report, now: UnixTime) -> Option<String> {
        let view = report.certificate.as_ref()?;
        let matches = |person: &&Person| match &person.document {
            Some(document) => gate::ask(report, Some(document), now).is_ok(),
            None => self.certificates.iter().filter(|known| known.person == person.id).any(|known| {
                let known =
                    Decoded::read(&known.text).ok().and_then(|decoded| decoded.unverified_view().cloned());
                known.is_some_and(|known| known.person.birth_date.is_some() && known.person == view.person)
            }),
        };
        let mut owners = self.people.iter().filter(matches);
        match (owners.next(), owners.next()) {
            (Some(owner), None) => Some(owner.id.clone()),
            _ => None,
        }
    }

    fn try_document(&self, person: &str, document: &Document, now: UnixTime) -> (Vec<String>, Vec<Mismatch>) {
        let (mut matched, mut mismatched) = (Vec::new(), Vec::new());
        for certificate in self.certificates.iter().filter(|known| known.person == person) {
            let report = self.verify(&certificate.text, Some(document), now);
            match gate::ask(&report, Some(document), now) {
                Ok(_) => matched.push(certificate.id.clone()),
                Err(reasons) => mismatched.push(Mismatch { certificate_id: certificate.id.clone(), reasons }),
            }
        }
        (matched, mismatched)
    }

    fn store_person(&mut self, person: Person) {
        self.changes.push(records::write(person.key(), &person));
        match self.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => *known = person,
            None => self.people.push(person),
        }
    }

    fn forget_person(&mut self, id: &str) {
        for person in self.people.extract_if(.., |person| person.id == id) {
            self.changes.push(StoredChange { key: person.key(), value: None });
        }
    }

    fn find(&self, id: &str) -> Result<&Certificate, WalletError> {
        self.certificates
            .iter()
            .find(|known| known.id == id)
            .ok_or_else(|| WalletError::new(code::UNKNOWN_ID))
    }

    fn person(&self, id: &str) -> Result<&Person, WalletError> {
        self.people.iter().find(|known| known.id == id).ok_or_else(|| WalletError::new(code::UNKNOWN_ID))
    }

    fn document(&self, person: &str) -> Option<&Document> {
        self.people.iter().find(|known| known.id == person)?.document.as_ref()
    }
}

/// The symbol of a code the gate let through.
fn symbol(_leave: &gate::Leave, text: &str, medium: Medium) -> Result<Symbol, WalletError> {
    healthpass_qr::encode(text, medium).map_err(|error| WalletError::new(error.code()))
}

struct Names {
    native: Option<String>,
    latin: Option<String>,
}

impl Names {
    fn of(
        document: Option<&healthpass_passport::BoundDocument>,
        certificate: Option<&healthpass_cert::model::Certificate>,
    ) -> Self {
        let person = certificate.map(|view| &view.person);
        let join = |surname: &str, given: &str| format!("{surname} {given}").trim().to_owned();
        let from_document = document.map(|document| join(&document.surname, &document.given_names));
        let from_person = person.map(|person| {
            join(
                person.surname.as_deref().or(person.full_name.as_deref()).unwrap_or_default(),
                person.given_names.as_deref().unwrap_or_default(),
            )
        });
        Self {
            // A certificate gives the whole native name; the passport's zone has room for three characters.
            native: person
                .and_then(|person| person.native_name.clone())
                .or_else(|| document.and_then(|document| document.native_name.clone())),
            latin: from_document.or(from_person).filter(|name| !name.is_empty()),
        }
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The same signed message, whatever white space or compression is around it.
fn same_code(a: &str, b: &str) -> bool {
    let message = |text: &str| Decoded::read(text).ok().and_then(|decoded| decoded.signed().cloned());
    a == b || (message(a).is_some() && message(a) == message(b))
}

fn refused(code: &'static str, report: &Report) -> WalletError {
    let checks = &report.checks;
    let reasons =
        [&checks.envelope, &checks.signature, &checks.content].map(|check| check.reasons.clone()).concat();
    WalletError::because(code, reasons)
}

fn shut(reasons: Vec<Reason>) -> WalletError {
    let code = reasons.first().map_or(code::GATE_NO_DOCUMENT, |reason| reason.code);
    WalletError::because(code, reasons)
}

/// A stable sort for short lists; the library's own weighs several kilobytes in the module.
fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..items.len() {
        let Some((last, sorted)) = items.get(..=end).and_then(<[T]>::split_last) else { return };
        let place = sorted.partition_point(|other| key(other) <= key(last));
        if let Some(moved) = items.get_mut(place..=end) {
            moved.rotate_right(1);
        }
    }
}
