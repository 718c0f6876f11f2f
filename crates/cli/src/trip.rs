//! `healthpass trip`: is what a traveller has enough, and if not, what is missing?

use crate::args::Trip;
use crate::rules::Given;
use crate::text::Sentences;
use crate::{clock, input, trust};
use anyhow::{Context, Result};
use healthpass_cert::report::{Reason, Report};
use healthpass_cert::request::Options;
use healthpass_cert::rules::{
    Answer, Applies, Decision, Gap, LegDecision, RequirementDecision, Stage, judge,
};
use std::fmt::Write;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// For wrong usage: a file that cannot be read, a bundle or pack that is not from its root.
pub fn run(command: &Trip) -> Result<ExitCode> {
    let now = clock::time(command.at.as_deref())?;
    let given = Given::read(&command.travel, now)?;
    let trip = given.trip.as_ref().context("no trip: give --trip TRIP.json")?;
    let store = trust::store(&command.trust, command.root.as_deref())?;
    let keys = command.key.iter().map(|path| input::key(path)).collect::<Result<Vec<_>>>()?;
    let mrz = command.mrz.iter().flat_map(|lines| lines.lines()).map(str::to_owned).collect();
    let options = Options { keys, mrz, ..Options::default() };
    let mut reports = command
        .codes
        .iter()
        .map(|code| Ok(options.verify(&input::code(code)?, &store, Some(now))?))
        .collect::<Result<Vec<Report>>>()?;
    let birth = options.birth_date(now);
    let decision = judge(&mut reports, &given.store, Some(trip), birth.as_deref(), now);
    let decision = decision.context("no rules: give --rules FILE")?;
    if command.json {
        println!("{}", serde_json::to_string(&decision)?);
    } else {
        print!("{}", text(&decision));
    }
    Ok(ExitCode::from(u8::from(decision.answer != Answer::Ok)))
}

/// The decision as lines of text; certificates are counted from 1, as they were given.
pub fn text(decision: &Decision) -> String {
    let sentences = Sentences::english();
    let mut out = sentences.get(&format!("trip.{}", name(decision.answer))).to_uppercase();
    out.push('\n');
    for leg in &decision.legs {
        out.push('\n');
        of_leg(leg, &sentences, &mut out);
    }
    out.push('\n');
    for refused in &decision.not_counted {
        let verdict = serde_json::to_value(refused.verdict).unwrap_or_default();
        let verdict = sentences.get(&format!("verdict.{}", verdict.as_str().unwrap_or_default()));
        // Writing to a String cannot fail.
        let _ = writeln!(out, "certificate {} does not count: {verdict}", refused.certificate + 1);
    }
    for reason in &decision.reasons {
        let _ = writeln!(out, "{} [{}]", sentences.reason(reason), reason.code);
    }
    for pack in &decision.packs {
        let old = if pack.expired { ", OLD" } else { "" };
        let (en, id, sequence, date) = (&pack.name.en, &pack.id, pack.sequence, &pack.created_at);
        let _ = writeln!(out, "rules: {en} [{id} {sequence}] as of {date}, {} days old{old}", pack.age_days);
    }
    out
}

fn of_leg(leg: &LegDecision, sentences: &Sentences, out: &mut String) {
    let stage = match leg.stage {
        Stage::Exit => "exit",
        Stage::Transit => "transit",
        Stage::Entry => "entry",
    };
    let _ = write!(
        out,
        "{} {} {}{}, {}: {}",
        mark(leg.answer),
        sentences.get(&format!("stage.{stage}")),
        sentences.get(&format!("country.{}", leg.country)),
        leg.region.as_ref().map(|region| format!(" ({region})")).unwrap_or_default(),
        leg.at,
        sentences.get(&format!("trip.{}", name(leg.answer)))
    );
    if let Some(days) = leg.quarantine_days {
        let _ = write!(out, ", quarantine {days} days");
    }
    out.push('\n');
    for requirement in &leg.requirements {
        of_requirement(requirement, leg, sentences, out);
    }
}

fn of_requirement(
    requirement: &RequirementDecision,
    leg: &LegDecision,
    sentences: &Sentences,
    out: &mut String,
) {
    let _ =
        writeln!(out, "  {} {} [{}]", mark(requirement.answer), requirement.description.en, requirement.id);
    match requirement.applies {
        Applies::Yes => (),
        Applies::No => out.push_str("      not asked of this traveller\n"),
        Applies::Open => out.push_str("      may or may not be asked of this traveller\n"),
    }
    for shown in &requirement.show {
        let _ = writeln!(out, "      show certificate {}", shown + 1);
    }
    for gap in &requirement.gaps {
        of_gap(gap, leg, sentences, out);
    }
}

fn of_gap(gap: &Gap, leg: &LegDecision, sentences: &Sentences, out: &mut String) {
    let reason = Reason::new(gap.code).found(gap.rule.clone()).at(leg.at.clone());
    let _ = writeln!(out, "      {} {}", gap.rule, gap.description.en);
    let _ = write!(out, "        {} [{}]", sentences.reason(&reason), gap.code);
    if let (Some(found), Some(needed)) = (&gap.found, &gap.needed) {
        let _ = write!(out, " {found}, needed {needed}:");
    }
    if let Some(short) = gap.short_by_seconds {
        let _ = write!(out, " {}", duration(short));
    }
    for (word, time) in [("met from", &gap.met_from), ("met until", &gap.until)] {
        if let Some(time) = time {
            let _ = write!(out, ", {word} {time}");
        }
    }
    if let Some(certificate) = gap.certificate {
        let _ = write!(out, ", certificate {}", certificate + 1);
    }
    out.push('\n');
}

/// Days, hours, minutes and seconds, the largest two that are not nothing.
fn duration(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (length, unit) in units {
        if rest >= length && parts.len() < 2 {
            parts.push(format!("{} {unit}", rest / length));
        }
        rest %= length;
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

fn mark(answer: Answer) -> char {
    match answer {
        Answer::Ok => '✓',
        Answer::NotMet => '✗',
        Answer::Open => '?',
        Answer::NoRules => '-',
    }
}

fn name(answer: Answer) -> &'static str {
    match answer {
        Answer::Ok => "ok",
        Answer::NotMet => "not-met",
        Answer::Open => "open",
        Answer::NoRules => "no-rules",
    }
}
