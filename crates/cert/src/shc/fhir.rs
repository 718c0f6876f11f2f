//! Ways through the JSON of FHIR R4 resources.

use serde_json::Value;

/// The bundle a card signs.
pub(super) fn bundle(claims: &Value) -> Option<&Value> {
    at(claims, &["vc", "credentialSubject", "fhirBundle"]).filter(|bundle| bundle.is_object())
}

/// Every resource with its type and its place among the entries.
pub(super) fn resources(bundle: &Value) -> impl Iterator<Item = (usize, &str, &Value)> {
    items(bundle, "entry").iter().enumerate().filter_map(|(index, entry)| {
        let resource = entry.get("resource")?;
        Some((index, text(resource, "resourceType")?, resource))
    })
}

/// What stands at the end of a path of members.
pub(super) fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, member| value.get(member))
}

/// The elements of an array member; Quebec leaves the brackets of a single one out.
pub(super) fn items<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    match value.get(member) {
        Some(Value::Array(items)) => items,
        Some(single @ Value::Object(_)) => core::slice::from_ref(single),
        _ => &[],
    }
}

/// A text member without white space at its ends; empty text counts as absent.
pub(super) fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    let text = value.get(member)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// [`text`] as a view wants it.
pub(super) fn owned(value: &Value, member: &str) -> Option<String> {
    text(value, member).map(str::to_owned)
}

/// The codings of a codeable concept.
pub(super) fn codings<'v>(resource: &'v Value, concept: &str) -> &'v [Value] {
    resource.get(concept).map(|concept| items(concept, "coding")).unwrap_or_default()
}

/// Whether an observation is a laboratory test: it says so, or it does not say what else it is.
pub(super) fn is_test(observation: &Value) -> bool {
    let categories = items(observation, "category");
    let laboratory = |coding: &Value| text(coding, "code") == Some("laboratory");
    categories.is_empty()
        || categories.iter().any(|category| items(category, "coding").iter().any(laboratory))
}

/// Whether an immunization or observation stands as a record: done, final, and not withdrawn.
pub(super) fn counts(kind: &str, resource: &Value) -> bool {
    let is = |known: &&str| text(resource, "status").is_some_and(|status| status.eq_ignore_ascii_case(known));
    match kind {
        "Immunization" => {
            is(&COMPLETED) && resource.get("isSubpotent").and_then(Value::as_bool) != Some(true)
        }
        _ => ["final", "amended", "corrected"].iter().any(is),
    }
}

/// Status of a dose that was given; some write it with a capital.
pub(super) const COMPLETED: &str = "completed";
