//! TypeScript types of everything that crosses, out of the Rust types that every surface serialises.

use crate::{paths, term};
use anyhow::{Context, Result};
use healthpass_cert::inspect::Stage;
use healthpass_cert::parts::Parts;
use healthpass_cert::presentation::desk::AuthorityKey;
use healthpass_cert::report::Report;
use healthpass_cert::revocation::RevocationSummary;
use healthpass_cert::rules::{Decision, PackSummary};
use healthpass_cert::trust::bundle::TrustSummary;
use healthpass_cert::trust::csca::AuthoritySummary;
use healthpass_passport::authentication::AuthOutcome;
use healthpass_passport::mrz::{MrzResult, Repair};
use healthpass_passport::{TypedAssessment, TypedDocument};
use healthpass_wallet::{
    Added, Bound, CertificateDetail, FreshPresentation, Overview, PersonDecision, Presentation,
    PresentationChoice, PresentationChoices, PresentationPreview, QuestionView, ReadDocument, Requested,
    StorageProblem, StoredChange, StoredRecord,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str =
    "// Generated from the Rust types by `cargo xtask types`; a test fails when it is not what Rust says.\n";

/// Writes `crates/wasm/npm/types/data.d.ts` anew.
pub fn write() -> Result<()> {
    let file = file();
    let what = format!("types to {}", paths::shown(&file));
    term::step(&what, || {
        std::fs::write(&file, declarations()).with_context(|| format!("cannot write {}", paths::shown(&file)))
    })
}

fn file() -> PathBuf {
    paths::npm().join("types/data.d.ts")
}

/// What crosses and every type it is made of, in the order of their names.
fn declarations() -> String {
    let mut found = Found { config: Config::new(), types: BTreeMap::new() };
    found.visit::<Report>();
    found.visit::<Stage>();
    found.visit::<Parts>();
    found.visit::<TrustSummary>();
    found.visit::<AuthorityKey>();
    found.visit::<AuthOutcome>();
    found.visit::<AuthoritySummary>();
    found.visit::<MrzResult>();
    found.visit::<Repair>();
    found.visit::<TypedDocument>();
    found.visit::<TypedAssessment>();
    found.visit::<ReadDocument>();
    found.visit::<StoredRecord>();
    found.visit::<StoredChange>();
    found.visit::<StorageProblem>();
    found.visit::<Decision>();
    found.visit::<PackSummary>();
    found.visit::<RevocationSummary>();
    found.visit::<PersonDecision>();
    found.visit::<Overview>();
    found.visit::<Added>();
    found.visit::<CertificateDetail>();
    found.visit::<Bound>();
    found.visit::<Presentation>();
    found.visit::<Requested>();
    found.visit::<PresentationChoices>();
    found.visit::<PresentationChoice>();
    found.visit::<QuestionView>();
    found.visit::<PresentationPreview>();
    found.visit::<FreshPresentation>();
    let types = found.types.into_values().collect::<Vec<_>>().join("\n");
    format!("{HEADER}\n{types}")
}

struct Found {
    config: Config,
    types: BTreeMap<String, String>,
}

impl TypeVisitor for Found {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // types of the language itself have no file of their own
        let name = T::ident(&self.config);
        if T::output_path().is_none() {
            T::visit_generics(self);
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = tidy(&format!("{docs}export {}\n", T::decl(&self.config)));
        if let Some(known) = self.types.get(&name) {
            assert!(*known == declaration, "two types are called {name}: rename one with ts(rename)");
            T::visit_generics(self);
            return;
        }
        self.types.insert(name, declaration);
        T::visit_dependencies(self);
    }
}

/// One member a line, one line per short comment, members indented.
fn tidy(declaration: &str) -> String {
    let joined = declaration.replace("/**\n * ", "/** ").replace("\n */\n", " */\n").replace(", };", "\n};");
    let mut inside = false;
    let mut tidied = String::new();
    for line in joined.lines().map(str::trim_end) {
        inside = inside && line != "};";
        let indent = if inside && !line.is_empty() { "  " } else { "" };
        tidied.push_str(&format!("{indent}{}\n", line.trim_end_matches(',')));
        inside = inside || line.ends_with('{');
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_types_are_what_rust_says() {
        let written = std::fs::read_to_string(file()).unwrap();
        assert!(written == declarations(), "data.d.ts has drifted: run `cargo xtask types`");
    }

    #[test]
    fn every_type_of_a_report_is_there() {
        let text = declarations();
        for name in [
            "Report",
            "Verdict",
            "Check",
            "Reason",
            "Certificate",
            "Record",
            "Coded",
            "BlockState",
            "Overview",
            "TypedField",
        ] {
            assert!(text.contains(&format!("export type {name} = ")), "{name} is missing");
        }
        assert!(text.contains("\"issuer-not-recognised\""));
    }
}
