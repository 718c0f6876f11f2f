//! What the wallet holds, as screens show it.

use crate::error::WalletError;
use crate::gate;
use crate::names::Names;
use crate::records::{Certificate, Person};
use crate::view::{CertificateDetail, CertificateSummary, Overview, PersonView};
use crate::wallet::Wallet;
use healthpass_cert::holder;
use healthpass_cert::time::UnixTime;
use healthpass_passport::Document;

impl Wallet {
    /// Everybody, with the state of every certificate at `now`.
    pub fn overview(&self, now: UnixTime) -> Overview {
        Overview { people: self.people.iter().map(|person| self.person_view(person, now)).collect() }
    }

    /// One certificate in full.
    ///
    /// # Errors
    /// `wallet.unknown-id`.
    pub fn certificate(&self, id: &str, now: UnixTime) -> Result<CertificateDetail, WalletError> {
        let certificate = self.find(id)?;
        let document = self.document(&certificate.person);
        let report = self.judge(certificate, document, now);
        let blocked = gate::ask(&report, document, now).err().unwrap_or_default();
        let outcome = document
            .zip(report.certificate.as_ref())
            .map(|(document, view)| holder::outcome(view, document).outcome.as_str().to_owned());
        Ok(CertificateDetail {
            id: id.to_owned(),
            person_id: certificate.person.clone(),
            bound: certificate.is_bound(),
            showable: blocked.is_empty(),
            report,
            blocked,
            outcome,
        })
    }

    fn person_view(&self, person: &Person, now: UnixTime) -> PersonView {
        let document = person.document.as_ref();
        let theirs: Vec<_> = self.certificates.iter().filter(|known| known.person == person.id).collect();
        let first = theirs.first().and_then(|known| known.decoded().ok()?.unverified_view().cloned());
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
        let report = self.judge(certificate, document, now);
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
            bound: certificate.is_bound(),
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
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
