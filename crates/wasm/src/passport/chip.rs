//! Exports: the talk with a passport's chip, and what it proved.

use super::Authorities;
use super::authorities::moment;
use crate::entropy;
use crate::error::{Error, Result, to_json};
use crate::input::time;
use healthpass_cert::holder::day;
use healthpass_cert::report::Reason;
use healthpass_passport::Level;
use healthpass_passport::authentication::{AuthOutcome, Authentication};
use healthpass_passport::chip::{
    Access, ChipError, ChipFiles, Genuine, Originality, Plan, Seed, Session, Step, genuine_chip,
};
use healthpass_passport::lds::File;
use healthpass_passport::lds::dg11::Dg11;
use healthpass_passport::lds::sod;
use healthpass_passport::mrz::{self, Mrz};
use serde::Serialize;
use time::Date;
use wasm_bindgen::prelude::wasm_bindgen;

/// Nothing is judged before the chip was read to its end.
pub(super) const UNFINISHED: &str = "chip.unfinished";
/// The chip was opened with the zone of one document and holds another's.
const ZONE_DIFFERS: &str = "chip.zone-differs";

/// Issuer whose chips have no PACE.
const CHINA: &str = "CHN";

/// A talk with a chip.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ChipSession {
    access: Access,
    session: Session,
    command: Vec<u8>,
    read: Option<ChipFiles>,
}

/// The next step without its command.
#[derive(Serialize)]
struct StepView {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
}

#[wasm_bindgen]
impl ChipSession {
    /// Prepares it: with the zone, its lines one below the other, or else with the three pieces. Without
    /// `pace` it is tried unless the document is China's.
    ///
    /// # Errors
    /// `mrz.*`, `chip.*`, `entropy.unseeded`, `request.at`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        zone: &str,
        number: &str,
        birth: &str,
        expiry: &str,
        pace: Option<bool>,
        at: &str,
    ) -> Result<Self> {
        let today = day(time(at)?);
        let (access, issuer) = match zone {
            "" => (Access::from_pieces(number, birth, expiry)?, None),
            _ => of_zone(zone, today)?,
        };
        let mut random = [0; entropy::SEED_BYTES];
        entropy::fill(&mut random)?;
        let seed = Seed::new(&random)?;
        let pace = pace.unwrap_or(issuer.as_deref() != Some(CHINA));
        let session = Session::new(access.clone(), Plan { pace, ..Plan::default() }, seed);
        Ok(Self { access, session, command: Vec::new(), read: None })
    }

    /// The next step; what to send is then in `command`.
    ///
    /// # Errors
    /// `chip.*`.
    pub fn next(&mut self, response: Option<Vec<u8>>) -> Result<String> {
        let view = match self.session.next(response.as_deref())? {
            Step::Send { apdu, progress, stage } => {
                self.command = apdu;
                StepView { kind: "send", progress: Some(progress), stage: Some(stage.as_str()) }
            }
            Step::Done(files) => {
                self.read = Some(files);
                StepView { kind: "done", progress: None, stage: None }
            }
        };
        Ok(to_json(&view))
    }

    /// The command of the last step.
    pub fn command(&mut self) -> Vec<u8> {
        core::mem::take(&mut self.command)
    }

    /// After a lost chip: begins anew and keeps what was read whole.
    ///
    /// # Errors
    /// `chip.retries`.
    pub fn restart(&mut self) -> Result<()> {
        Ok(self.session.restart()?)
    }

    /// What was read proves.
    ///
    /// # Errors
    /// `chip.unfinished`, `request.at`.
    pub fn judge(&self, authorities: &Authorities, at: &str) -> Result<String> {
        let now = time(at)?;
        let files = self.read.as_ref().ok_or_else(|| Error::from(Reason::new(UNFINISHED)))?;
        let groups: Vec<(u8, &[u8])> =
            files.files.iter().filter_map(|(file, bytes)| Some((file.group()?, bytes.as_slice()))).collect();
        let sod = files.file(File::Sod).unwrap_or_default();
        let mut answer = authorities.judge(sod, &groups, None, moment(now));
        answer.weakest.extend(authorities.outdated(now));
        if answer.mrz.as_ref().is_some_and(|read| !opened_with(&self.access, read)) {
            answer.outcome = AuthOutcome::NotAuthentic;
            answer.reasons.push(Reason::new(ZONE_DIFFERS));
        }
        Ok(to_json(&Judged::of(answer, files)))
    }
}

/// A chip that opens with the printed zone and holds the signed data of another document is not this document's.
/// A zone whose check digits fail has been refused for that already.
fn opened_with(access: &Access, read: &Mrz) -> bool {
    Access::from_mrz(read).is_ok_and(|key| key == *access)
}

/// The key of a zone, and its issuer.
fn of_zone(zone: &str, today: Date) -> Result<(Access, Option<String>)> {
    let lines: Vec<&str> = zone.split('\n').collect();
    let mrz = mrz::parse(&lines, today).map_err(|error| error.reason())?;
    Ok((Access::from_mrz(&mrz)?, Some(mrz.issuer)))
}

/// The judgement on a chip.
#[derive(Serialize)]
struct Judged {
    outcome: AuthOutcome,
    level: Level,
    reasons: Vec<Reason>,
    weakest: Vec<Reason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Names>,
    original: &'static str,
}

/// Names of DG11.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Names {
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<String>,
}

impl Judged {
    /// Signed data on a copied chip are refused like changed data: whoever shows them has not the passport.
    fn of(answer: Authentication, files: &ChipFiles) -> Self {
        let Authentication { mut outcome, mut reasons, mut weakest, mrz, groups, .. } = answer;
        // Nothing about the chip follows from keys that nobody signed.
        let genuine = match outcome {
            AuthOutcome::NotAuthentic => Genuine { original: Originality::NotOffered, reasons: Vec::new() },
            AuthOutcome::Authentic | AuthOutcome::IssuerUnknown => {
                let listed = files.file(File::Sod).map(sod::listed).unwrap_or_default();
                genuine_chip(files, &groups, &listed)
            }
        };
        let level = match (outcome, genuine.level()) {
            (AuthOutcome::Authentic, Some(level)) => level,
            _ => Level::None,
        };
        let copied = genuine.original == Originality::Failed;
        if copied {
            outcome = AuthOutcome::NotAuthentic;
            reasons.extend(genuine.reasons);
        } else {
            weakest.extend(genuine.reasons);
        }
        let believed = outcome != AuthOutcome::NotAuthentic;
        let names = files.file(File::Dg11).filter(|_| believed && groups.contains(&11)).and_then(names);
        let lines = mrz.filter(|_| believed).map(|mrz| mrz.lines);
        Self { outcome, level, reasons, weakest, lines, names, original: genuine.original.as_str() }
    }
}

fn names(file: &[u8]) -> Option<Names> {
    let read = Dg11::read(file).ok()?;
    let plain = |name: &String| name.split('<').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let full_name = read.native_name().or_else(|| read.full_name.as_ref().map(plain));
    let other_names = read.other_names.iter().map(plain).collect();
    Some(Names { full_name, other_names })
}

impl From<ChipError> for Error {
    fn from(error: ChipError) -> Self {
        error.reason().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Month;

    const ONE: &str =
        "P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nE123456782CHN9001011M3301155<<<<<<<<<<<<<<<8";
    const OTHER: &str =
        "P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6";

    #[test]
    fn the_document_that_opened_is_the_document_that_was_read() {
        let today = Date::from_calendar_date(2026, Month::December, 1).unwrap();
        let read = |zone: &str| mrz::parse(&zone.split('\n').collect::<Vec<_>>(), today).unwrap();
        let pieces = Access::from_pieces("E123456782", "9001011", "3301155").unwrap();
        assert!(opened_with(&pieces, &read(ONE)));
        assert!(opened_with(&of_zone(ONE, today).unwrap().0, &read(ONE)));
        assert!(!opened_with(&pieces, &read(OTHER)));
    }
}
