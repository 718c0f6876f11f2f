//! One showing: from the first code to the last, of one certificate, to one audience, with one key.

use super::pieces;
use super::recipients;
use super::view::PresentationChoice;
use crate::device_keys::{DeviceKey, Seed};
use crate::error::{WalletError, code};
use crate::gate::{self, Leave};
use crate::present::shut;
use crate::records::Certificate;
use crate::wallet::Wallet;
use healthpass_cert::ithc::selective;
use healthpass_cert::presentation::attested::Code;
use healthpass_cert::presentation::audience::audience;
use healthpass_cert::presentation::challenge::Challenge;
use healthpass_cert::presentation::seal::PassportSecret;
use healthpass_cert::report::{Reason, Report};
use healthpass_cert::sd_cwt::Token;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::Recipient;
use healthpass_crypto::sign::Es256Signer;
use healthpass_passport::Document;

/// What is made once and used for every code of a showing, in memory only.
#[derive(Debug)]
pub(crate) struct Showing {
    pub certificate: String,
    pub person: String,
    /// Of the whole certificate, for the gate, which is asked before every code.
    pub report: Report,
    pub content: Content,
    pub key: DeviceKey,
    pub signer: Es256Signer,
    pub address: Address,
    /// Made for the first code.
    pub passport: Option<PassportSecret>,
    /// A code of it was shown.
    pub begun: bool,
    choice: PresentationChoice,
}

/// What is shown.
#[derive(Debug)]
pub(crate) enum Content {
    /// A token with the disclosures chosen.
    Issued(Box<Token>),
    /// A code as it was issued.
    Whole(Code),
}

/// Whom it is for.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub audience: String,
    pub nonce: Option<Vec<u8>>,
    pub sealed_to: Vec<Recipient>,
}

impl Showing {
    /// Whether a code of this choice belongs to this showing.
    fn goes_on(&self, certificate: &str, choice: &PresentationChoice, address: &Address) -> bool {
        let same_reader = self.address.audience == address.audience;
        let same_passport = self.choice.with_passport == choice.with_passport;
        let ended = choice.another && self.begun;
        self.certificate == certificate && same_reader && same_passport && !ended
    }

    /// Whether the reader needs the passport as well.
    pub fn needs_passport(&self) -> bool {
        self.choice.with_passport
    }

    /// The gate.
    ///
    /// # Errors
    /// `gate.*`.
    pub fn ask<'a>(&self, document: Option<&'a Document>, now: UnixTime) -> Result<Leave<'a>, WalletError> {
        gate::ask(&self.report, document, now).map_err(shut)
    }
}

impl Wallet {
    /// The showing this choice belongs to: the one under way, with what is disclosed brought up to date, or a new one.
    ///
    /// # Errors
    /// `gate.*`, `present.*`, `challenge.shape`, `wallet.unknown-id`.
    pub(super) fn showing(
        &mut self,
        id: &str,
        choice: &PresentationChoice,
        now: UnixTime,
        seed: &Seed,
    ) -> Result<Showing, WalletError> {
        let address = self.address(choice, now)?;
        let goes_on = |showing: &mut Showing| {
            showing.goes_on(id, choice, &address) && showing.key.next_time(now).is_ok()
        };
        let Some(mut showing) = self.showing.take_if(goes_on) else {
            return self.begin(id, choice, address, now, seed);
        };
        if let Err(refused) = self.bring_up(&mut showing, choice, address) {
            self.showing = Some(showing);
            return Err(refused);
        }
        Ok(showing)
    }

    fn bring_up(
        &self,
        showing: &mut Showing,
        choice: &PresentationChoice,
        address: Address,
    ) -> Result<(), WalletError> {
        if showing.choice.disclose != choice.disclose {
            let certificate = self.find(&showing.certificate)?;
            showing.content = content(certificate, &showing.report, &showing.key, &choice.disclose)?;
        }
        // Another question of the same desk brings another nonce.
        showing.address = address;
        showing.choice = choice.clone();
        Ok(())
    }

    fn begin(
        &self,
        id: &str,
        choice: &PresentationChoice,
        address: Address,
        now: UnixTime,
        seed: &Seed,
    ) -> Result<Showing, WalletError> {
        let certificate = self.find(id)?;
        let document = self.document(&certificate.person);
        let report = self.judge(certificate, document, now);
        gate::ask(&report, document, now).map_err(shut)?;
        let (key, signer) = self.next_key(certificate, now, seed)?;
        let content = content(certificate, &report, &key, &choice.disclose)?;
        Ok(Showing {
            certificate: id.to_owned(),
            person: certificate.person.clone(),
            report,
            content,
            key,
            signer,
            address,
            passport: None,
            begun: false,
            choice: choice.clone(),
        })
    }

    fn address(&self, choice: &PresentationChoice, now: UnixTime) -> Result<Address, WalletError> {
        let question = choice.challenge.as_deref().map(question).transpose()?;
        let sealed_to = recipients::chosen(self.trust.recipients(), &choice.seal_to, now)?;
        if choice.with_passport && sealed_to.is_empty() {
            return Err(WalletError::new(code::PRESENT_UNSEALED));
        }
        let desk = question.as_ref().map(|question| question.audience.as_str());
        let kids: Vec<_> = sealed_to.iter().map(|recipient| recipient.key.kid()).collect();
        Ok(Address {
            audience: audience(desk, &kids),
            nonce: question.as_ref().map(|question| question.nonce.to_vec()),
            sealed_to,
        })
    }

    /// The next unused key of a certificate; when there is none, the one used last. A certificate that names no key
    /// gets one of the device's own, made of `seed`.
    fn next_key(
        &self,
        certificate: &Certificate,
        now: UnixTime,
        seed: &Seed,
    ) -> Result<(DeviceKey, Es256Signer), WalletError> {
        let bound = certificate.is_bound();
        let mut wait = None;
        for key in self.keys_of(certificate) {
            match key.next_time(now) {
                Ok(_) => {
                    if let Some(signer) = key.signer() {
                        return Ok((key.clone(), signer));
                    }
                }
                Err(seconds) => wait = Some(wait.map_or(seconds, |least: i64| least.min(seconds))),
            }
        }
        let no_key = || WalletError::new(code::PRESENT_NO_KEY);
        match wait {
            Some(seconds) if bound => {
                Err(Reason::new(code::PRESENT_CLOCK).expected(seconds.to_string()).into())
            }
            _ if bound => Err(no_key()),
            _ => DeviceKey::make(seed, &certificate.person, Some(&certificate.id), now).ok_or_else(no_key),
        }
    }

    /// A certificate's keys in the order they are used: unused ones as they were made, then the others, the one used
    /// last first.
    pub(super) fn keys_of<'a>(&'a self, certificate: &'a Certificate) -> Vec<&'a DeviceKey> {
        let mut keys: Vec<&DeviceKey> = Vec::new();
        for key in &self.keys {
            if key.certificate.as_deref() == Some(certificate.id.as_str())
                && key.token.is_some() == certificate.is_bound()
            {
                let order = |key: &DeviceKey| {
                    key.last.filter(|_| key.shown > 0).map_or(i64::MIN, i64::saturating_neg)
                };
                let place = keys.partition_point(|other| order(other) <= order(key));
                keys.insert(place, key);
            }
        }
        keys
    }
}

/// Reads a desk's question.
pub(super) fn question(text: &str) -> Result<Challenge, WalletError> {
    Challenge::parse(text).map_err(|error| error.reason().into())
}

fn content(
    certificate: &Certificate,
    report: &Report,
    key: &DeviceKey,
    chosen: &[String],
) -> Result<Content, WalletError> {
    if !certificate.is_bound() {
        return Code::of(&certificate.text).map(Content::Whole).map_err(|error| error.reason().into());
    }
    let damaged = || WalletError::new(code::PRESENT_NO_KEY);
    let token = key.token().ok_or_else(damaged)?;
    let hideable = selective::disclosures(&token).map_err(|_| damaged())?;
    let view = report.certificate.as_ref().ok_or_else(damaged)?;
    let indices =
        pieces::indices(view, &hideable, chosen).map_err(|id| Reason::new(code::PRESENT_PIECE).found(id))?;
    Ok(Content::Issued(Box::new(token.choose(&indices))))
}
