//! A report as lines of text.

use crate::text::Sentences;
use healthpass_cert::model::{Certificate, Record};
use healthpass_cert::presentation::report::{PresentationReport, SealRecipient};
use healthpass_cert::report::{Check, Report, State};
use std::fmt::Write;

/// A seal that does not open: what is inside is neither genuine nor the opposite, and only the reason is told.
fn shut(report: &Report) -> bool {
    report.presentation.as_deref().is_some_and(|shown| shown.checks.seal.state == State::Fail)
}

/// The report in English: answer, reasons, who and what, then the nine checks.
pub fn report(report: &Report) -> String {
    let sentences = Sentences::english();
    let verdict = json_name(&report.verdict);
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}", sentences.get(&format!("verdict.{verdict}")).to_uppercase());
    if !shut(report) {
        let _ = writeln!(out, "{}", sentences.get(&format!("verdict.{verdict}.why")));
    }
    if let Some(certificate) = &report.certificate {
        out.push('\n');
        out.push_str(&describe(certificate, &sentences));
    }
    let shown = report.presentation.as_deref();
    if let Some(shown) = shown {
        out.push('\n');
        out.push_str(&presented(shown, &sentences));
    }
    out.push('\n');
    for (name, check) in checks(report).into_iter().chain(shown.into_iter().flat_map(own_checks)) {
        let label = sentences.get(&format!("check.{name}"));
        let _ = writeln!(
            out,
            "{} {label}: {}",
            mark(check),
            sentences.get(&format!("state.{}", json_name(&check.state)))
        );
        for reason in &check.reasons {
            let _ = writeln!(out, "    {} [{}]", sentences.reason(reason), reason.code);
        }
    }
    out
}

fn checks(report: &Report) -> [(&'static str, &Check); 9] {
    let checks = &report.checks;
    [
        ("envelope", &checks.envelope),
        ("signature", &checks.signature),
        ("issuer", &checks.issuer),
        ("time", &checks.time),
        ("usage", &checks.usage),
        ("content", &checks.content),
        ("revocation", &checks.revocation),
        ("rules", &checks.rules),
        ("holder", &checks.holder),
    ]
}

fn own_checks(shown: &PresentationReport) -> [(&'static str, &Check); 4] {
    let checks = &shown.checks;
    [
        ("seal", &checks.seal),
        ("keyBinding", &checks.key_binding),
        ("freshness", &checks.freshness),
        ("commitment", &checks.commitment),
    ]
}

/// How it was shown: sealed to whom, bound by whom, when, and what is not there.
fn presented(shown: &PresentationReport, sentences: &Sentences) -> String {
    let mut out = String::new();
    let name = |recipient: &SealRecipient| recipient.name.clone().unwrap_or_else(|| recipient.kid.clone());
    if let Some(seal) = &shown.seal {
        let names: Vec<_> = seal.recipients.iter().map(name).collect();
        let _ = writeln!(out, "  sealed to: {}", names.join(", "));
    }
    if let Some(binding) = &shown.binding {
        let _ = writeln!(out, "  {}", sentences.get(&format!("binding.{}", json_name(binding))));
    }
    if let Some(level) = &shown.level {
        let _ = writeln!(out, "  passport: {}", sentences.get(&format!("level.{}", json_name(level))));
    }
    if let Some(made_at) = &shown.made_at {
        let _ = writeln!(out, "  made: {made_at}");
    }
    for withheld in &shown.withheld {
        let what = sentences.get(&format!("withheld.{}", withheld.at));
        let _ = writeln!(out, "  not shown: {what} ({})", withheld.count);
    }
    out
}

fn mark(check: &Check) -> &'static str {
    match check.state {
        State::Pass => "[x]",
        State::Fail => "[!]",
        State::Unknown => "[?]",
        State::Skipped => "[ ]",
    }
}

fn describe(certificate: &Certificate, sentences: &Sentences) -> String {
    let person = &certificate.person;
    let parts = [&person.native_name, &person.full_name, &person.surname, &person.given_names];
    let name: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let mut out = String::new();
    let _ = writeln!(out, "{}", name.join(" "));
    let facts = [
        ("born", &person.birth_date),
        ("issued by", &certificate.issuer.country),
        ("issued", &certificate.issued_at),
        ("expires", &certificate.expires_at),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "  {label}: {value}");
        }
    }
    for record in &certificate.records {
        let _ = writeln!(out, "  {}", line(record, sentences));
    }
    if let Some(link) = &certificate.link {
        let _ = writeln!(out, "  records at: {}", link.url);
    }
    out
}

fn line(record: &Record, sentences: &Sentences) -> String {
    let disease = record.disease.as_ref().map(|coded| sentences.get(&format!("disease.{}", coded.code)));
    let product = record.product.as_ref().map(|coded| sentences.product(coded));
    let result = record.result.as_ref().map(|coded| sentences.get(&format!("result.{}", coded.code)));
    let dose = record.dose.zip(record.doses).map(|(dose, doses)| format!("dose {dose} of {doses}"));
    let parts = [
        Some(sentences.get(&format!("kind.{}", record.kind.name()))),
        disease,
        product,
        result,
        dose,
        record.date.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The name an enum has in JSON.
fn json_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
