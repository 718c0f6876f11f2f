//! JSON-LD to RDF (JSON-LD 1.1 API sections 5 and 8), as far as certificates use it.
//!
//! Two things come out: the triples, which are signed, and the part of the JSON that made them. A member no
//! context defines, a node whose name is no IRI: they leave no trace in what is signed, so they are not in the
//! claims either.

use super::context::{Active, Term, iri};
use super::rdf::{Bound, Graph, Node, Triple};
use crate::cbor::Value;
use crate::error::ReadError;
use crate::limits::{MAX_BLANK_NODES, MAX_CANONICAL_STEPS, MAX_JSON_LD_DEPTH, MAX_TRIPLES, MAX_TYPES};

/// Codes of this stage.
pub mod code {
    /// A context outside the list.
    pub const CONTEXT: &str = "envelope.json-ld.context";
    /// Nested deeper than [`crate::limits::MAX_JSON_LD_DEPTH`].
    pub const DEPTH: &str = "envelope.json-ld.depth";
    /// A keyword of JSON-LD, or a name that needs one, where certificates have none.
    pub const KEYWORD: &str = "envelope.json-ld.keyword";
    /// Blank nodes that cannot be told apart within [`crate::limits::MAX_CANONICAL_STEPS`].
    pub const STEPS: &str = "envelope.json-ld.too-many-steps";
    /// More statements than any certificate makes.
    pub const SIZE: &str = "envelope.json-ld.too-many-nodes";
    /// The same thing is described in two places.
    pub const TWICE: &str = "envelope.json-ld.described-twice";
    /// A value that has no one form in RDF: a fraction, or a character no IRI may have.
    pub const VALUE: &str = "envelope.json-ld.value";
}

/// Every code of [`code`].
pub const CODES: &[&str] =
    &[code::CONTEXT, code::DEPTH, code::KEYWORD, code::SIZE, code::STEPS, code::TWICE, code::VALUE];

const RDF_TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// Triples, and the JSON they are made of.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The triples.
    pub graph: Graph,
    /// The JSON without all that made no triple; [`Value::Null`] when nothing did.
    pub signed: Value,
    /// Where something was left out, each by its path: `credentialSubject.id`.
    pub left_out: Vec<String>,
}

/// Expands `document` under `active`. Its own `@context` is for the caller to have looked at.
///
/// # Errors
/// Codes of [`code`].
pub fn expand(document: &Value, active: &Active) -> Result<Expanded, ReadError> {
    let mut expansion =
        Expansion { graph: Graph::default(), described: Vec::new(), left_out: Vec::new(), path: Vec::new() };
    let (_, signed) = expansion.node(document, active, None)?;
    Ok(Expanded { graph: expansion.graph, signed, left_out: expansion.left_out })
}

/// The canonical N-Quads text.
///
/// # Errors
/// `envelope.json-ld.too-many-steps`.
pub fn canonical(graph: &Graph) -> Result<String, ReadError> {
    graph.canonical().map_err(bound)
}

fn bound(bound: Bound) -> ReadError {
    match bound {
        Bound::Size => {
            let limit = [&MAX_TRIPLES.to_string(), "/", &MAX_BLANK_NODES.to_string()].concat();
            ReadError { expected: Some(limit), ..ReadError::new(code::SIZE) }
        }
        Bound::Steps => {
            ReadError { expected: Some(MAX_CANONICAL_STEPS.to_string()), ..ReadError::new(code::STEPS) }
        }
    }
}

struct Expansion {
    graph: Graph,
    /// Names of the nodes met as objects.
    described: Vec<String>,
    left_out: Vec<String>,
    path: Vec<String>,
}

/// A node or value that can stand in a triple, if it can, and the JSON of it that is signed.
type Made = (Option<Node>, Value);

impl Expansion {
    /// A node object, reached through a property with a context of its own or none.
    fn node(&mut self, object: &Value, active: &Active, property: Option<Term>) -> Result<Made, ReadError> {
        if self.path.len() > MAX_JSON_LD_DEPTH {
            return Err(ReadError::new(code::DEPTH).comparing(MAX_JSON_LD_DEPTH, self.path.len()));
        }
        let members = object.entries().unwrap_or_default();
        let around = active.inwards(property.map(|term| term.scope));
        let mut inside = around.clone();
        for name in types(members, &around)? {
            if let Some(term) = around.term(name) {
                inside.add_type(term.scope);
            }
        }
        let subject = self.subject(members, &inside)?;
        let mut signed = Vec::new();
        for (key, value) in members {
            let name = key.as_text().unwrap_or_default();
            self.path.push(name.to_owned());
            let kept = self.member(name, value, &subject, &around, &inside)?;
            if kept == Value::Null {
                self.left_out.push(self.path.join("."));
            } else {
                signed.push((key.clone(), kept));
            }
            self.path.pop();
        }
        Ok(match subject {
            Some(subject) => (Some(subject), Value::Map(signed)),
            None => (None, Value::Null),
        })
    }

    /// What a node is called; `None` for a name that is no IRI: the node is then in no triple.
    fn subject(&mut self, members: &[(Value, Value)], inside: &Active) -> Result<Option<Node>, ReadError> {
        let named = members.iter().find(|(key, _)| is_id(key.as_text().unwrap_or_default(), inside));
        let Some((_, name)) = named else {
            return self.graph.blank().map(Some).map_err(bound);
        };
        let Some(name) = name.as_text() else {
            return Err(self.fault(code::VALUE, "id"));
        };
        if self.described.iter().any(|other| other == name) {
            return Err(self.fault(code::TWICE, "id"));
        }
        self.described.push(name.to_owned());
        reference(name).map_err(|Unwritable| self.fault(code::VALUE, "id"))
    }

    /// A fault at a member of the node under way.
    fn fault(&self, code: &'static str, member: &str) -> ReadError {
        let mut path = self.path.join(".");
        if !path.is_empty() && !member.is_empty() {
            path.push('.');
        }
        path.push_str(member);
        ReadError { found: Some(path), ..ReadError::new(code) }
    }

    /// One member of a node; what of it is signed.
    fn member(
        &mut self,
        name: &str,
        value: &Value,
        subject: &Option<Node>,
        around: &Active,
        inside: &Active,
    ) -> Result<Value, ReadError> {
        if name.starts_with('@') && name != "@context" || (name == "@context" && self.path.len() > 1) {
            return Err(self.fault(code::KEYWORD, ""));
        }
        if name == "@context" || is_id(name, inside) {
            return Ok(value.clone());
        }
        if is_type(name, inside) {
            return self.types(value, subject, around);
        }
        match inside.term(name) {
            Some(term) => self.values(value, subject, term, inside),
            None => Ok(Value::Null),
        }
    }

    fn types(&mut self, value: &Value, subject: &Option<Node>, around: &Active) -> Result<Value, ReadError> {
        let mut kept = Vec::new();
        for one in each(value) {
            let Some(name) = one.as_text() else { continue };
            let full = around.term(name).map_or_else(|| name.to_owned(), |term| iri(term.iri));
            let object = reference(&full).map_err(|Unwritable| self.fault(code::VALUE, ""))?;
            if let Some(object) = object {
                self.say(subject, RDF_TYPE.to_owned(), object)?;
                kept.push(one.clone());
            }
        }
        Ok(as_received(value, kept))
    }

    /// The value of a property, or each of its values: an array says them all, in no order.
    fn values(
        &mut self,
        value: &Value,
        subject: &Option<Node>,
        term: Term,
        inside: &Active,
    ) -> Result<Value, ReadError> {
        let mut kept = Vec::new();
        for one in each(value) {
            if one.as_array().is_some() {
                return Err(self.fault(code::VALUE, ""));
            }
            let (object, signed) = match one {
                Value::Map(_) => self.node(one, inside, Some(term))?,
                plain => {
                    let object = scalar(plain, term, inside);
                    (object.map_err(|Unwritable| self.fault(code::VALUE, ""))?, plain.clone())
                }
            };
            if let Some(object) = object {
                self.say(subject, ["<", &iri(term.iri), ">"].concat(), object)?;
                kept.push(signed);
            }
        }
        Ok(as_received(value, kept))
    }

    fn say(&mut self, subject: &Option<Node>, predicate: String, object: Node) -> Result<(), ReadError> {
        match subject {
            Some(subject) => {
                self.graph.add(Triple { subject: subject.clone(), predicate, object }).map_err(bound)
            }
            None => Ok(()),
        }
    }
}

/// Every context of a certificate calls `@id` and `@type` so; that of a verifier takes `id` back.
fn is_id(name: &str, inside: &Active) -> bool {
    name == "id" && inside.term(name).is_none()
}

fn is_type(name: &str, inside: &Active) -> bool {
    name == "type" && inside.term(name).is_none()
}

/// The names of a node's types in the order in which their contexts are added.
fn types<'v>(members: &'v [(Value, Value)], around: &Active) -> Result<Vec<&'v str>, ReadError> {
    let mut names: Vec<&str> = Vec::new();
    for (_, value) in members.iter().filter(|(key, _)| is_type(key.as_text().unwrap_or_default(), around)) {
        for name in each(value).iter().filter_map(Value::as_text) {
            let Err(at) = names.binary_search(&name) else { continue };
            if names.len() == MAX_TYPES {
                return Err(ReadError::new(code::SIZE));
            }
            names.insert(at, name);
        }
    }
    Ok(names)
}

fn each(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// An array stays one, a single value a single one, and nothing is [`Value::Null`].
fn as_received(value: &Value, mut kept: Vec<Value>) -> Value {
    match (value, kept.len()) {
        (_, 0) => Value::Null,
        (Value::Array(_), _) => Value::Array(kept),
        _ => kept.pop().unwrap_or(Value::Null),
    }
}

/// A value without a form in RDF.
struct Unwritable;

/// A value that is no node, in the form RDF gives it (JSON-LD 1.1 API section 8.2).
fn scalar(value: &Value, term: Term, inside: &Active) -> Result<Option<Node>, Unwritable> {
    let plain_type = if term.values.starts_with("xsd:") { term.values } else { "" };
    let or = |default: &'static str| if plain_type.is_empty() { default } else { plain_type };
    Ok(match value {
        Value::Text(name) if term.values == "@id" => reference(name)?,
        Value::Text(name) if term.values == "@vocab" => {
            reference(&inside.term(name).map_or_else(|| name.clone(), |term| iri(term.iri)))?
        }
        Value::Text(text) => Some(literal(text, plain_type)),
        Value::Bool(yes) => Some(literal(if *yes { "true" } else { "false" }, or("xsd:boolean"))),
        Value::Integer(_) | Value::Float(_) => Some(literal(&whole(value)?, or("xsd:integer"))),
        _ => None,
    })
}

/// A whole number that JavaScript holds exactly; what it would round is shown as it was not signed. Nothing a
/// certificate holds has fractions.
fn whole(value: &Value) -> Result<String, Unwritable> {
    const LIMIT: i64 = (1 << 53) - 1;
    let number = match value {
        Value::Integer(number) => Some(*number),
        Value::Float(number) if *number as i64 as f64 == *number => Some(*number as i64),
        _ => None,
    };
    let exact = number.filter(|number| (-LIMIT..=LIMIT).contains(number));
    exact.map(|number| number.to_string()).ok_or(Unwritable)
}

/// An IRI, or `None` for a name without a scheme. White space is let through: India names people
/// `did:Aadhaar Card:...`, and the software it signs with lets it through. What would end the IRI in
/// N-Quads, or break its line, is refused: text could else pass for other triples.
fn reference(name: &str) -> Result<Option<Node>, Unwritable> {
    let forbidden =
        |c: char| c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\');
    if name.starts_with("_:") || name.contains(forbidden) {
        return Err(Unwritable);
    }
    let Some((scheme, _)) = name.split_once(':') else { return Ok(None) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    Ok(is_scheme.then(|| Node::Named(["<", name, ">"].concat())))
}

/// A literal with the escapes of URDNA2015, which leaves tabs and other control characters alone.
fn literal(text: &str, datatype: &str) -> Node {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            other => written.push(other),
        }
    }
    written.push('"');
    if !datatype.is_empty() {
        written.extend(["^^<", &iri(datatype), ">"]);
    }
    Node::Named(written)
}
