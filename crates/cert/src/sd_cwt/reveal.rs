//! From a payload and the disclosures shown with it to the claims (section 9, steps 7 and 9).

use super::{
    BEFORE_ISSUE, DIGEST_BYTES, MAX_KEY_TEXT, MAX_LEVEL, Path, REDACTED_ELEMENT, REDACTED_KEYS, SALT_BYTES,
    Step, code, digest, is_never_redacted,
};
use crate::cbor::Value;
use crate::envelope::cose::kind;
use crate::error::ReadError;
use crate::limits::{MAX_DIGESTS, MAX_DISCLOSURES};

/// What a payload and some disclosures say.
#[derive(Clone, Debug, PartialEq)]
pub struct Revealed {
    /// The claims without any digest: what was never redacted, and what was disclosed.
    pub claims: Value,
    /// Where digests are left that nothing was shown for, in the order of the payload.
    pub withheld: Vec<Withheld>,
    /// Where each disclosure belongs, in the order of the payload. Decoys belong nowhere.
    pub disclosed: Vec<Disclosed>,
}

/// Digests of one map or array that nothing was shown for; decoys cannot be told from the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The map or array, by its way through [`Revealed::claims`].
    pub at: Path,
    /// How many.
    pub count: usize,
}

/// One disclosure's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosed {
    /// Which of the disclosures given.
    pub index: usize,
    /// The way to its value through [`Revealed::claims`].
    pub at: Path,
}

/// Puts every one of `disclosures` into its place in `payload`.
///
/// # Errors
/// `envelope.cbor.*` for a disclosure that is not CBOR of definite lengths; `envelope.sd-cwt.*` when one is not a
/// disclosure, belongs nowhere, comes twice or belongs to two places, repeats a key of its map or a claim that must
/// not be redacted, is nested too deep, and for a payload that is not one of an issued token.
pub fn reveal(payload: &Value, disclosures: &[&[u8]]) -> Result<Revealed, ReadError> {
    let mut walk = Walk { known: known(disclosures)?, seen: Vec::new(), withheld: Vec::new() };
    let claims = walk.value(payload, &mut Path::new(), 0)?;
    let mut disclosed = Vec::with_capacity(disclosures.len());
    for (index, disclosure) in walk.known.into_iter().enumerate() {
        match disclosure.place {
            Place::Unused => return Err(ReadError::at(code::DISCLOSURE_UNUSED, index)),
            Place::Decoy => {}
            Place::At(at, order) => disclosed.push((order, Disclosed { index, at })),
        }
    }
    disclosed.sort_unstable_by_key(|(order, _)| *order);
    let disclosed = disclosed.into_iter().map(|(_, disclosed)| disclosed).collect();
    Ok(Revealed { claims, withheld: walk.withheld, disclosed })
}

/// A disclosure, read.
struct Known {
    digest: [u8; DIGEST_BYTES],
    /// What follows the salt: nothing for a decoy; a value; a value and a key.
    content: Vec<Value>,
    place: Place,
}

enum Place {
    Unused,
    Decoy,
    /// Its place, and how many disclosures were put in place before it.
    At(Path, usize),
}

fn known(disclosures: &[&[u8]]) -> Result<Vec<Known>, ReadError> {
    if disclosures.len() > MAX_DISCLOSURES {
        return Err(ReadError::new(code::TOO_MANY).comparing(MAX_DISCLOSURES, disclosures.len()));
    }
    let mut known: Vec<Known> = Vec::with_capacity(disclosures.len());
    for (index, disclosure) in disclosures.iter().enumerate() {
        let fault = |code| ReadError::at(code, index);
        let digest = digest(disclosure);
        if known.iter().any(|other| other.digest == digest) {
            return Err(fault(code::DISCLOSURE_TWICE));
        }
        let Value::Array(mut content) = Value::read_with_simple_values(disclosure)? else {
            return Err(fault(code::DISCLOSURE));
        };
        let salted = content.first().and_then(Value::as_bytes).is_some_and(|salt| salt.len() == SALT_BYTES);
        if !salted || content.len() > 3 {
            return Err(fault(code::DISCLOSURE));
        }
        content.remove(0);
        known.push(Known { digest, content, place: Place::Unused });
    }
    Ok(known)
}

/// What a digest turned out to stand for.
enum Found {
    /// Nothing was shown for it.
    Withheld,
    /// A decoy was.
    Decoy,
    /// The disclosure of this index.
    Disclosure(usize),
}

struct Walk {
    known: Vec<Known>,
    /// Digests met so far.
    seen: Vec<[u8; DIGEST_BYTES]>,
    withheld: Vec<Withheld>,
}

impl Walk {
    fn value(&mut self, value: &Value, at: &mut Path, level: usize) -> Result<Value, ReadError> {
        if level > MAX_LEVEL {
            return Err(ReadError::new(code::DEPTH).comparing(MAX_LEVEL, level));
        }
        match value {
            Value::Map(entries) => self.map(entries, at, level),
            Value::Array(items) => self.array(items, at, level),
            Value::Tag(tag, _) if *tag == REDACTED_ELEMENT || BEFORE_ISSUE.contains(tag) => {
                Err(ReadError::new(code::SHAPE).comparing("no tag", tag))
            }
            Value::Tag(tag, inner) => Ok(Value::Tag(*tag, Box::new(self.value(inner, at, level + 1)?))),
            value if *value == REDACTED_KEYS => {
                Err(ReadError::new(code::SHAPE).comparing("key", kind(value)))
            }
            other => Ok(other.clone()),
        }
    }

    fn map(&mut self, entries: &[(Value, Value)], at: &mut Path, level: usize) -> Result<Value, ReadError> {
        let mut open: Vec<(Value, Value)> = Vec::with_capacity(entries.len());
        let mut digests: &[Value] = &[];
        for (key, value) in entries {
            if *key == REDACTED_KEYS {
                digests = value.as_array().ok_or_else(|| not_a_digest(value))?;
                continue;
            }
            check_key(key)?;
            at.push(Step::Key(key.clone()));
            open.push((key.clone(), self.value(value, at, level + 1)?));
            at.pop();
        }
        let mut left = 0;
        for digest in digests {
            match self.find(digest, 2)? {
                Found::Withheld => left += 1,
                Found::Decoy => {}
                Found::Disclosure(index) => {
                    let (key, value) = self.disclosed_entry(index, at)?;
                    if open.iter().any(|(other, _)| *other == key) {
                        return Err(ReadError::at(code::KEY_TWICE, index));
                    }
                    at.push(Step::Key(key.clone()));
                    self.place(index, at);
                    open.push((key, self.value(&value, at, level + 1)?));
                    at.pop();
                }
            }
        }
        self.leave(left, at);
        Ok(Value::Map(open))
    }

    fn array(&mut self, items: &[Value], at: &mut Path, level: usize) -> Result<Value, ReadError> {
        let (mut open, mut left) = (Vec::with_capacity(items.len()), 0);
        for item in items {
            at.push(Step::Element(open.len()));
            match item {
                Value::Tag(REDACTED_ELEMENT, digest) => match self.find(digest, 1)? {
                    Found::Withheld => left += 1,
                    Found::Decoy => {}
                    Found::Disclosure(index) => {
                        self.place(index, at);
                        let content = self.known.get(index).and_then(|known| known.content.first().cloned());
                        let value = content.ok_or_else(|| ReadError::at(code::DISCLOSURE_PLACE, index))?;
                        open.push(self.value(&value, at, level + 1)?);
                    }
                },
                other => open.push(self.value(other, at, level + 1)?),
            }
            at.pop();
        }
        self.leave(left, at);
        Ok(Value::Array(open))
    }

    /// The disclosure behind `digest`, which must have `parts` after its salt unless it is a decoy.
    fn find(&mut self, digest: &Value, parts: usize) -> Result<Found, ReadError> {
        let bytes = digest.as_bytes().ok_or_else(|| not_a_digest(digest))?;
        let bytes: [u8; DIGEST_BYTES] = bytes.try_into().map_err(|_| not_a_digest(digest))?;
        if self.seen.len() >= MAX_DIGESTS {
            return Err(ReadError::new(code::TOO_MANY).comparing(MAX_DIGESTS, self.seen.len() + 1));
        }
        if self.seen.contains(&bytes) {
            return Err(ReadError::new(code::DIGEST_TWICE));
        }
        self.seen.push(bytes);
        let found = self.known.iter_mut().enumerate().find(|(_, known)| known.digest == bytes);
        let Some((index, known)) = found else { return Ok(Found::Withheld) };
        match known.content.len() {
            0 => {
                known.place = Place::Decoy;
                Ok(Found::Decoy)
            }
            found if found == parts => Ok(Found::Disclosure(index)),
            found => Err(ReadError::at(code::DISCLOSURE_PLACE, index).comparing(parts, found)),
        }
    }

    /// Key and value of the disclosure of this index, for the map at `at`.
    fn disclosed_entry(&self, index: usize, at: &Path) -> Result<(Value, Value), ReadError> {
        let content = self.known.get(index).map(|known| known.content.as_slice());
        let Some([value, key]) = content else {
            return Err(ReadError::at(code::DISCLOSURE_PLACE, index));
        };
        check_key(key)?;
        if is_never_redacted(at, key) {
            return Err(ReadError::at(code::NEVER_REDACTED, index));
        }
        Ok((key.clone(), value.clone()))
    }

    fn place(&mut self, index: usize, at: &Path) {
        let before = self.seen.len();
        if let Some(known) = self.known.get_mut(index) {
            known.place = Place::At(at.clone(), before);
        }
    }

    fn leave(&mut self, count: usize, at: &Path) {
        if count > 0 {
            self.withheld.push(Withheld { at: at.clone(), count });
        }
    }
}

fn check_key(key: &Value) -> Result<(), ReadError> {
    match key {
        Value::Integer(_) => Ok(()),
        Value::Text(text) if text.len() <= MAX_KEY_TEXT => Ok(()),
        other => Err(ReadError::new(code::KEY).comparing("number or text", kind(other))),
    }
}

fn not_a_digest(found: &Value) -> ReadError {
    let found = match found {
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        other => kind(other).to_owned(),
    };
    ReadError::new(code::DIGEST).comparing(format!("{DIGEST_BYTES} bytes"), found)
}
