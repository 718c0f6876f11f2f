//! `healthpass trust show`.

use super::list::{self, Named};
use super::{print, recipients};
use crate::keys::authority::facts;
use crate::keys::describe;
use crate::{clock, input};
use anyhow::Result;
use base64ct::{Base64, Encoding};
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::bundle::{Bundle, Source};
use healthpass_cert::trust::{Agreement, Recipient, Role, TrustedKey};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// First byte of a bundle: CBOR tag 18.
const BUNDLE: u8 = 0xd2;

/// A bundle, or a list that could become part of one.
pub enum Shown {
    /// A bundle whose root was checked.
    Bundle(Box<Bundle>),
    /// A published list.
    List(Box<Named>),
}

impl Shown {
    /// Opens whichever it is.
    ///
    /// # Errors
    /// When it is neither, or a signature does not hold.
    pub fn open(argument: &str, root: Option<&str>) -> Result<Self> {
        let path = Path::new(argument);
        if path.exists() && input::file(path)?.first() == Some(&BUNDLE) {
            return Ok(Self::Bundle(Box::new(super::open(path, root)?)));
        }
        Ok(Self::List(Box::new(list::read(argument)?)))
    }

    /// Its keys.
    pub fn keys(&self) -> Vec<&TrustedKey> {
        match self {
            Self::Bundle(bundle) => bundle.keys.iter().map(|(key, _)| key).collect(),
            Self::List(named) => named.list.keys.iter().collect(),
        }
    }

    /// Authorities that codes may be sealed to.
    pub fn recipients(&self) -> &[Recipient] {
        match self {
            Self::Bundle(bundle) => bundle.recipients(),
            Self::List(_) => &[],
        }
    }

    /// Its agreements.
    pub fn agreements(&self) -> &[Agreement] {
        match self {
            Self::Bundle(bundle) => &bundle.list.agreements,
            Self::List(_) => &[],
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Those of [`Shown::open`].
pub fn run(argument: &str, root: Option<&str>, as_json: bool) -> Result<()> {
    let shown = Shown::open(argument, root)?;
    let facts = match &shown {
        Shown::Bundle(bundle) => bundle_facts(bundle, clock::time(None)?),
        Shown::List(named) => list_facts(named),
    };
    if as_json {
        return print(&format!("{facts}\n"));
    }
    let mut text = match &shown {
        Shown::Bundle(bundle) => bundle_text(bundle, clock::time(None)?),
        Shown::List(named) => list_text(named),
    };
    text.extend(counts_text(&facts));
    text.extend(shown.keys().into_iter().map(key_text));
    print(&text.join(""))
}

fn bundle_facts(bundle: &Bundle, now: UnixTime) -> Value {
    let in_use = |index| bundle.keys.iter().filter(|(_, source)| *source == index).count();
    let sources = bundle.sources.iter().enumerate();
    let sources: Vec<Value> = sources.map(|(index, source)| source_facts(source, in_use(index))).collect();
    let keys: Vec<&TrustedKey> = bundle.keys.iter().map(|(key, _)| key).collect();
    let described: Vec<Value> = bundle
        .keys
        .iter()
        .map(|(key, source)| {
            let mut facts = describe(key);
            if let Some(facts) = facts.as_object_mut() {
                facts.insert("source".into(), json!(source));
            }
            facts
        })
        .collect();
    json!({
        "summary": bundle.summary(now),
        "state": bundle.list.state,
        "sources": sources,
        "counts": counts(&keys),
        "agreements": bundle.list.agreements.iter().map(agreement_facts).collect::<Vec<_>>(),
        "recipients": bundle.recipients().iter().map(facts).collect::<Vec<_>>(),
        "keys": described,
    })
}

fn list_facts(named: &Named) -> Value {
    let list = &named.list;
    let keys: Vec<&TrustedKey> = list.keys.iter().collect();
    json!({
        "list": named.name,
        "kind": list.kind.name(),
        "proof": list.proof.name(),
        "dated": list.dated.map(UnixTime::rfc3339),
        "environment": list.environment,
        "leftOut": list.left_out.iter().map(|out| json!({"id": out.id, "why": out.why})).collect::<Vec<_>>(),
        "counts": counts(&keys),
        "keys": keys.iter().map(|key| describe(key)).collect::<Vec<_>>(),
    })
}

fn source_facts(source: &Source, keys: usize) -> Value {
    json!({
        "name": source.name,
        "proof": source.proof,
        "dated": source.dated.map(UnixTime::rfc3339),
        "environment": source.environment,
        "keys": keys,
    })
}

/// An agreement as `--agreement` takes it.
pub fn agreement_facts(agreement: &Agreement) -> Value {
    let kinds =
        agreement.kinds.as_ref().map(|kinds| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    json!({
        "name": agreement.name,
        "issuedBy": agreement.issuers,
        "recognisedBy": agreement.relying,
        "mutual": agreement.mutual,
        "kinds": kinds,
        "diseases": agreement.diseases,
        "from": agreement.from.map(UnixTime::rfc3339),
        "until": agreement.until.map(UnixTime::rfc3339),
    })
}

fn counts(keys: &[&TrustedKey]) -> Value {
    let count = |name: &dyn Fn(&TrustedKey) -> String| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for key in keys {
            *counts.entry(name(key)).or_default() += 1;
        }
        counts
    };
    let or_none = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".into());
    json!({
        "country": count(&|key| or_none(&key.country.clone().or_else(|| key.participant.clone()))),
        "domain": count(&|key| or_none(&key.domain)),
        "role": count(&|key| role(key.role).to_owned()),
        "key": count(&|key| key.key.kind().to_string()),
    })
}

/// Name of a role on screens.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Signer | Role::Either => "signer",
        Role::Authority => "authority",
        Role::Other => "other",
    }
}

fn bundle_text(bundle: &Bundle, now: UnixTime) -> Vec<String> {
    let summary = bundle.summary(now);
    let expired = if summary.expired { " (EXPIRED)" } else { "" };
    let mut text = vec![
        format!("{} ({}), version {}\n", summary.name, summary.environment, summary.version),
        format!("  created {}, expires {}{expired}\n", summary.created_at, summary.expires_at),
    ];
    for source in &bundle.sources {
        text.push(format!("  from {}, {}, proof: {}\n", source.name, dated(source.dated), source.proof));
    }
    text.extend(bundle.list.state.as_ref().map(|state| format!("  for officers of {state}\n")));
    text.extend(bundle.list.agreements.iter().map(agreement_text));
    text.extend(bundle.recipients().iter().map(|one| recipients::text(one, bundle.recipients(), now)));
    text.push(format!("  {} keys of {} states\n", summary.keys, summary.issuers));
    text
}

fn dated(at: Option<UnixTime>) -> String {
    at.map_or_else(|| "undated".into(), |at| format!("of {}", at.rfc3339()))
}

fn agreement_text(agreement: &Agreement) -> String {
    let arrow = if agreement.mutual { "<->" } else { "->" };
    let kinds = agreement.kinds.as_ref().map_or_else(
        || "every kind".to_owned(),
        |kinds| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "),
    );
    let diseases = agreement.diseases.as_ref().map(|codes| format!(" of {}", codes.join(", ")));
    let time = |word: &str, at: Option<UnixTime>| at.map(|at| format!(", {word} {}", at.rfc3339()));
    format!(
        "  agreement {}: {} {arrow} {}, {kinds}{}{}{}\n",
        agreement.name,
        agreement.issuers.join(" "),
        agreement.relying.join(" "),
        diseases.unwrap_or_default(),
        time("from", agreement.from).unwrap_or_default(),
        time("until", agreement.until).unwrap_or_default(),
    )
}

fn list_text(named: &Named) -> Vec<String> {
    let list = &named.list;
    let environment = list.environment.unwrap_or("environment not said");
    let mut text = vec![
        format!("{}: {} ({environment})\n", named.name, list.kind.name()),
        format!("  {}, proof: {}\n", dated(list.dated), list.proof.name()),
    ];
    text.extend(list.left_out.iter().map(|out| format!("  left out {}: {}\n", out.id, out.why)));
    text.push(format!("  {} keys\n", list.keys.len()));
    text
}

fn counts_text(facts: &Value) -> Vec<String> {
    let by = facts.get("counts").and_then(Value::as_object).into_iter().flatten();
    let line = |(by, counts): (&String, &Value)| {
        let counts = counts.as_object().into_iter().flatten();
        let counts: Vec<String> = counts.map(|(name, count)| format!("{name} {count}")).collect();
        format!("  by {by}: {}\n", counts.join(", "))
    };
    by.map(line).collect()
}

fn key_text(key: &TrustedKey) -> String {
    let place = key.country.as_deref().or(key.participant.as_deref()).unwrap_or("??");
    let kid = Base64::encode_string(&key.kid);
    let domain = key.domain.as_ref().map(|domain| format!("{domain} ")).unwrap_or_default();
    let role = match key.role {
        Role::Signer | Role::Either => String::new(),
        other => format!("{} ", role(other)),
    };
    let until = key.not_after.map_or_else(|| "?".into(), UnixTime::rfc3339);
    format!("    {place} {kid} {domain}{role}until {until}\n")
}
