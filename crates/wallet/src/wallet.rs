//! The wallet: what it holds, and how that is kept and forgotten.

use crate::device_keys::DeviceKey;
use crate::error::{WalletError, code};
use crate::presentations::Showing;
use crate::records::{self, Certificate, Person, Record, StorageProblem, StoredChange, StoredRecord};
use healthpass_cert::report::Report;
use healthpass_cert::rules::RuleStore;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::TrustStore;
use healthpass_cert::trust::bundle::Bundle;
use healthpass_cert::verify::{self, Context, Presented};
use healthpass_passport::Document;

/// Random bytes for a new identifier, from the host.
pub type Id = [u8; 16];

/// People, their passports and certificates.
#[derive(Debug, Default)]
pub struct Wallet {
    pub(crate) people: Vec<Person>,
    pub(crate) certificates: Vec<Certificate>,
    /// Those of certificates, and those a request waits with.
    pub(crate) keys: Vec<DeviceKey>,
    pub(crate) problems: Vec<StorageProblem>,
    pub(crate) changes: Vec<StoredChange>,
    pub(crate) trust: TrustStore,
    pub(crate) rules: RuleStore,
    /// The journey that is planned, as JSON.
    pub(crate) trip: Option<String>,
    /// The showing under way, in memory only.
    pub(crate) showing: Option<Showing>,
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
                Ok(Record::Key(key)) => wallet.keys.push(key),
                Ok(Record::Trip(trip)) => wallet.trip = Some(trip),
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
        self.showing = None;
        self.trust.forget_issuers();
        bundle.load_into(&mut self.trust);
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
        self.forget_keys(|key| key.certificate.as_deref() == Some(id));
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
        self.forget_keys(|key| key.person == id);
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
        self.showing = None;
        let people = self.people.drain(..).map(|person| person.key());
        let certificates = self.certificates.drain(..).map(|certificate| certificate.key());
        let keys = self.keys.drain(..).map(|key| key.key());
        let trip = self.trip.take().map(|_| records::TRIP.to_owned());
        let damaged = self.problems.drain(..).map(|problem| problem.key);
        let gone = people
            .chain(certificates)
            .chain(keys)
            .chain(trip)
            .chain(damaged)
            .map(|key| StoredChange { key, value: None });
        // A deletion the host has not carried out yet is still owed.
        self.changes.retain(|change| change.value.is_none());
        self.changes.extend(gone);
    }

    /// The report on a certificate that is here.
    pub(crate) fn judge(
        &self,
        certificate: &Certificate,
        document: Option<&Document>,
        now: UnixTime,
    ) -> Report {
        match certificate.decoded() {
            Ok(decoded) => verify::verify(&decoded, &self.context(document, now)),
            Err(_) => self.verify(&certificate.text, document, now),
        }
    }

    pub(crate) fn context<'a>(&'a self, document: Option<&'a Document>, now: UnixTime) -> Context<'a> {
        let document = document.map_or(Presented::Nothing, Presented::Document);
        Context { trust: self.trust.with_given(&[]), document, now }
    }

    pub(crate) fn verify(&self, text: &str, document: Option<&Document>, now: UnixTime) -> Report {
        verify::check(text, &self.context(document, now))
    }

    pub(crate) fn store_person(&mut self, person: Person) {
        self.showing = None;
        self.changes.push(records::write(person.key(), &person));
        match self.people.iter_mut().find(|known| known.id == person.id) {
            Some(known) => *known = person,
            None => self.people.push(person),
        }
    }

    pub(crate) fn forget_person(&mut self, id: &str) {
        for person in self.people.extract_if(.., |person| person.id == id) {
            self.changes.push(StoredChange { key: person.key(), value: None });
        }
    }

    pub(crate) fn forget_keys(&mut self, mut which: impl FnMut(&DeviceKey) -> bool) {
        self.showing = None;
        for key in self.keys.extract_if(.., |key| which(key)) {
            self.changes.push(StoredChange { key: key.key(), value: None });
        }
    }

    /// Stores a key anew or for the first time.
    pub(crate) fn store_key(&mut self, key: DeviceKey) {
        self.changes.push(records::write(key.key(), &key));
        match self.keys.iter_mut().find(|known| known.id == key.id) {
            Some(known) => *known = key,
            None => self.keys.push(key),
        }
    }

    pub(crate) fn find(&self, id: &str) -> Result<&Certificate, WalletError> {
        self.certificates
            .iter()
            .find(|known| known.id == id)
            .ok_or_else(|| WalletError::new(code::UNKNOWN_ID))
    }

    pub(crate) fn person(&self, id: &str) -> Result<&Person, WalletError> {
        self.people.iter().find(|known| known.id == id).ok_or_else(|| WalletError::new(code::UNKNOWN_ID))
    }

    pub(crate) fn document(&self, person: &str) -> Option<&Document> {
        self.people.iter().find(|known| known.id == person)?.document.as_ref()
    }
}

/// A stable sort for short lists; the library's own weighs several kilobytes in the module.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..items.len() {
        let Some((last, sorted)) = items.get(..=end).and_then(<[T]>::split_last) else { return };
        let place = sorted.partition_point(|other| key(other) <= key(last));
        if let Some(moved) = items.get_mut(place..=end) {
            moved.rotate_right(1);
        }
    }
}
