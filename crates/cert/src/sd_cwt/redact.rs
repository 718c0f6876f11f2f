//! From claims to a payload with digests, and the disclosures behind them (sections 7 and 10).

use super::{Path, REDACTED_ELEMENT, REDACTED_KEYS, SALT_BYTES, Step, code, digest, is_never_redacted};
use crate::cbor::Value;
use crate::cbor_write;
use crate::report::Reason;

/// Claims ready to be signed, and what a holder gets beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Redacted {
    /// The claims with digests in the place of what was redacted.
    pub payload: Value,
    /// One disclosure for every digest, decoys' among them, in the order of the claims; CBOR.
    pub disclosures: Vec<Vec<u8>>,
}

/// Redacts what stands at each of `places` in `claims`, and adds a decoy to the map or array at each of `decoys`.
///
/// Takes one salt for each; they must come from a cryptographic generator, [`SALT_BYTES`] bytes each, and be used
/// for nothing else. Digests of a map stand in the order of their bytes, so that their order says nothing.
///
/// # Errors
/// `issue.redaction.place` for a place where nothing is or what may not be redacted (iss, exp, cnf ...);
/// `issue.redaction.salts` for another number of salts, or one twice.
///
/// ```
/// use healthpass_cert::{cbor::Value, sd_cwt::{redact, reveal}};
/// let claims = Value::Map(vec![(Value::Integer(500), Value::Bool(true))]);
/// let redacted = redact(&claims, &[vec![500.into()]], &[], &[[7; 16]]).unwrap();
/// let disclosure = redacted.disclosures[0].as_slice();
/// assert_eq!(reveal(&redacted.payload, &[disclosure]).unwrap().claims, claims);
/// assert_eq!(reveal(&redacted.payload, &[]).unwrap().withheld[0].count, 1);
/// ```
pub fn redact(
    claims: &Value,
    places: &[Path],
    decoys: &[Path],
    salts: &[[u8; SALT_BYTES]],
) -> Result<Redacted, Reason> {
    let twice = salts.iter().enumerate().any(|(i, salt)| salts.iter().take(i).any(|other| other == salt));
    if twice || salts.len() != places.len() + decoys.len() {
        let needed = (places.len() + decoys.len()).to_string();
        return Err(Reason::new(code::SALTS).expected(needed).found(salts.len().to_string()));
    }
    let mut redactor = Redactor { places, decoys, salts, disclosures: Vec::new() };
    let payload = redactor.value(claims, &mut Path::new())?;
    match redactor.disclosures.len() {
        made if made == salts.len() => Ok(Redacted { payload, disclosures: redactor.disclosures }),
        made => Err(Reason::new(code::REDACTION).expected(salts.len().to_string()).found(made.to_string())),
    }
}

struct Redactor<'a> {
    places: &'a [Path],
    decoys: &'a [Path],
    salts: &'a [[u8; SALT_BYTES]],
    disclosures: Vec<Vec<u8>>,
}

impl Redactor<'_> {
    fn value(&mut self, value: &Value, at: &mut Path) -> Result<Value, Reason> {
        match value {
            Value::Map(entries) => self.map(entries, at),
            Value::Array(items) => self.array(items, at),
            Value::Tag(tag, inner) => Ok(Value::Tag(*tag, Box::new(self.value(inner, at)?))),
            other => Ok(other.clone()),
        }
    }

    fn map(&mut self, entries: &[(Value, Value)], at: &mut Path) -> Result<Value, Reason> {
        let (mut open, mut digests) = (Vec::with_capacity(entries.len() + 1), Vec::new());
        for (key, value) in entries {
            let fixed = is_never_redacted(at, key);
            at.push(Step::Key(key.clone()));
            let value = self.value(value, at)?;
            if !self.places.contains(at) {
                open.push((key.clone(), value));
            } else if fixed {
                return Err(Reason::new(code::REDACTION).found(crate::json::from_cbor(key).to_string()));
            } else {
                digests.push(self.disclose(&[value, key.clone()])?);
            }
            at.pop();
        }
        for _ in self.decoys.iter().filter(|decoy| *decoy == at) {
            digests.push(self.disclose(&[])?);
        }
        if !digests.is_empty() {
            digests.sort_unstable();
            open.push((REDACTED_KEYS, Value::Array(digests.into_iter().map(Value::Bytes).collect())));
        }
        Ok(Value::Map(open))
    }

    fn array(&mut self, items: &[Value], at: &mut Path) -> Result<Value, Reason> {
        let element = |digest| Value::Tag(REDACTED_ELEMENT, Box::new(Value::Bytes(digest)));
        let mut redacted = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            at.push(Step::Element(index));
            let item = self.value(item, at)?;
            redacted.push(if self.places.contains(at) { element(self.disclose(&[item])?) } else { item });
            at.pop();
        }
        for _ in self.decoys.iter().filter(|decoy| *decoy == at) {
            // Anywhere, by the salt only the holder knows: one that always stands last is none.
            let salt = self.salts.get(self.disclosures.len()).and_then(|salt| salt.first()).copied();
            let place = usize::from(salt.unwrap_or_default()) % (redacted.len() + 1);
            redacted.insert(place, element(self.disclose(&[])?));
        }
        Ok(Value::Array(redacted))
    }

    /// Notes the disclosure of `content` under the next salt, and gives its digest.
    fn disclose(&mut self, content: &[Value]) -> Result<Vec<u8>, Reason> {
        let salt = self.salts.get(self.disclosures.len()).ok_or_else(|| Reason::new(code::SALTS))?;
        let mut parts = vec![Value::Bytes(salt.to_vec())];
        parts.extend_from_slice(content);
        let disclosure = cbor_write::write(&Value::Array(parts));
        let digest = digest(&disclosure);
        self.disclosures.push(disclosure);
        Ok(digest.to_vec())
    }
}
