//! Choices, the preview, and the code itself.

use super::pieces;
use super::recipients;
use super::showing::{self, Content, Showing};
use super::view::{
    FreshPresentation, PresentationChoice, PresentationChoices, PresentationKind, PresentationPreview,
    QuestionView,
};
use crate::device_keys::{SEED_BYTES, Seed};
use crate::error::{WalletError, code};
use crate::gate::{self, Leave};
use crate::present::shut;
use crate::records::Certificate;
use crate::view::QrCode;
use crate::wallet::Wallet;
use core::convert::Infallible;
use healthpass_cert::ithc::selective;
use healthpass_cert::presentation::binding::Binding;
use healthpass_cert::presentation::challenge::DESK;
use healthpass_cert::presentation::freshness::{PRESENTATION_LIFE, REMAKE_EVERY};
use healthpass_cert::presentation::kbt::{self, Facts};
use healthpass_cert::presentation::seal::{PassportSecret, random_bytes, seal};
use healthpass_cert::presentation::{Inside, attested, envelope, look_inside};
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::recipients::newest;
use healthpass_qr::{Medium, Symbol};

const SALT_BYTES: usize = 16;
const SEAL_BYTES: usize = random_bytes(2);

/// Fresh random bytes for one code, from the host: for a key, for the salt of the passport's commitment and of its
/// secret, and for the seal.
pub type Entropy = [u8; SEED_BYTES + 2 * SALT_BYTES + SEAL_BYTES];

/// A code that was made and has not left yet.
struct Made {
    /// What its reader reads once it is unsealed.
    inside: Vec<u8>,
    text: String,
    at: UnixTime,
}

impl Wallet {
    /// What may be chosen when a certificate is shown.
    ///
    /// # Errors
    /// `gate.*`: nothing is chosen of what may not be shown. `wallet.unknown-id`.
    pub fn choices(&self, id: &str, now: UnixTime) -> Result<PresentationChoices, WalletError> {
        let certificate = self.find(id)?;
        let document = self.document(&certificate.person);
        let report = self.judge(certificate, document, now);
        gate::ask(&report, document, now).map_err(shut)?;
        let view = report.certificate.unwrap_or_default();
        let hideable = certificate.token().map(|token| selective::disclosures(&token).unwrap_or_default());
        let kind = if hideable.is_some() { PresentationKind::Selective } else { PresentationKind::Whole };
        Ok(PresentationChoices {
            kind,
            disclosures: pieces::list(&view, &hideable.unwrap_or_default()),
            keys_left: self.keys_left(certificate),
            keys: if certificate.is_bound() { self.keys_of(certificate).len() as u32 } else { 0 },
            recipients: newest(self.trust.recipients(), now).into_iter().map(recipients::view).collect(),
            can_need_passport: true,
        })
    }

    /// A desk's question, to be shown before it is answered.
    ///
    /// # Errors
    /// `challenge.shape`, `envelope.*`.
    pub fn question(&self, text: &str, now: UnixTime) -> Result<QuestionView, WalletError> {
        let question = showing::question(text)?;
        let current = newest(self.trust.recipients(), now);
        let wanted = |kid: &[u8; 8]| current.iter().find(|known| known.key.kid() == *kid);
        let known: Vec<_> =
            question.seal_to.iter().filter_map(wanted).map(|known| recipients::view(known)).collect();
        Ok(QuestionView {
            name: question.audience.strip_prefix(DESK).unwrap_or(&question.audience).to_owned(),
            asked_at: question.asked_at.rfc3339(),
            unknown: (question.seal_to.len() - known.len()) as u32,
            seal_to: known,
        })
    }

    /// Exactly what the reader of a code of this choice will see: read out of such a code, which is then dropped. Uses
    /// up no key; a showing under way goes on.
    ///
    /// # Errors
    /// As [`Wallet::show_fresh`].
    pub fn preview(
        &mut self,
        id: &str,
        choice: &PresentationChoice,
        now: UnixTime,
        random: &Entropy,
    ) -> Result<PresentationPreview, WalletError> {
        let random = Random::of(random).ok_or_else(|| WalletError::new(code::PRESENT_NO_KEY))?;
        let mut showing = self.showing(id, choice, now, random.seed)?;
        let seen = self.look(&mut showing, now, &random);
        if self.showing.as_ref().is_none_or(|other| !other.begun) {
            self.showing = Some(showing);
        }
        seen
    }

    /// The gate, for a code made just now. The first call of a showing takes the next one-time key; the next ones,
    /// every [`REMAKE_EVERY`] seconds, keep it while certificate, audience and passport mode stay the same.
    ///
    /// # Errors
    /// `gate.*` with every reason; `present.*`, `challenge.shape`, `wallet.unknown-id`.
    pub fn show_fresh(
        &mut self,
        id: &str,
        choice: &PresentationChoice,
        now: UnixTime,
        random: &Entropy,
    ) -> Result<FreshPresentation, WalletError> {
        let random = Random::of(random).ok_or_else(|| WalletError::new(code::PRESENT_NO_KEY))?;
        let mut showing = self.showing(id, choice, now, random.seed)?;
        let shown = self.show(&mut showing, now, &random);
        self.showing = Some(showing);
        shown
    }

    /// Ends the showing under way: its secrets are wiped, and the next one takes another key.
    pub fn end_showing(&mut self) {
        self.showing = None;
    }

    fn look(
        &self,
        showing: &mut Showing,
        now: UnixTime,
        random: &Random<'_>,
    ) -> Result<PresentationPreview, WalletError> {
        let leave = showing.ask(self.document(&showing.person), now)?;
        let made = make(showing, &leave, now, random)?;
        let Inside { certificate, withheld, binding } =
            look_inside(&made.inside).map_err(|error| WalletError::from(error.reason()))?;
        let address = &showing.address;
        let whole = matches!(showing.content, Content::Whole(_));
        Ok(PresentationPreview {
            certificate: certificate.unverified_view().cloned().unwrap_or_default(),
            withheld,
            sealed_to: address.sealed_to.iter().map(recipients::view).collect(),
            open: address.sealed_to.is_empty(),
            needs_passport: showing.passport.is_some(),
            binding,
            level: leave.document().level,
            qr_version: u32::from(symbol(&leave, &made.text)?.version()),
            linkable: whole || showing.key.shown > u16::from(showing.begun),
        })
    }

    fn show(
        &mut self,
        showing: &mut Showing,
        now: UnixTime,
        random: &Random<'_>,
    ) -> Result<FreshPresentation, WalletError> {
        let leave = showing.ask(self.document(&showing.person), now)?;
        let made = make(showing, &leave, now, random)?;
        let qr = QrCode::of(&symbol(&leave, &made.text)?);
        self.note_use(showing, made.at);
        Ok(FreshPresentation {
            qr,
            text: made.text,
            made_at: made.at.rfc3339(),
            expires_at: until(made.at).rfc3339(),
            remake_after_seconds: REMAKE_EVERY as u32,
            sealed_to: showing.address.sealed_to.iter().map(recipients::view).collect(),
            keys_left: self.keys_left(self.find(&showing.certificate)?),
        })
    }

    /// Stores that the showing's key signed this second.
    fn note_use(&mut self, showing: &mut Showing, at: UnixTime) {
        if !showing.begun {
            showing.begun = true;
            showing.key.shown = showing.key.shown.saturating_add(1);
            let (id, certificate) = (showing.key.id.clone(), showing.certificate.clone());
            if showing.key.token.is_none() {
                self.forget_keys(|key| key.certificate.as_ref() == Some(&certificate) && key.id != id);
            }
        }
        showing.key.last = Some(at.0);
        self.store_key(showing.key.clone());
    }

    fn keys_left(&self, certificate: &Certificate) -> u32 {
        if !certificate.is_bound() {
            return 0;
        }
        self.keys_of(certificate).iter().filter(|key| key.shown == 0).count() as u32
    }
}

/// Signs and seals.
fn make(
    showing: &mut Showing,
    leave: &Leave<'_>,
    now: UnixTime,
    random: &Random<'_>,
) -> Result<Made, WalletError> {
    let at = showing
        .key
        .next_time(now)
        .map_err(|wait| Reason::new(code::PRESENT_CLOCK).expected(wait.to_string()))?;
    let facts = Facts {
        audience: showing.address.audience.clone(),
        made_at: at,
        until: Some(until(at)),
        nonce: showing.address.nonce.clone(),
        binding: Some(Binding::of(leave.document(), leave.outcome(), *random.salt)),
    };
    let signer = &showing.signer;
    let sign = |message: &[u8]| Ok::<_, Infallible>(signer.sign(message).to_vec());
    let signed = match &showing.content {
        Content::Issued(token) => kbt::build(token, &facts, sign)?,
        Content::Whole(code) => attested::build(code, &signer.public_key(), &facts, sign)?,
    };
    let inside = envelope::pack(&signed);
    let keys: Vec<_> = showing.address.sealed_to.iter().map(|recipient| &recipient.key).collect();
    if keys.is_empty() {
        return Ok(Made { text: envelope::write(&inside), inside, at });
    }
    let refused = |code| WalletError::new(code);
    if showing.needs_passport() && showing.passport.is_none() {
        let information = leave.document().mrz_information();
        let secret = PassportSecret::derive(&information, *random.passport_salt);
        showing.passport = Some(secret.map_err(|error| refused(error.code()))?);
    }
    let bytes = random.seal.get(..random_bytes(keys.len())).unwrap_or_default();
    let sealed =
        seal(&inside, &keys, showing.passport.as_ref(), bytes).map_err(|error| refused(error.code()))?;
    Ok(Made { text: envelope::write(&sealed), inside, at })
}

/// The symbol of a code the gate let through.
fn symbol(leave: &Leave<'_>, text: &str) -> Result<Symbol, WalletError> {
    crate::present::symbol(leave, text, Medium::Screen, Some(code::PRESENT_TOO_LONG))
}

fn until(at: UnixTime) -> UnixTime {
    UnixTime(at.0.saturating_add(PRESENTATION_LIFE))
}

/// [`Entropy`] by what it is for.
struct Random<'a> {
    seed: &'a Seed,
    salt: &'a [u8; SALT_BYTES],
    passport_salt: &'a [u8; SALT_BYTES],
    seal: &'a [u8],
}

impl<'a> Random<'a> {
    fn of(all: &'a Entropy) -> Option<Self> {
        let (seed, rest) = all.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (passport_salt, seal) = rest.split_first_chunk()?;
        Some(Self { seed, salt, passport_salt, seal })
    }
}
