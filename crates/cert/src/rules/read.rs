//! A pack out of its JSON.

use super::fields::Fields;
use super::pack::{Area, Otherwise, Pack, Part, PartKind, Requirement, Route, Rule, RuleType};
use super::{RulesError, Stage, code};
use crate::catalogue::country;
use crate::cbor::Value;
use crate::certlogic::{self, IssueKind, Moment};
use crate::json;
use crate::limits::{
    MAX_AREA_COUNTRIES, MAX_AREAS, MAX_INFLATED, MAX_PART_RULES, MAX_REQUIREMENTS, MAX_ROUTES, MAX_RULES,
};
use crate::model::RecordKind;

/// In force for ever, where a requirement names no dates.
const ALWAYS: (Moment, Moment) = (Moment(i64::MIN), Moment(i64::MAX));

impl Pack {
    /// Reads the JSON of a pack and checks that all of it can be used.
    ///
    /// # Errors
    /// [`RulesError`] with the member at fault.
    pub fn read(text: &str) -> Result<Self, RulesError> {
        let pack = Self::read_unchecked(text)?;
        pack.check()?;
        Ok(pack)
    }

    /// [`Pack::read`] without looking into expressions and references.
    pub(super) fn read_unchecked(text: &str) -> Result<Self, RulesError> {
        if text.len() > MAX_INFLATED {
            return Err(RulesError::new(code::TOO_LARGE, "", "more than 256 kB"));
        }
        let value = json::read_exactly(text).map_err(|fault| {
            let code = if fault.found == json::TOO_DEEP { code::DEPTH } else { code::JSON };
            RulesError::new(code, &["offset ", &fault.offset.to_string()].concat(), fault.found)
        })?;
        let fields = Fields::of(&value, String::new(), code::SHAPE)?;
        let sequence = fields.get("sequence").and_then(Value::as_integer);
        let sequence = sequence.and_then(|number| u64::try_from(number).ok());
        Ok(Self {
            id: fields.text("id")?,
            sequence: sequence.ok_or_else(|| fields.refuse("sequence", "not a whole number"))?,
            name: fields.words("name")?,
            published_by: fields.text("publishedBy")?,
            source: fields.source()?,
            created_at: fields.time("createdAt")?,
            expires_at: fields.time("expiresAt")?,
            areas: fields.objects("areas", MAX_AREAS)?.iter().map(area).collect::<Result<_, _>>()?,
            value_sets: fields.get("valueSets").cloned().unwrap_or(Value::Map(Vec::new())),
            rules: fields.objects("rules", MAX_RULES)?.iter().map(rule).collect::<Result<_, _>>()?,
            requirements: fields
                .objects("requirements", MAX_REQUIREMENTS)?
                .iter()
                .map(requirement)
                .collect::<Result<_, _>>()?,
        })
    }

    /// That expressions are some, rules that are named are there, and nothing comes twice.
    fn check(&self) -> Result<(), RulesError> {
        for (index, rule) in self.rules.iter().enumerate() {
            let at = ["rules[", &index.to_string(), "].Logic"].concat();
            expression(&rule.logic, &at)?;
            let earlier = self.rules.iter().take(index);
            if earlier.clone().any(|other| same_version(other, rule)) {
                return Err(RulesError::new(code::TWICE, &at, &rule.identifier));
            }
        }
        for (index, requirement) in self.requirements.iter().enumerate() {
            let at = ["requirements[", &index.to_string(), "]"].concat();
            if let Some(logic) = &requirement.applies_when {
                expression(logic, &[&at, ".appliesWhen"].concat())?;
            }
            if self.requirements.iter().take(index).any(|other| other.id == requirement.id) {
                return Err(RulesError::new(code::TWICE, &at, &requirement.id));
            }
            if let Some(unknown) = requirement.rules().find(|named| !self.has(named)) {
                return Err(RulesError::new(code::REFERENCE, &at, unknown));
            }
        }
        Ok(())
    }

    /// Whether there is a rule of that identifier.
    pub(super) fn has(&self, identifier: &str) -> bool {
        self.rules.iter().any(|rule| rule.identifier == identifier)
    }
}

impl Requirement {
    /// Identifiers of every rule it names.
    pub(super) fn rules(&self) -> impl Iterator<Item = &String> {
        self.routes.iter().flat_map(|route| &route.all).flat_map(|part| &part.rules)
    }
}

/// Rules of one identifier may differ by region.
pub(super) fn same_version(one: &Rule, other: &Rule) -> bool {
    one.identifier == other.identifier && one.version == other.version && one.region == other.region
}

pub(super) fn expression(logic: &Value, at: &str) -> Result<(), RulesError> {
    match certlogic::validate(logic).iter().find(|issue| !issue.is_harmless()) {
        None => Ok(()),
        Some(issue) => {
            let code = if issue.kind == IssueKind::Depth { code::DEPTH } else { code::LOGIC };
            Err(RulesError::new(code, at, &issue.at))
        }
    }
}

fn area(fields: &Fields<'_>) -> Result<Area, RulesError> {
    Ok(Area { id: fields.text("id")?, countries: fields.texts("countries", MAX_AREA_COUNTRIES)? })
}

/// A state's code as trips have it, whichever way the publisher writes it; an area's name as it is.
fn state(named: String) -> String {
    country::alpha2(&named.to_ascii_uppercase()).map_or(named, str::to_owned)
}

/// One rule of the EU's schema.
pub(super) fn rule(fields: &Fields<'_>) -> Result<Rule, RulesError> {
    let kind = match fields.text("CertificateType")?.as_str() {
        "General" => None,
        "Vaccination" => Some(RecordKind::Vaccination),
        "Test" => Some(RecordKind::Test),
        "Recovery" => Some(RecordKind::Recovery),
        "Antibody" => Some(RecordKind::Antibody),
        "Prophylaxis" => Some(RecordKind::Prophylaxis),
        other => return Err(fields.refuse("CertificateType", other)),
    };
    let named = fields.text("Type")?;
    let of_name = RuleType::ALL.into_iter().find(|(name, _)| *name == named);
    let version = |name: &str| {
        version(&fields.text(name)?).ok_or_else(|| fields.refuse(name, "not a version such as 1.0.0"))
    };
    let logic = fields.get("Logic").ok_or_else(|| fields.refuse("Logic", "missing"))?.clone();
    Ok(Rule {
        identifier: fields.text("Identifier")?,
        rule_type: of_name.ok_or_else(|| fields.refuse("Type", &named))?.1,
        country: state(fields.text("Country")?),
        region: fields.optional_text("Region")?,
        version: version("Version")?,
        schema_version: version("SchemaVersion")?,
        engine: fields.text("Engine")?,
        engine_version: version("EngineVersion")?,
        kind,
        description: fields.words("Description")?,
        valid_from: moment(fields, "ValidFrom")?,
        valid_to: moment(fields, "ValidTo")?,
        of_payload: certlogic::paths(&logic).iter().any(|path| path.starts_with("payload")),
        logic,
    })
}

fn moment(fields: &Fields<'_>, name: &str) -> Result<Moment, RulesError> {
    Moment::parse(&fields.text(name)?).ok_or_else(|| fields.refuse(name, "not a time"))
}

/// Three numbers; what follows a hyphen or plus sign is left out.
pub(super) fn version(text: &str) -> Option<[u32; 3]> {
    let core = text.split(['-', '+']).next()?;
    let mut numbers = core.split('.').map(|part| part.parse().ok());
    let version = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some(version)
}

fn requirement(fields: &Fields<'_>) -> Result<Requirement, RulesError> {
    let stage = match fields.text("stage")?.as_str() {
        "exit" => Stage::Exit,
        "transit" => Stage::Transit,
        "entry" => Stage::Entry,
        other => return Err(fields.refuse("stage", other)),
    };
    let at = fields.optional_text("at")?;
    let at_departure = match (stage, at.as_deref()) {
        (Stage::Transit, Some("departure")) => true,
        (_, None) | (Stage::Transit | Stage::Entry, Some("arrival")) | (Stage::Exit, Some("departure")) => {
            false
        }
        (_, Some(other)) => return Err(fields.refuse("at", other)),
    };
    let or = |name, always| if fields.get(name).is_some() { moment(fields, name) } else { Ok(always) };
    let routes = fields.objects("routes", MAX_ROUTES)?;
    if routes.is_empty() {
        return Err(fields.refuse("routes", "none"));
    }
    let otherwise = match fields.inner("otherwise")? {
        None => Otherwise { refused: true, quarantine_days: None },
        Some(inner) => {
            Otherwise { refused: inner.flag("refused")?, quarantine_days: inner.number("quarantineDays")? }
        }
    };
    Ok(Requirement {
        id: fields.text("id")?,
        stage,
        at_departure,
        country: fields.text("country")?,
        region: fields.optional_text("region")?,
        valid_from: or("validFrom", ALWAYS.0)?,
        valid_to: or("validTo", ALWAYS.1)?,
        description: fields.words("description")?,
        source: fields.source()?,
        applies_when: fields.get("appliesWhen").cloned(),
        routes: routes.iter().map(route).collect::<Result<_, _>>()?,
        otherwise,
    })
}

fn route(fields: &Fields<'_>) -> Result<Route, RulesError> {
    let parts = fields.objects("all", MAX_ROUTES)?;
    if parts.is_empty() {
        return Err(fields.refuse("all", "none"));
    }
    Ok(Route {
        id: fields.text("id")?,
        description: fields.words("description")?,
        all: parts.iter().map(part).collect::<Result<_, _>>()?,
        quarantine_days: fields.number("quarantineDays")?,
    })
}

fn part(fields: &Fields<'_>) -> Result<Part, RulesError> {
    let named = fields.text("record")?;
    let record = match RecordKind::from_name(&named) {
        Some(kind) => PartKind::Record(kind),
        None if named == "exemption" => PartKind::Exemption,
        None => return Err(fields.refuse("record", &named)),
    };
    let rules = fields.texts("rules", MAX_PART_RULES)?;
    // A part without rules has no identifier that an officer could be shown.
    if rules.is_empty() {
        return Err(fields.refuse("rules", "none"));
    }
    Ok(Part { record, diseases: fields.texts("diseases", MAX_PART_RULES)?, rules })
}
