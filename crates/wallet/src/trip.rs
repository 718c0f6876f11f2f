//! The journey the holder plans, and whether what the wallet holds is enough for it.

use crate::error::WalletError;
use crate::records::{self, StoredChange};
use crate::view::PersonDecision;
use crate::wallet::Wallet;
use healthpass_cert::report::Report;
use healthpass_cert::revocation::RevocationStore;
use healthpass_cert::rules::{RuleStore, Trip, judge};
use healthpass_cert::time::UnixTime;

impl Wallet {
    /// Rule packs that decide.
    pub fn rules(&self) -> &RuleStore {
        &self.rules
    }

    /// The same, to load packs into.
    pub fn rules_mut(&mut self) -> &mut RuleStore {
        &mut self.rules
    }

    /// Lists of withdrawn certificates that every certificate is looked up in.
    pub fn revocation(&self) -> &RevocationStore {
        self.trust.revocation()
    }

    /// The same, to load lists into.
    pub fn revocation_mut(&mut self) -> &mut RevocationStore {
        self.trust.revocation_mut()
    }

    /// Plans a journey, given as the JSON of a [`Trip`]; `None` forgets it. It is kept among the wallet's records.
    ///
    /// # Errors
    /// `rules.trip.*`; the earlier journey then stays.
    pub fn set_trip(&mut self, trip: Option<&str>) -> Result<(), WalletError> {
        let value = match trip {
            Some(text) => {
                Trip::read(text).map_err(|error| WalletError::new(error.code))?;
                Some(text.to_owned())
            }
            None => None,
        };
        let change = match &value {
            Some(text) => records::write(records::TRIP.to_owned(), text),
            None => StoredChange { key: records::TRIP.to_owned(), value: None },
        };
        self.changes.push(change);
        self.problems.retain(|problem| problem.key != records::TRIP);
        self.trip = value;
        Ok(())
    }

    /// The journey that is planned, as it was given.
    pub fn trip(&self) -> Option<&str> {
        self.trip.as_deref()
    }

    /// Whether a person's certificates, beside their passport, are enough for the journey.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn decide(&self, person: &str, now: UnixTime) -> Result<PersonDecision, WalletError> {
        let person = self.person(person)?;
        let theirs = || self.certificates.iter().filter(|known| known.person == person.id);
        let document = person.document.as_ref();
        let mut reports: Vec<Report> = theirs().map(|known| self.judge(known, document, now)).collect();
        let trip = self.trip.as_deref().and_then(|text| Trip::read(text).ok());
        let birth = document.map(|document| document.birth.to_string());
        let decision = judge(&mut reports, &self.rules, trip.as_ref(), birth.as_deref(), now);
        let certificates = theirs().map(|known| known.id.clone()).collect();
        Ok(PersonDecision { person_id: person.id.clone(), certificates, decision })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::StoredRecord;

    const TRIP: &str = r#"{"stops": [{"country": "PK", "departs": "2026-12-01T08:00:00+05:00"},
        {"country": "CN", "arrives": "2026-12-01T20:00:00+08:00"}]}"#;

    fn stored(changes: Vec<StoredChange>) -> Vec<StoredRecord> {
        changes
            .into_iter()
            .filter_map(|change| Some(StoredRecord { key: change.key, value: change.value? }))
            .collect()
    }

    #[test]
    fn a_journey_is_kept_and_forgotten() {
        let mut wallet = Wallet::default();
        wallet.set_trip(Some(TRIP)).unwrap();
        let mut again = Wallet::open(&stored(wallet.take_changes()));
        assert_eq!(again.trip(), Some(TRIP));
        again.set_trip(None).unwrap();
        assert_eq!(again.trip(), None);
        assert_eq!(again.take_changes().pop().unwrap().value, None);
    }

    #[test]
    fn what_is_no_journey_is_refused_and_the_earlier_one_stays() {
        let mut wallet = Wallet::default();
        wallet.set_trip(Some(TRIP)).unwrap();
        assert_eq!(wallet.set_trip(Some(r#"{"stops": 7}"#)).unwrap_err().code, "rules.trip.shape");
        assert_eq!(wallet.trip(), Some(TRIP));
    }

    #[test]
    fn a_damaged_journey_is_told_and_replaced() {
        let mut wallet = Wallet::default();
        wallet.set_trip(Some(TRIP)).unwrap();
        let mut records = stored(wallet.take_changes());
        records[0].value.push('x');
        let mut again = Wallet::open(&records);
        assert_eq!((again.trip(), again.problems().len()), (None, 1));
        again.set_trip(Some(TRIP)).unwrap();
        assert!(again.problems().is_empty());
    }

    #[test]
    fn erasing_forgets_the_journey() {
        let mut wallet = Wallet::default();
        wallet.set_trip(Some(TRIP)).unwrap();
        wallet.take_changes();
        wallet.erase();
        assert_eq!(wallet.take_changes(), [StoredChange { key: records::TRIP.to_owned(), value: None }]);
    }
}
