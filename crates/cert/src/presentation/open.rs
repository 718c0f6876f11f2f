//! Opening a presentation, in the order that is law: unseal, verify the issuer, verify the device, check that it is
//! fresh, compare the passport, and only then show. Where one step fails, nothing behind it is looked at and nothing
//! of the certificate leaves.

mod judge;

use super::challenge::Challenge;
use super::code;
use super::freshness::Seen;
use super::kbt::{self, Shown, Unverified};
use super::report::{BoundBy, PresentationReport, SealRecipient, SealReport, Undisclosed};
use super::seal::{PassportSecret, SealFault, Sealed};
use super::{VERSION, envelope, hex, token};
use crate::cbor::Value;
use crate::decoded::Decoded;
use crate::envelope::hc1;
use crate::error::ReadError;
use crate::ithc;
use crate::report::{Check, Checks, Reason, Report, State};
use crate::sd_cwt::{Step, Withheld};
use crate::trust::recipients::{self, Recipient};
use crate::verdict;
use crate::verify::{self, Context, Presented};
use healthpass_crypto::sealing_key::SealingKey;
use zeroize::Zeroizing;

/// What the desk brings to one opening.
#[derive(Debug)]
pub(crate) struct Opener<'a> {
    /// Keys to unseal with.
    pub keys: &'a [SealingKey],
    /// Whose keys there are to seal to.
    pub recipients: &'a [Recipient],
    /// What must be answered.
    pub question: Option<&'a Challenge>,
    /// What was shown before; `None` where nothing is remembered.
    pub seen: Option<&'a mut Seen>,
    /// A code that was shown before is looked at once more.
    pub again: bool,
}

/// Reads `text` and verifies it, opening it where it is a presentation; a text that cannot be read is a report too.
pub(crate) fn open(text: &str, context: &Context<'_>, opener: Opener<'_>) -> Report {
    let packed = match hc1::trim(text).map(envelope::read) {
        Ok(Some(packed)) => packed,
        Ok(None) => return verify::check(text, context),
        Err(error) => Err(error),
    };
    let mut opening =
        Opening { context, opener, found: PresentationReport::unopened(VERSION), recipients: Vec::new() };
    match packed.and_then(|packed| Outer::read(&packed)) {
        Ok(outer) => opening.run(outer),
        Err(error) => verify::unreadable(&error),
    }
}

/// What stands in the text: something sealed, or the presentation itself.
enum Outer {
    Sealed(Box<Sealed>),
    Open(Zeroizing<Vec<u8>>),
}

impl Outer {
    fn read(packed: &[u8]) -> Result<Self, ReadError> {
        let message = envelope::unpack(packed)?;
        Ok(if envelope::is_sealed(&message) {
            Self::Sealed(Box::new(Sealed::parse(&message)?))
        } else {
            Self::Open(Zeroizing::new(message.into_owned()))
        })
    }
}

struct Opening<'a> {
    context: &'a Context<'a>,
    opener: Opener<'a>,
    found: PresentationReport,
    /// Identifiers of the keys it is sealed to; none for an open one.
    recipients: Vec<[u8; 8]>,
}

impl Opening<'_> {
    fn run(&mut self, outer: Outer) -> Report {
        let message = match outer {
            Outer::Open(message) => {
                self.found.checks.seal = Check::skipped(code::OPEN);
                message
            }
            Outer::Sealed(sealed) => match self.unseal(&sealed) {
                Ok(packed) => match envelope::unpack(&packed) {
                    Ok(message) => Zeroizing::new(message.into_owned()),
                    Err(error) => return self.refuse(&error),
                },
                Err(check) => {
                    self.found.checks.seal = check;
                    return self.report(verify::unchecked(Check::pass(), code::NOT_REACHED));
                }
            },
        };
        match kbt::parse(&message).and_then(|presented| Ok((read(&presented)?, presented))) {
            Ok(((decoded, withheld), presented)) => self.judge(&presented, &decoded, &withheld),
            Err(error) => self.refuse(&error),
        }
    }

    /// What is inside the seal.
    fn unseal(&mut self, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, Check> {
        self.recipients = sealed.recipients().to_vec();
        let recipients: Vec<_> = self.recipients.iter().map(|kid| self.recipient(kid)).collect();
        let salt = sealed.needs_passport();
        let named = recipients.iter().map(shown_as).collect::<Vec<_>>().join(", ");
        self.found.seal = Some(SealReport { recipients, opened_by: None, passport: salt.is_some() });
        let keys = self.opener.keys;
        let mine = |key: &SealingKey| self.recipients.contains(&key.public().kid());
        // Making the passport's secret takes a good part of a second: not for a code that is for others.
        let document = match self.context.document {
            Presented::Document(document) if keys.iter().any(mine) => Some(document),
            _ => None,
        };
        let secret = salt.zip(document).and_then(|(salt, document)| {
            let information = Zeroizing::new(document.mrz_information());
            PassportSecret::derive(&information, salt).ok()
        });
        match sealed.open(keys, secret.as_ref()) {
            Ok((key, content)) => {
                let opened_by = keys.get(key).map(|key| self.recipient(&key.public().kid()));
                if let Some(seal) = &mut self.found.seal {
                    seal.opened_by = opened_by;
                }
                self.found.checks.seal = Check::pass();
                Ok(content)
            }
            Err(SealFault::NotForThese) => {
                Err(Check::unknown(Reason::new(code::OTHER_RECIPIENT).found(named)))
            }
            Err(SealFault::PassportNeeded) => Err(self.passport_needed()),
            Err(SealFault::PassportDiffers) => Err(Check::fail(vec![Reason::new(code::PASSPORT_DIFFERS)])),
            Err(SealFault::Broken) => Err(Check::fail(vec![Reason::new(code::BROKEN)])),
        }
    }

    /// With what is wrong with the lines that were to be the passport's.
    fn passport_needed(&self) -> Check {
        let mut check = Check::unknown(Reason::new(code::PASSPORT_NEEDED));
        if let Presented::Unreadable(reasons) = self.context.document {
            check.reasons.extend_from_slice(reasons);
        }
        check
    }

    /// A recipient by its key, with what the list says of it.
    fn recipient(&self, kid: &[u8; 8]) -> SealRecipient {
        let listed = recipients::named(self.opener.recipients, kid);
        SealRecipient {
            kid: hex(kid),
            name: listed.map(|listed| listed.name.clone()),
            country: listed.map(|listed| listed.country.clone()),
        }
    }

    /// Issuer, device, moment, passport; then what is shown.
    fn judge(&mut self, presented: &Unverified, decoded: &Decoded, withheld: &[Withheld]) -> Report {
        let report = verify::verify(decoded, self.context);
        self.found.binding = Some(bound_by(presented));
        if !vouched_for(&report.checks) {
            return self.report(without_content(report));
        }
        self.judge_presentation(presented);
        self.compare_words(&report.checks.holder);
        if !self.found.checks.hold() {
            return self.report(without_content(report));
        }
        self.found.withheld = undisclosed_of(withheld);
        self.report(report)
    }

    /// What nothing ties to the passport in hand is not shown when by its words it is somebody else's. (What the
    /// commitment ties is shown, beside the words that differ.)
    fn compare_words(&mut self, holder: &Check) {
        let commitment = &mut self.found.checks.commitment;
        if holder.state == State::Fail && commitment.state == State::Unknown {
            *commitment = Check::fail(vec![Reason::new(code::COMMITMENT_DIFFERS)]);
        }
    }

    fn judge_presentation(&mut self, presented: &Unverified) {
        let facts = presented.unverified_facts();
        let Some(key) = presented.device_key().filter(|_| presented.signature_holds()) else {
            self.found.checks.key_binding = Check::fail(vec![Reason::new(code::SIGNATURE)]);
            return;
        };
        let thumbprint = key.fingerprint();
        self.found.level = facts.binding.as_ref().map(|binding| binding.level);
        self.found.audience = Some(facts.audience.clone());
        self.found.made_at = Some(facts.made_at.rfc3339());
        self.found.age_seconds = Some(self.context.now.0.saturating_sub(facts.made_at.0));
        let known = self.opener.seen.as_ref().is_some_and(|seen| seen.knows(&thumbprint, facts.made_at));
        // What was taken before, by the desk's own word, answered its question of then.
        let settled = known && self.opener.again;
        let question =
            if settled { judge::Question::Settled } else { judge::Question::of(self.opener.question) };
        self.found.checks.key_binding = judge::audience(&facts.audience, &self.recipients, question);
        if self.found.checks.key_binding.state != State::Pass {
            return;
        }
        self.found.checks.freshness = match settled {
            true => Check::pass(),
            false => judge::freshness(facts, question, known, self.context.now),
        };
        if self.found.checks.freshness.state != State::Pass {
            return;
        }
        if let Some(seen) = &mut self.opener.seen {
            seen.remember(&thumbprint, facts.made_at);
        }
        self.found.checks.commitment = judge::commitment(facts.binding.as_ref(), self.context.document);
    }

    /// Something inside the seal that cannot be read; of what stands there only the fault's code leaves.
    fn refuse(&mut self, error: &ReadError) -> Report {
        let reason = match &self.found.seal {
            Some(_) => Reason::new(error.code),
            None => error.reason(),
        };
        self.report(verify::unchecked(Check::fail(vec![reason]), code::NOT_REACHED))
    }

    fn report(&mut self, mut report: Report) -> Report {
        let found = core::mem::replace(&mut self.found, PresentationReport::unopened(VERSION));
        report.verdict = verdict::derive_presented(&report.checks, &found.checks);
        report.presentation = Some(Box::new(found));
        report
    }
}

/// What a reader finds inside the seal.
#[derive(Clone, Debug)]
pub struct Inside {
    /// The certificate, as far as it is disclosed.
    pub certificate: Decoded,
    /// What is withheld of it.
    pub withheld: Vec<Undisclosed>,
    /// Who ties it to the device.
    pub binding: BoundBy,
}

/// Reads what stands inside the seal, judging nothing: for the one who is about to show it.
///
/// # Errors
/// As for any text that cannot be read.
pub fn look_inside(packed: &[u8]) -> Result<Inside, ReadError> {
    let presented = kbt::parse(&envelope::unpack(packed)?)?;
    let (certificate, withheld) = read(&presented)?;
    let binding = bound_by(&presented);
    Ok(Inside { certificate, withheld: undisclosed_of(&withheld), binding })
}

fn bound_by(presented: &Unverified) -> BoundBy {
    match presented.unverified_shown() {
        Shown::Issued(_) => BoundBy::IssuerBound,
        Shown::Attested(_) => BoundBy::DeviceAttested,
    }
}

/// The certificate as it is shown, and what is withheld of it.
fn read(presented: &Unverified) -> Result<(Decoded, Vec<Withheld>), ReadError> {
    match presented.unverified_shown() {
        Shown::Issued(token) => token::read(token),
        Shown::Attested(code) => Ok((code.read()?, Vec::new())),
    }
}

/// Somebody on the list signed it, with a key for this.
fn vouched_for(checks: &Checks) -> bool {
    let pass = |check: &Check| check.state == State::Pass;
    pass(&checks.signature) && pass(&checks.issuer) && checks.usage.state != State::Fail
}

/// Without anything that was only to be shown once everything before holds: of the issuer's checks stay the codes, of
/// the signature's the key's identifier, by which one can ask for the key.
fn without_content(mut report: Report) -> Report {
    let skipped = || Check::skipped(code::NOT_REACHED);
    let checks = report.checks;
    report.checks = Checks {
        issuer: without_words(&checks.issuer),
        usage: without_words(&checks.usage),
        time: skipped(),
        content: skipped(),
        revocation: skipped(),
        rules: skipped(),
        holder: skipped(),
        ..checks
    };
    Report { format: None, certificate: None, claims: None, ..report }
}

fn without_words(check: &Check) -> Check {
    let bare = |reason: &Reason| match &reason.at {
        Some(at) => Reason::new(reason.code).at(at.as_str()),
        None => Reason::new(reason.code),
    };
    Check { state: check.state, reasons: check.reasons.iter().map(bare).collect() }
}

fn shown_as(recipient: &SealRecipient) -> String {
    recipient.name.clone().unwrap_or_else(|| recipient.kid.clone())
}

/// Claims around an ITHC, by their numbers.
const ITHC: [i64; 2] = [-260, ithc::ITHC_SUBCLAIM];

/// One entry a place, however many arrays it is made of.
fn undisclosed_of(withheld: &[Withheld]) -> Vec<Undisclosed> {
    let mut places: Vec<Undisclosed> = Vec::new();
    for each in withheld.iter().map(undisclosed) {
        match places.iter_mut().find(|place| place.at == each.at) {
            Some(place) => place.count = place.count.saturating_add(each.count),
            None => places.push(each),
        }
    }
    places
}

/// Where something is withheld, in words of the report.
fn undisclosed(withheld: &Withheld) -> Undisclosed {
    let mut numbers = Vec::new();
    for step in &withheld.at {
        match step {
            Step::Key(Value::Integer(number)) => numbers.push(*number),
            _ => break,
        }
    }
    let at = match numbers.strip_prefix(ITHC.as_slice()) {
        Some([]) => "certificate",
        Some([place, ..]) => ithc::place(*place),
        _ => "claims",
    };
    Undisclosed { at, count: u32::try_from(withheld.count).unwrap_or(u32::MAX) }
}
