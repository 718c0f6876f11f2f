//! Binding a passport to a person.

use crate::error::{WalletError, code};
use crate::gate;
use crate::read::{self, ReadDocument};
use crate::records::Person;
use crate::view::{Bound, Mismatch};
use crate::wallet::{Id, Wallet};
use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::holder;
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_passport::{Document, TypedDocument, typed};

impl Wallet {
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

    fn try_document(&self, person: &str, document: &Document, now: UnixTime) -> (Vec<String>, Vec<Mismatch>) {
        let (mut matched, mut mismatched) = (Vec::new(), Vec::new());
        for certificate in self.certificates.iter().filter(|known| known.person == person) {
            let report = self.judge(certificate, Some(document), now);
            match gate::ask(&report, Some(document), now) {
                Ok(_) => matched.push(certificate.id.clone()),
                Err(reasons) => mismatched.push(Mismatch { certificate_id: certificate.id.clone(), reasons }),
            }
        }
        (matched, mismatched)
    }
}
