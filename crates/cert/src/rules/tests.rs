//! Packs, trips and answers.

mod answers;
mod hostile;
mod random;
mod shipped;
mod trips;

use super::*;
use crate::time::UnixTime;
use serde_json::{Value, json};

/// The time of most questions here.
pub(super) fn now() -> UnixTime {
    UnixTime::parse("2026-11-22T12:00:00Z").unwrap()
}

/// A rule of the EU's form, in force for long.
pub(super) fn rule(identifier: &str, rule_type: &str, logic: Value) -> Value {
    let mut parts = identifier.split('-');
    let kind = match parts.next().unwrap() {
        "VR" => "Vaccination",
        "TR" => "Test",
        _ => "General",
    };
    json!({
        "Identifier": identifier, "Type": rule_type, "Country": parts.next().unwrap(), "Version": "1.0.0",
        "SchemaVersion": "1.0.0", "Engine": "CERTLOGIC", "EngineVersion": "1.0.0", "CertificateType": kind,
        "Description": [{"lang": "en", "desc": "A rule of a test, in words."}, {"lang": "zh", "desc": "测试规则"}],
        "ValidFrom": "2020-01-01T00:00:00Z", "ValidTo": "2099-12-31T00:00:00Z", "AffectedFields": [], "Logic": logic,
    })
}

/// A pack of these rules and requirements.
pub(super) fn pack(rules: &[Value], requirements: &[Value]) -> Value {
    json!({
        "id": "test", "sequence": 1, "name": {"en": "Test", "zh": "测试"}, "publishedBy": "Test",
        "source": {"title": "Test"},
        "createdAt": "2026-11-01T00:00:00Z", "expiresAt": "2027-11-01T00:00:00Z",
        "rules": rules, "requirements": requirements,
    })
}

/// A requirement of entry to CN with one route of one part.
pub(super) fn requirement(rules: &[&str]) -> Value {
    json!({
        "id": "entry", "stage": "entry", "country": "CN", "description": {"en": "Asked", "zh": "要求"},
        "routes": [{"id": "way", "description": {"en": "A way", "zh": "途径"},
                    "all": [{"record": "vaccination", "rules": rules}]}],
    })
}

pub(super) fn read(pack: &Value) -> Result<Pack, RulesError> {
    Pack::read(&pack.to_string())
}

/// Runs one case of the given certificates and trip and gives the decision.
pub(super) fn decided(pack: &Value, certificates: Value, trip: Value) -> Decision {
    let cases =
        json!({"cases": [{"name": "case", "certificates": certificates, "trip": trip, "expected": {}}]});
    run_cases(&read(pack).unwrap(), &cases.to_string(), now()).unwrap().remove(0).decision
}

pub(super) fn to_china() -> Value {
    json!({"stops": [{"country": "DE", "departs": "2026-12-01T08:00:00+01:00"},
                     {"country": "CN", "arrives": "2026-12-02T06:00:00+08:00"}]})
}
