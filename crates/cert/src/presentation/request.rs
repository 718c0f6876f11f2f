//! How a wallet asks for certificates bound to its keys, and how an issuer answers: texts for a clipboard or a file.
//!
//! ```text
//! HPR1: base45 of { 1: asked-at, 2: whose, 3: [1*16 [cose-key, proof]] }
//! HPI1: base45 of zlib of [1*16 sd-cwt]
//! ```
//! Each proof is the key's ES256 signature over the whole request ([`Request::to_be_signed`]), so that nobody obtains a
//! certificate for a key he does not have (draft-ietf-spice-sd-cwt-08 section 3.2), and no key can be taken from one
//! request into another.

use super::dictionary;
use crate::cbor::Value;
use crate::cbor_write;
use crate::envelope::cose::kind;
use crate::envelope::{base45, cose_key, hc1};
use crate::error::ReadError;
use crate::issue::Envelope;
use crate::ithc::selective::Selective;
use crate::limits::MAX_INFLATED;
use crate::report::Reason;
use crate::sd_cwt::{SALT_BYTES, Token};
use crate::time::UnixTime;
use healthpass_crypto::algorithm::SignatureAlgorithm;
use healthpass_crypto::key::PublicKey;

/// What a request begins with.
pub const REQUEST: &str = "HPR1:";
/// What an answer begins with.
pub const ANSWER: &str = "HPI1:";

/// Keys in one request, tokens in one answer: two of the wallet's usual batches of eight. Sixteen tokens of three
/// records make a text of some 13,000 characters.
pub const MAX_BATCH: usize = 16;

/// Characters of a request's `whose`: as of any name in a certificate.
pub const MAX_WHOSE: usize = 80;

/// Characters of an answer's text: what [`MAX_INFLATED`] bytes are in base45 when nothing deflates.
const MAX_ANSWER_TEXT: usize = ANSWER.len() + MAX_INFLATED / 2 * 3;

/// Random bytes an answer takes beside salts, to put the tokens in an order that says nothing.
pub const SHUFFLE_BYTES: usize = 4 * MAX_BATCH;

/// What the proofs of a request begin with, so that they are nothing else's signature.
const CONTEXT: &str = "healthpass request 1";

/// Codes of requests and answers.
pub mod code {
    /// Not an answer of this form.
    pub const ANSWER: &str = "request.answer";
    /// Not a request of this form.
    pub const FORM: &str = "request.form";
    /// No proof that the key is in the hands of whoever asks.
    pub const PROOF: &str = "request.proof";
    /// More or fewer random bytes than the answer takes.
    pub const RANDOM: &str = "request.random";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::ANSWER, code::FORM, code::PROOF, code::RANDOM];

/// A wallet's request before it is signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// When it was made.
    pub asked_at: UnixTime,
    /// For whom or which certificate: whatever helps the issuer find the record. Proves nothing.
    pub whose: String,
    /// P-256 keys of the device, each for one token; none twice.
    pub keys: Vec<PublicKey>,
}

impl Request {
    /// What each key signs: a CBOR array of context, time, `whose` and all keys.
    pub fn to_be_signed(&self) -> Vec<u8> {
        let keys = self.keys.iter().filter_map(cose_key::write).collect();
        cbor_write::write(&Value::Array(vec![
            Value::Text(CONTEXT.to_owned()),
            Value::Integer(self.asked_at.0),
            Value::Text(self.whose.clone()),
            Value::Array(keys),
        ]))
    }

    /// The request's text; `sign` makes the raw `r || s` ES256 signature of the key of this index over the bytes given
    /// to it.
    ///
    /// # Errors
    /// `request.form` for no key, more than [`MAX_BATCH`], one twice or one that is not P-256, and for a `whose` of more
    /// than [`MAX_WHOSE`] characters; `request.proof` when a signature does not hold.
    pub fn text<E: ToString>(
        &self,
        mut sign: impl FnMut(usize, &[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<String, Reason> {
        let message = self.to_be_signed();
        let mut entries = Vec::with_capacity(self.keys.len());
        for (index, key) in self.keys.iter().enumerate() {
            let refused = |found: String| Reason::new(code::PROOF).found(found);
            let proof = sign(index, &message).map_err(|error| refused(error.to_string()))?;
            let key = cose_key::write(key).ok_or_else(|| refused(key.kind().to_string()))?;
            entries.push(Value::Array(vec![key, Value::Bytes(proof)]));
        }
        let request = Value::Map(vec![
            (Value::Integer(1), Value::Integer(self.asked_at.0)),
            (Value::Integer(2), Value::Text(self.whose.clone())),
            (Value::Integer(3), Value::Array(entries)),
        ]);
        let text = format!("{REQUEST}{}", base45::encode(&cbor_write::write(&request)));
        Self::parse(&text).map(|_| text).map_err(|error| error.reason())
    }

    /// Reads a request whose every proof holds.
    ///
    /// # Errors
    /// `envelope.base45.*`, `envelope.cbor.*`, `envelope.cose-key.key`, `request.form`, `request.proof`.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let value = Value::read(&base45::decode(body(text, REQUEST, code::FORM)?)?)?;
        let form = |expected: &str| ReadError::new(code::FORM).comparing(expected, kind(&value));
        let asked_at = value.get(1).and_then(Value::as_integer).ok_or_else(|| form("1: seconds"))?;
        let whose = value.get(2).and_then(Value::as_text).ok_or_else(|| form("2: text"))?;
        let entries = value.get(3).and_then(Value::as_array).ok_or_else(|| form("3: keys"))?;
        if !(1..=MAX_BATCH).contains(&entries.len()) || whose.chars().count() > MAX_WHOSE {
            return Err(ReadError::new(code::FORM).comparing(MAX_BATCH, entries.len()));
        }
        let (mut keys, mut proofs) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        for entry in entries {
            let Some([key, Value::Bytes(proof)]) = entry.as_array() else {
                return Err(form("[key, proof]"));
            };
            let key = cose_key::read(key)?;
            if keys.contains(&key) {
                return Err(form("each key once"));
            }
            keys.push(key);
            proofs.push(proof.as_slice());
        }
        let request = Self { asked_at: UnixTime(asked_at), whose: whose.to_owned(), keys };
        let message = request.to_be_signed();
        for (index, (key, proof)) in request.keys.iter().zip(proofs).enumerate() {
            let held = key.verify(SignatureAlgorithm::Es256, &message, proof);
            held.map_err(|_| ReadError::at(code::PROOF, index))?;
        }
        Ok(request)
    }
}

/// Random bytes that answering `request` with `certificate` takes.
pub fn random_bytes(request: &Request, certificate: &Selective) -> usize {
    SHUFFLE_BYTES + request.keys.len() * certificate.salts() * SALT_BYTES
}

/// Issues one token for each key of `request`, whose proofs were checked when it was read, in an order that says
/// nothing, and gives the answer's text. Takes [`random_bytes`] from a cryptographic generator; `sign` makes the raw
/// `r || s` ES256 signature over the bytes given to it.
///
/// # Errors
/// `request.random`, and those of [`Selective::issue`].
pub fn answer<E: ToString>(
    request: &Request,
    certificate: &Selective,
    envelope: &Envelope<'_>,
    random: &[u8],
    mut sign: impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<String, Reason> {
    let needed = random_bytes(request, certificate);
    let Some((shuffle, salts)) = random.split_at_checked(SHUFFLE_BYTES).filter(|_| random.len() == needed)
    else {
        return Err(Reason::new(code::RANDOM).expected(needed.to_string()).found(random.len().to_string()));
    };
    let mut salts = salts.as_chunks::<SALT_BYTES>().0.chunks(certificate.salts().max(1));
    let mut tokens = Vec::with_capacity(request.keys.len());
    for key in &request.keys {
        let token = certificate.issue(envelope, key, salts.next().unwrap_or_default(), &mut sign)?;
        tokens.push(token.to_value());
    }
    Ok(write(shuffled(tokens, shuffle)))
}

fn write(tokens: Vec<Value>) -> String {
    let batch = cbor_write::write(&Value::Array(tokens));
    format!("{ANSWER}{}", base45::encode(&dictionary::deflate(&batch)))
}

/// Fisher and Yates' shuffle, by four random bytes a step.
fn shuffled<T>(mut items: Vec<T>, random: &[u8]) -> Vec<T> {
    for (last, bytes) in (1..items.len()).rev().zip(random.as_chunks::<4>().0) {
        let other = u64::from(u32::from_be_bytes(*bytes)) % (last as u64 + 1);
        items.swap(last, other as usize);
    }
    items
}

/// Reads an answer: tokens as issued, each with every disclosure of its own (section 7.2), none of a key twice. Their
/// signatures are still to be checked.
///
/// # Errors
/// `envelope.*`, `request.answer`.
pub fn parse_answer(text: &str) -> Result<Vec<Token>, ReadError> {
    let packed = base45::decode(body(text, ANSWER, code::ANSWER)?)?;
    let batch = Value::read(&dictionary::inflate(&packed)?)?;
    let form = || ReadError::new(code::ANSWER).comparing(MAX_BATCH, kind(&batch));
    let list = batch.as_array().filter(|list| (1..=MAX_BATCH).contains(&list.len())).ok_or_else(form)?;
    let mut tokens: Vec<Token> = Vec::with_capacity(list.len());
    for token in list {
        let token = Token::of(token)?;
        let known = |other: &Token| other.unverified_device_key() == token.unverified_device_key();
        if !token.reveal()?.withheld.is_empty() || tokens.iter().any(known) {
            return Err(form());
        }
        tokens.push(token);
    }
    Ok(tokens)
}

/// What follows `prefix`.
fn body<'t>(text: &'t str, prefix: &str, refused: &'static str) -> Result<&'t str, ReadError> {
    if text.len() > MAX_ANSWER_TEXT {
        return Err(ReadError::new(hc1::code::TOO_LONG).comparing(MAX_ANSWER_TEXT, text.len()));
    }
    let text = text.trim_start().trim_end_matches(['\r', '\n', '\t']);
    text.strip_prefix(prefix).ok_or_else(|| {
        let found: String = text.chars().take(prefix.len()).collect();
        ReadError::at(refused, 0).comparing(prefix, found)
    })
}
