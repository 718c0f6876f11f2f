//! A desk's question, as a code the wallet scans before it answers: `HPQ1:` and base45 of
//!
//! ```cddl
//! challenge = {
//!   1: tstr,           ; audience: "desk:" and the desk's name
//!   2: bytes .size 16, ; nonce
//!   3: int,            ; when it was asked, seconds since 1970
//!   ? 4: [1*2 bytes .size 8], ; keys the desk wants answers sealed to
//! }
//! ```
//! While a desk asks it takes only answers to its own question, so no code made before it is.
//! It does not stop an accomplice who passes the question on and answers while the officer waits.

use crate::cbor::Value;
use crate::cbor_write;
use crate::envelope::{base45, hc1};
use crate::error::ReadError;
use crate::time::UnixTime;

/// Codes of questions.
pub mod code {
    /// Not a question of the form above.
    pub const SHAPE: &str = "challenge.shape";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[code::SHAPE];

/// How the text of a question begins.
pub const PREFIX: &str = "HPQ1:";

/// How the audience of a desk begins.
pub const DESK: &str = "desk:";

/// Bytes of a nonce: 128 bits, twice the least that RFC 9711 section 4.1 asks of one.
pub const NONCE_BYTES: usize = 16;

/// Characters of a desk's name. It travels in every answer; "Shanghai Pudong T2 lane 14" has 26.
pub const MAX_DESK_NAME: usize = 32;

/// Keys one answer may be sealed to: what the code has room for.
const MAX_SEAL_TO: usize = 2;

/// A desk's question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    /// Who asks, as the answer must name it: `desk:` and a name without spaces.
    pub audience: String,
    /// What the answer must repeat.
    pub nonce: [u8; NONCE_BYTES],
    /// When it was asked.
    pub asked_at: UnixTime,
    /// Identifiers of the keys the desk wants the answer sealed to; the holder decides.
    pub seal_to: Vec<[u8; 8]>,
}

impl Challenge {
    /// The question's text, for a QR code.
    ///
    /// ```
    /// use healthpass_cert::presentation::challenge::{Challenge, audience};
    /// use healthpass_cert::time::UnixTime;
    /// let asked = Challenge {
    ///     audience: audience("Gate 4"), nonce: [7; 16], asked_at: UnixTime(1_796_000_000), seal_to: vec![],
    /// };
    /// assert_eq!(asked.audience, "desk:Gate-4");
    /// assert_eq!(Challenge::parse(&asked.text()).unwrap(), asked);
    /// ```
    pub fn text(&self) -> String {
        let mut entries = vec![
            (Value::Integer(1), Value::Text(self.audience.clone())),
            (Value::Integer(2), Value::Bytes(self.nonce.to_vec())),
            (Value::Integer(3), Value::Integer(self.asked_at.0)),
        ];
        if !self.seal_to.is_empty() {
            let kids = self.seal_to.iter().map(|kid| Value::Bytes(kid.to_vec())).collect();
            entries.push((Value::Integer(4), Value::Array(kids)));
        }
        format!("{PREFIX}{}", base45::encode(&cbor_write::write(&Value::Map(entries))))
    }

    /// Reads a question; members this program does not know are passed over.
    ///
    /// # Errors
    /// `envelope.prefix.*`, `envelope.base45.*`, `envelope.cbor.*`, `challenge.shape`.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let text = hc1::trim(text)?;
        let body = text.strip_prefix(PREFIX).ok_or_else(|| crate::lookalikes::name(text))?;
        let value = Value::read(&base45::decode(body)?)?;
        Self::of(&value).ok_or(ReadError::new(code::SHAPE))
    }

    fn of(value: &Value) -> Option<Self> {
        let audience = value.get(1)?.as_text()?;
        let name = audience.strip_prefix(DESK)?;
        let nonce = value.get(2)?.as_bytes()?.try_into().ok()?;
        let asked_at = UnixTime(value.get(3)?.as_integer()?);
        let mut seal_to = Vec::new();
        if let Some(kids) = value.get(4) {
            let kids = kids.as_array().filter(|kids| (1..=MAX_SEAL_TO).contains(&kids.len()))?;
            for kid in kids {
                seal_to.push(kid.as_bytes()?.try_into().ok()?);
            }
        }
        (plain(name) == name && !name.is_empty()).then(|| Self {
            audience: audience.to_owned(),
            nonce,
            asked_at,
            seal_to,
        })
    }
}

/// The audience of a desk of this name: spaces, which part an audience's members, become hyphens; control characters
/// go, and what is longer than [`MAX_DESK_NAME`].
pub fn audience(name: &str) -> String {
    format!("{DESK}{}", plain(name.trim()))
}

fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_control()).take(MAX_DESK_NAME);
    kept.map(|c| if c.is_whitespace() { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn question() -> Challenge {
        Challenge {
            audience: audience("Gate 4"),
            nonce: [7; NONCE_BYTES],
            asked_at: UnixTime(1_796_000_000),
            seal_to: vec![[1; 8], [2; 8]],
        }
    }

    fn of(entries: Vec<(i64, Value)>) -> String {
        let entries = entries.into_iter().map(|(key, value)| (Value::Integer(key), value)).collect();
        format!("{PREFIX}{}", base45::encode(&cbor_write::write(&Value::Map(entries))))
    }

    fn fault(text: &str) -> &'static str {
        Challenge::parse(text).unwrap_err().code
    }

    #[test]
    fn names_of_desks_are_without_spaces_and_short() {
        assert_eq!(audience(" Gate\u{a0}4\n"), "desk:Gate-4");
        assert_eq!(audience("浦东 T2\t14"), "desk:浦东-T214");
        assert_eq!(audience(&"x".repeat(100)).len(), DESK.len() + MAX_DESK_NAME);
    }

    #[test]
    fn only_questions_are_read() {
        let text = |audience: &str| Value::Text(audience.to_owned());
        let nonce = || Value::Bytes(vec![0; 16]);
        let whole = |audience: &str| vec![(1, text(audience)), (2, nonce()), (3, Value::Integer(5))];
        assert!(Challenge::parse(&of(whole("desk:a"))).is_ok());
        for audience in ["anyone", "desk:", "desk:a b", "desk:a\u{7}", &format!("desk:{}", "x".repeat(33))] {
            assert_eq!(fault(&of(whole(audience))), code::SHAPE, "{audience:?}");
        }
        let mut short = whole("desk:a");
        short[1].1 = Value::Bytes(vec![0; 15]);
        assert_eq!(fault(&of(short)), code::SHAPE);
        for kids in [vec![], vec![Value::Bytes(vec![0; 7])], vec![Value::Bytes(vec![0; 8]); 3]] {
            let mut wrong = whole("desk:a");
            wrong.push((4, Value::Array(kids)));
            assert_eq!(fault(&of(wrong)), code::SHAPE);
        }
        let mut more = whole("desk:a");
        more.push((9, Value::Null));
        assert!(Challenge::parse(&of(more)).is_ok(), "a later member");
        assert_eq!(fault("https://example.org"), "envelope.prefix.web-address");
        assert_eq!(fault(&of(vec![])), code::SHAPE);
    }

    #[test]
    fn a_question_cut_off_anywhere_is_refused() {
        let text = question().text();
        for length in 0..text.len() {
            assert!(Challenge::parse(&text[..length]).is_err(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn questions_come_back(name in "\\PC{1,40}", nonce: [u8; 16], at: i64, seal_to in proptest::collection::vec(any::<[u8; 8]>(), 0..=2)) {
            let asked = Challenge { audience: audience(&name), nonce, asked_at: UnixTime(at), seal_to };
            prop_assume!(asked.audience.len() > DESK.len());
            prop_assert_eq!(Challenge::parse(&asked.text()).unwrap(), asked);
        }

        #[test]
        fn any_text_is_answered(text in "HPQ1:[0-9A-Z $%*+./:-]{0,80}") {
            let _ = Challenge::parse(&text);
        }
    }
}
