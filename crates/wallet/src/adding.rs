//! Taking codes in.

use crate::error::{WalletError, code};
use crate::gate;
use crate::records::{self, Certificate, Person};
use crate::view::Added;
use crate::wallet::{Id, Wallet};
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::presentation::request::ANSWER;
use healthpass_cert::report::{Report, Verdict};
use healthpass_cert::time::UnixTime;

impl Wallet {
    /// Adds a code: to the person whose passport it matches, else to an unbound person of the same name
    /// and birth date, else to somebody new. `ids` are fresh random bytes.
    ///
    /// # Errors
    /// `add.unreadable`, `add.not-genuine`, `add.duplicate`.
    pub fn add(&mut self, text: &str, now: UnixTime, ids: [Id; 2]) -> Result<Added, WalletError> {
        let text = text.trim_matches(['\r', '\n', '\t']).trim_start();
        if text.starts_with(ANSWER) {
            return self.add_batch(text, now, ids[0]);
        }
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

    /// Who a new certificate belongs to, if that is beyond doubt: exactly one person.
    fn owner(&self, report: &Report, now: UnixTime) -> Option<String> {
        let view = report.certificate.as_ref()?;
        let matches = |person: &&Person| match &person.document {
            Some(document) => gate::ask(report, Some(document), now).is_ok(),
            None => self.certificates.iter().filter(|known| known.person == person.id).any(|known| {
                let known = known.decoded().ok().and_then(|decoded| decoded.unverified_view().cloned());
                known.is_some_and(|known| known.person.birth_date.is_some() && known.person == view.person)
            }),
        };
        let mut owners = self.people.iter().filter(matches);
        match (owners.next(), owners.next()) {
            (Some(owner), None) => Some(owner.id.clone()),
            _ => None,
        }
    }
}

/// The same signed message, whatever white space or compression is around it.
fn same_code(a: &str, b: &str) -> bool {
    let message = |text: &str| Decoded::read(text).ok().and_then(|decoded| decoded.signed().cloned());
    a == b || (message(a).is_some() && message(a) == message(b))
}

pub(crate) fn refused(code: &'static str, report: &Report) -> WalletError {
    let checks = &report.checks;
    let reasons =
        [&checks.envelope, &checks.signature, &checks.content].map(|check| check.reasons.clone()).concat();
    WalletError::because(code, reasons)
}
