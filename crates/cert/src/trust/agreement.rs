//! Recognition agreements: whose certificates a state has agreed to recognise, of what kind, since when and
//! until when. A list that carries any answers for the state it names; a list without leaves it open.

use super::TrustList;
use crate::catalogue::country::same_state;
use crate::model::{Record, RecordKind};
use crate::report::Reason;
use crate::time::UnixTime;

/// Codes of what an agreement says about an issuer.
pub mod code {
    /// Recognised under this agreement: a remark, not a fault.
    pub const AGREEMENT: &str = "issuer.agreement";
    /// The only agreement in force covers another disease.
    pub const AGREEMENT_DISEASE: &str = "issuer.agreement-disease";
    /// The agreement has ended.
    pub const AGREEMENT_EXPIRED: &str = "issuer.agreement-expired";
    /// The only agreement in force covers other kinds of record.
    pub const AGREEMENT_KIND: &str = "issuer.agreement-kind";
    /// The agreement has not begun.
    pub const AGREEMENT_NOT_YET: &str = "issuer.agreement-not-yet";
    /// The agreement binds the issuer's state only.
    pub const AGREEMENT_ONE_WAY: &str = "issuer.agreement-one-way";
    /// No agreement with the issuer's state.
    pub const NO_AGREEMENT: &str = "issuer.no-agreement";
}

/// One agreement.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Agreement {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-2 of the states whose certificates are recognised.
    pub issuers: Vec<String>,
    /// ISO 3166-1 alpha-2 of the states that recognise them.
    pub relying: Vec<String>,
    /// Whether it holds the other way round as well.
    pub mutual: bool,
    /// Kinds of record it covers; `None` for all.
    pub kinds: Option<Vec<RecordKind>>,
    /// Diseases it covers, as certificates code them (SNOMED CT); `None` for all.
    pub diseases: Option<Vec<String>>,
    /// When it begins.
    pub from: Option<UnixTime>,
    /// Its last second.
    pub until: Option<UnixTime>,
}

/// Whether the list's state recognises certificates with these records of the state `issuer`: the agreements
/// that say so (none where none is needed), or why not.
///
/// # Errors
/// One reason of [`code`].
pub fn judge(
    list: &TrustList,
    issuer: Option<&str>,
    records: &[Record],
    now: UnixTime,
) -> Result<Vec<Reason>, Reason> {
    let Some(state) = list.state.as_deref().filter(|_| !list.agreements.is_empty()) else {
        return Ok(Vec::new());
    };
    let Some(issuer) = issuer else {
        return Err(Reason::new(code::NO_AGREEMENT).expected(state).found("?"));
    };
    if same_state(issuer, state) {
        return Ok(Vec::new());
    }
    let mut named: Vec<Reason> = Vec::new();
    let mut judge_one = |record: Option<&Record>| {
        let reason = covering(list, issuer, state, record, now)?;
        if !named.contains(&reason) {
            named.push(reason);
        }
        Ok(())
    };
    if records.is_empty() {
        judge_one(None)?;
    }
    for record in records {
        judge_one(Some(record))?;
    }
    Ok(named)
}

/// The agreement that covers one record, or what comes nearest to covering it.
fn covering(
    list: &TrustList,
    issuer: &str,
    state: &str,
    record: Option<&Record>,
    now: UnixTime,
) -> Result<Reason, Reason> {
    let mut nearest = (Distance::Unrelated, Reason::new(code::NO_AGREEMENT).expected(state).found(issuer));
    for agreement in &list.agreements {
        match agreement.refusal(issuer, state, record, now) {
            None => return Ok(Reason::new(code::AGREEMENT).found(agreement.name.clone())),
            Some((distance, reason)) if distance > nearest.0 => nearest = (distance, reason),
            Some(_) => (),
        }
    }
    Err(nearest.1)
}

/// How far an agreement comes: the furthest is what is reported.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Distance {
    Unrelated,
    OtherWay,
    OtherTime,
    OtherContent,
}

impl Agreement {
    /// Why it does not cover a record of `issuer` shown in `state`; `None` when it does.
    fn refusal(
        &self,
        issuer: &str,
        state: &str,
        record: Option<&Record>,
        now: UnixTime,
    ) -> Option<(Distance, Reason)> {
        let reason = |code| Reason::new(code).found(self.name.clone());
        let this_way = has(&self.issuers, issuer) && has(&self.relying, state);
        let other_way = has(&self.issuers, state) && has(&self.relying, issuer);
        if !(this_way || self.mutual && other_way) {
            let code = if other_way { code::AGREEMENT_ONE_WAY } else { code::NO_AGREEMENT };
            let distance = if other_way { Distance::OtherWay } else { Distance::Unrelated };
            return Some((distance, reason(code)));
        }
        if let Some(end) = self.until.filter(|end| now > *end) {
            return Some((Distance::OtherTime, reason(code::AGREEMENT_EXPIRED).at(end.rfc3339())));
        }
        if let Some(start) = self.from.filter(|start| now < *start) {
            return Some((Distance::OtherTime, reason(code::AGREEMENT_NOT_YET).at(start.rfc3339())));
        }
        let kind = record.map(|record| record.kind);
        if let Some(kinds) = &self.kinds
            && !kind.is_some_and(|kind| kinds.contains(&kind))
        {
            let reason = reason(code::AGREEMENT_KIND).expected(crate::verify::names(kinds));
            return Some((Distance::OtherContent, reason));
        }
        let disease = record.and_then(|record| record.disease.as_ref());
        if let Some(diseases) = &self.diseases
            && !disease.is_some_and(|disease| diseases.contains(&disease.code))
        {
            return Some((Distance::OtherContent, reason(code::AGREEMENT_DISEASE)));
        }
        None
    }
}

fn has(states: &[String], state: &str) -> bool {
    states.iter().any(|one| same_state(one, state))
}
