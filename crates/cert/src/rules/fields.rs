//! Members of JSON, by hand: each refusal names where.

use super::{RulesError, Source, Words, code};
use crate::cbor::Value;
use crate::limits::MAX_RULE_TEXT;
use crate::time::UnixTime;

/// An object and where it stands.
pub(super) struct Fields<'v> {
    value: &'v Value,
    pub path: String,
    code: &'static str,
}

impl<'v> Fields<'v> {
    /// The members of `value`, whose refusals have this code.
    pub fn of(value: &'v Value, path: String, code: &'static str) -> Result<Self, RulesError> {
        match value {
            Value::Map(_) => Ok(Self { value, path, code }),
            _ => Err(RulesError::new(code, &path, "not an object")),
        }
    }

    /// Where a member stands.
    pub fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { [&self.path, ".", name].concat() }
    }

    /// A refusal of this member.
    pub fn refuse(&self, name: &str, found: &str) -> RulesError {
        RulesError::new(self.code, &self.at(name), found)
    }

    /// A member; `null` counts as absent.
    pub fn get(&self, name: &str) -> Option<&'v Value> {
        self.value.get_text(name).filter(|value| **value != Value::Null)
    }

    pub fn optional_text(&self, name: &str) -> Result<Option<String>, RulesError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) if text.len() > MAX_RULE_TEXT => Err(self.refuse(name, "too long")),
            Some(Value::Text(text)) => Ok((!text.is_empty()).then(|| text.clone())),
            Some(_) => Err(self.refuse(name, "not a text")),
        }
    }

    pub fn text(&self, name: &str) -> Result<String, RulesError> {
        self.optional_text(name)?.ok_or_else(|| self.refuse(name, "missing"))
    }

    pub fn number(&self, name: &str) -> Result<Option<u32>, RulesError> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => {
                let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
                number.map(Some).ok_or_else(|| self.refuse(name, "not a whole number"))
            }
        }
    }

    pub fn flag(&self, name: &str) -> Result<bool, RulesError> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.refuse(name, "not true or false")),
        }
    }

    pub fn time(&self, name: &str) -> Result<UnixTime, RulesError> {
        UnixTime::parse(&self.text(name)?).ok_or_else(|| self.refuse(name, "not a time of RFC 3339"))
    }

    /// Items of an array, of which there may be `most`; an absent one has none.
    pub fn items(&self, name: &str, most: usize) -> Result<&'v [Value], RulesError> {
        let items = match self.get(name) {
            None => return Ok(&[]),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(self.refuse(name, "not an array")),
        };
        if items.len() > most {
            let code = if self.code == code::TRIP { code::TRIP_TOO_MANY } else { code::TOO_MANY };
            return Err(RulesError::new(code, &self.at(name), "too many"));
        }
        Ok(items)
    }

    /// Objects of an array.
    pub fn objects(&self, name: &str, most: usize) -> Result<Vec<Self>, RulesError> {
        let items = self.items(name, most)?.iter().enumerate();
        let at = self.at(name);
        items
            .map(|(index, item)| Self::of(item, [&at, "[", &index.to_string(), "]"].concat(), self.code))
            .collect()
    }

    /// Texts of an array.
    pub fn texts(&self, name: &str, most: usize) -> Result<Vec<String>, RulesError> {
        let items = self.items(name, most)?.iter();
        let texts = items.map(|item| item.as_text().map(str::to_owned));
        texts.collect::<Option<_>>().ok_or_else(|| self.refuse(name, "not texts"))
    }

    /// An object within.
    pub fn inner(&self, name: &str) -> Result<Option<Self>, RulesError> {
        self.get(name).map(|value| Self::of(value, self.at(name), self.code)).transpose()
    }

    /// Words: a text, `{"en", "zh"?}`, or as the EU writes them `[{"lang", "desc"}]`.
    pub fn words(&self, name: &str) -> Result<Words, RulesError> {
        let words = match self.get(name) {
            Some(Value::Text(en)) => Words { en: en.clone(), zh: None },
            Some(Value::Map(_)) => {
                let inner = self.inner(name)?;
                let read = |lang| inner.as_ref().map_or(Ok(None), |inner| inner.optional_text(lang));
                Words { en: read("en")?.unwrap_or_default(), zh: read("zh")? }
            }
            Some(Value::Array(items)) => by_language(items),
            _ => return Err(self.refuse(name, "no words")),
        };
        let longest = words.en.len().max(words.zh.as_ref().map_or(0, String::len));
        if longest > MAX_RULE_TEXT { Err(self.refuse(name, "too long")) } else { Ok(words) }
    }

    /// A source.
    pub fn source(&self) -> Result<Option<Source>, RulesError> {
        let Some(source) = self.inner("source")? else { return Ok(None) };
        Ok(Some(Source {
            title: source.text("title")?,
            url: source.optional_text("url")?,
            date: source.optional_text("date")?,
            note: source.optional_text("note")?,
        }))
    }
}

/// English, or else the first there is.
fn by_language(items: &[Value]) -> Words {
    let text = |item: &Value, name: &str| item.get_text(name).and_then(Value::as_text).map(str::to_owned);
    let of = |language: &str| {
        let of_language = |item: &&Value| text(item, "lang").as_deref() == Some(language);
        items.iter().find(of_language).and_then(|item| text(item, "desc"))
    };
    let first = || items.first().and_then(|item| text(item, "desc"));
    Words { en: of("en").or_else(first).unwrap_or_default(), zh: of("zh") }
}
