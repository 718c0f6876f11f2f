//! Published rules of the EU, as its gateway and its states give them, into the members of a pack.

use super::fields::Fields;
use super::{RulesError, code, read};
use crate::cbor::Value;
use crate::json;
use healthpass_crypto::hash::sha256;

/// What was taken out of files.
#[derive(Clone, Debug, Default)]
pub struct ImportedRules {
    /// Rules, in the EU's JSON; their sentences in English and Chinese, where there are some.
    pub rules: Vec<serde_json::Value>,
    /// Value sets: the identifier and its codes.
    pub value_sets: Vec<(String, Vec<String>)>,
    /// Files that are neither rules, value sets nor lists of rules.
    pub others: Vec<String>,
    /// Files that are no JSON, and where they stop being some.
    pub unreadable: Vec<String>,
    /// Rules that no reader takes: identifier, file and why.
    pub refused: Vec<String>,
    /// Rules that a gateway's list names and no file has: `identifier version`.
    pub missing: Vec<String>,
}

/// One of a gateway's list: `{"identifier", "version", "country", "hash"}`.
struct Listed {
    name: String,
    hash: String,
}

/// Reads files by name and text: rules alone or in arrays, lists of a gateway, value sets. A rule that a list names has
/// to be there with the hash that the list states.
///
/// # Errors
/// `rules.pack.*` for a rule that comes twice and differs.
pub fn import(files: &[(String, String)]) -> Result<ImportedRules, RulesError> {
    let mut imported = ImportedRules::default();
    let (mut listed, mut hashes, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    for (name, text) in files {
        let value = match json::read(text) {
            Ok(value) => value,
            Err(error) => {
                imported.unreadable.push([name, ", ", &error.at, ": ", &error.found].concat());
                continue;
            }
        };
        hashes.push(hex(&sha256(text.trim_end().as_bytes())));
        hashes.push(hex(&sha256(text.as_bytes())));
        let items = match &value {
            Value::Array(items) => items.as_slice(),
            one => core::slice::from_ref(one),
        };
        let mut of_no_use = true;
        for item in items {
            of_no_use &= !take(item, name, &mut imported, &mut listed, &mut taken)?;
        }
        if of_no_use {
            imported.others.push(name.clone());
        }
    }
    imported.missing = listed
        .into_iter()
        .filter(|listed| !hashes.contains(&listed.hash))
        .map(|listed| listed.name)
        .collect();
    Ok(imported)
}

/// Takes one item; whether it was any of ours.
fn take(
    item: &Value,
    file: &str,
    imported: &mut ImportedRules,
    listed: &mut Vec<Listed>,
    taken: &mut Vec<(String, [u32; 3], Option<String>)>,
) -> Result<bool, RulesError> {
    if let Some(logic) = item.get_text("Logic") {
        let rule = Fields::of(item, file.to_owned(), code::SHAPE).and_then(|fields| read::rule(&fields));
        let rule = rule.and_then(|rule| read::expression(logic, "Logic").map(|()| rule));
        let rule = match rule {
            Ok(rule) => rule,
            Err(error) => {
                let named = item.get_text("Identifier").and_then(Value::as_text).unwrap_or_default();
                imported.refused.push([named, ", ", file, ": ", &error.to_string()].concat());
                return Ok(true);
            }
        };
        let shown = json::from_cbor(&in_two_languages(item));
        let key = (rule.identifier, rule.version, rule.region);
        if !taken.contains(&key) {
            taken.push(key);
            imported.rules.push(shown);
        } else if !imported.rules.contains(&shown) {
            return Err(RulesError::new(code::TWICE, file, &key.0));
        }
        return Ok(true);
    }
    if let Some(sets) = named_sets(item) {
        imported.value_sets.retain(|(known, _)| !sets.iter().any(|(name, _)| name == known));
        imported.value_sets.extend(sets);
        return Ok(true);
    }
    let text = |name: &str| item.get_text(name).and_then(Value::as_text).map(str::to_owned);
    if let (Some(id), Some(Value::Map(values))) = (text("valueSetId"), item.get_text("valueSetValues")) {
        let codes = values.iter().filter_map(|(code, _)| code.as_text().map(str::to_owned));
        imported.value_sets.retain(|(known, _)| *known != id);
        imported.value_sets.push((id, codes.collect()));
        return Ok(true);
    }
    if let (Some(identifier), Some(version), Some(hash)) = (text("identifier"), text("version"), text("hash"))
    {
        let name = [&identifier, " ", &version].concat();
        listed.push(Listed { name, hash: hash.to_ascii_lowercase() });
        return Ok(true);
    }
    Ok(false)
}

/// Value sets as the states' validators are handed them: the codes of each, by its identifier.
fn named_sets(item: &Value) -> Option<Vec<(String, Vec<String>)>> {
    let codes = |value: &Value| match value {
        Value::Array(codes) => codes.iter().map(|code| code.as_text().map(str::to_owned)).collect(),
        _ => None,
    };
    let sets = item.entries().filter(|entries| !entries.is_empty())?.iter();
    sets.map(|(name, value)| Some((name.as_text()?.to_owned(), codes(value)?))).collect()
}

/// The rule with its English and Chinese sentences, or with all of them when it has neither.
fn in_two_languages(rule: &Value) -> Value {
    let shown = |sentence: &Value| {
        let language = sentence.get_text("lang").and_then(Value::as_text);
        matches!(language, Some("en" | "zh"))
    };
    let kept = |name: &Value, value: &Value| match (name.as_text(), value) {
        (Some("Description"), Value::Array(sentences)) if sentences.iter().any(shown) => {
            Value::Array(sentences.iter().filter(|sentence| shown(sentence)).cloned().collect())
        }
        _ => value.clone(),
    };
    let members = rule.entries().unwrap_or_default().iter();
    Value::Map(members.map(|(name, value)| (name.clone(), kept(name, value))).collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
