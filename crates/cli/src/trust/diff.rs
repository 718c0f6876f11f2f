//! `healthpass trust diff`.

use super::print;
use super::show::{Shown, agreement_facts};
use crate::keys::authority::facts;
use crate::keys::{describe, hex};
use anyhow::Result;
use base64ct::{Base64, Encoding};
use healthpass_cert::trust::{Recipient, TrustedKey};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Exit status when something changed.
const CHANGED: u8 = 1;

/// Runs the command.
///
/// # Errors
/// When either cannot be opened.
pub fn run(old: &str, new: &str, root: Option<&str>, as_json: bool) -> Result<ExitCode> {
    let (old, new) = (Shown::open(old, root)?, Shown::open(new, root)?);
    let parts = [
        ("about", compare(&about(&old), &about(&new))),
        ("recipients", compare(&recipients(&old), &recipients(&new))),
        ("agreements", compare(&agreements(&old), &agreements(&new))),
        ("keys", compare(&keys(&old), &keys(&new))),
    ];
    if as_json {
        let parts = parts.iter().map(|(name, changes)| ((*name).to_owned(), changes.to_json()));
        print(&format!("{}\n", Value::Object(parts.collect())))?;
    } else {
        let text: Vec<String> = parts.iter().map(|(name, changes)| changes.text(name)).collect();
        print(&text.concat())?;
    }
    // A later list differs from an earlier one in its dates: that alone is no change of whom to trust.
    let same = parts.iter().filter(|(name, _)| *name != "about").all(|(_, changes)| changes.is_empty());
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(CHANGED) })
}

type Facts = BTreeMap<String, Value>;

fn about(shown: &Shown) -> Facts {
    let mut facts = Facts::new();
    if let Shown::Bundle(bundle) = shown {
        let list = &bundle.list;
        facts.insert("name".into(), json!(list.name));
        facts.insert("environment".into(), json!(list.environment));
        facts.insert("sequence".into(), json!(bundle.sequence));
        facts.insert("created".into(), json!(list.created_at.rfc3339()));
        facts.insert("expires".into(), json!(list.expires_at.rfc3339()));
        facts.insert("state".into(), json!(list.state));
        for source in &bundle.sources {
            let dated = source.dated.map(|at| at.rfc3339());
            facts.insert(format!("source {}", source.name), json!({"proof": source.proof, "dated": dated}));
        }
    }
    facts
}

fn agreements(shown: &Shown) -> Facts {
    shown.agreements().iter().map(|one| (one.name.clone(), agreement_facts(one))).collect()
}

/// By whose key it is; its validity may change.
fn recipients(shown: &Shown) -> Facts {
    let named = |one: &Recipient| format!("{} {} {}", one.country, one.name, hex(&one.key.kid()));
    shown.recipients().iter().map(|one| (named(one), facts(one))).collect()
}

/// By whose key it is for what: identifier, key, issuer and domain. What else is known of it may change.
fn keys(shown: &Shown) -> Facts {
    shown.keys().into_iter().map(|key| (identity(key), describe(key))).collect()
}

fn identity(key: &TrustedKey) -> String {
    let place = key.country.as_deref().or(key.participant.as_deref()).unwrap_or("??");
    let (kid, fingerprint) = (Base64::encode_string(&key.kid), hex(&key.key.fingerprint()));
    let short = fingerprint.get(..16).unwrap_or_default();
    let rest = [&key.domain, &key.issuer_id].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    format!("{place} {kid} {short} {rest}").trim_end().to_owned()
}

struct Changes {
    added: Vec<String>,
    removed: Vec<String>,
    changed: Vec<(String, Vec<String>)>,
}

fn compare(old: &Facts, new: &Facts) -> Changes {
    let only = |these: &Facts, others: &Facts| -> Vec<String> {
        these.keys().filter(|name| !others.contains_key(*name)).cloned().collect()
    };
    let pairs = old.iter().filter_map(|(name, before)| Some((name, before, new.get(name)?)));
    let changed = pairs.filter(|(_, before, after)| before != after);
    Changes {
        added: only(new, old),
        removed: only(old, new),
        changed: changed.map(|(name, before, after)| (name.clone(), differences(before, after))).collect(),
    }
}

fn differences(before: &Value, after: &Value) -> Vec<String> {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
        return vec![format!("{before} -> {after}")];
    };
    let changed = old.iter().filter(|(name, value)| new.get(*name) != Some(value));
    changed
        .map(|(name, value)| format!("{name} {value} -> {}", new.get(name).unwrap_or(&Value::Null)))
        .collect()
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    fn to_json(&self) -> Value {
        let changed = self.changed.iter().map(|(name, what)| json!({"id": name, "changes": what}));
        json!({"added": self.added, "removed": self.removed, "changed": changed.collect::<Vec<_>>()})
    }

    fn text(&self, what: &str) -> String {
        let (added, removed, changed) = (self.added.len(), self.removed.len(), self.changed.len());
        let mut text = format!("{what}: {added} added, {removed} removed, {changed} changed\n");
        text.extend(self.added.iter().map(|name| format!("  + {name}\n")));
        text.extend(self.removed.iter().map(|name| format!("  - {name}\n")));
        let line = |(name, how): &(String, Vec<String>)| format!("  ~ {name}: {}\n", how.join("; "));
        text.extend(self.changed.iter().map(line));
        text
    }
}
