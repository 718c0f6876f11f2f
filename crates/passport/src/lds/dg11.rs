//! Data group 11, further details of the person (ICAO 9303-10 section 4.7.11): of those the names and the full
//! date of birth; address, telephone and the like are not taken out.

use super::File;
use super::tlv::{self, TlvError};
use time::{Date, Month};

/// Tags: the full name, other names inside their own template, the full date of birth.
const FULL_NAME: u16 = 0x5f0e;
const OTHER_NAMES: u16 = 0xa0;
const OTHER_NAME: u16 = 0x5f0f;
const BIRTH: u16 = 0x5f2b;

/// Most other names taken.
const MOST_NAMES: usize = 8;

/// What was taken out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Dg11 {
    /// The holder's full name as the file has it, in the script of his state: `证件<<样本`.
    pub full_name: Option<String>,
    /// Other names, as the file has them.
    pub other_names: Vec<String>,
    /// Date of birth with its century; `None` when parts of it are unknown.
    pub birth: Option<Date>,
}

impl Dg11 {
    /// Reads the file. Parts that are there and cannot be read are left out: nothing depends on them.
    ///
    /// # Errors
    /// Not such a file, or more than that.
    pub fn read(file: &[u8]) -> Result<Self, TlvError> {
        let mut inside = tlv::Reader::only(file, u16::from(File::Dg11.tag()))?;
        let mut read = Self::default();
        while let Some(part) = inside.next()? {
            match part.tag {
                FULL_NAME => read.full_name = text(part.value),
                BIRTH => read.birth = date(part.value),
                OTHER_NAMES => {
                    let mut names = tlv::Reader::new(part.value);
                    while let Some(name) = names.next()? {
                        let name = (name.tag == OTHER_NAME).then(|| text(name.value)).flatten();
                        read.other_names.extend(name.filter(|_| read.other_names.len() < MOST_NAMES));
                    }
                }
                _ => {}
            }
        }
        Ok(read)
    }

    /// The full name as people write it, without fillers: parts of Chinese characters stand together, others
    /// are divided by spaces. `None` when there is none, or only in Latin letters.
    ///
    /// ```
    /// use healthpass_passport::lds::dg11::Dg11;
    /// let name = |text: &str| Dg11 { full_name: Some(text.into()), ..Dg11::default() }.native_name();
    /// assert_eq!(name("证件<<样本").as_deref(), Some("证件样本"));
    /// assert_eq!(name("Иванов<<Пётр<Ильич").as_deref(), Some("Иванов Пётр Ильич"));
    /// assert_eq!(name("ERIKSSON<<ANNA"), None);
    /// ```
    #[must_use]
    pub fn native_name(&self) -> Option<String> {
        let full = self.full_name.as_deref().filter(|name| !name.is_ascii())?;
        let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        let mut shown = String::new();
        for part in full.split(['<', ' ']).filter(|part| !part.is_empty()) {
            let together = shown.chars().next_back().is_some_and(is_han) && part.starts_with(is_han);
            if !shown.is_empty() && !together {
                shown.push(' ');
            }
            shown.push_str(part);
        }
        (!shown.is_empty()).then_some(shown)
    }
}

/// UTF-8 without control characters.
pub(super) fn text(value: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(value).ok()?.trim();
    let is_plain = !text.is_empty() && !text.chars().any(char::is_control);
    is_plain.then(|| text.to_owned())
}

/// `YYYYMMDD`, as eight digits or, in old documents, four bytes of two digits each.
pub(super) fn date(value: &[u8]) -> Option<Date> {
    let digits: Vec<u8> = match value.len() {
        8 => value.iter().map(|byte| byte.wrapping_sub(b'0')).collect(),
        4 => value.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect(),
        _ => return None,
    };
    if digits.iter().any(|digit| *digit > 9) {
        return None;
    }
    let number = digits.iter().fold(0_i32, |number, digit| number * 10 + i32::from(*digit));
    let month = Month::try_from(u8::try_from(number / 100 % 100).ok()?).ok()?;
    Date::from_calendar_date(number / 10_000, month, u8::try_from(number % 100).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(parts: &[(u16, &[u8])]) -> Vec<u8> {
        let inside: Vec<u8> =
            parts.iter().flat_map(|(tag, value)| tlv::write(*tag, value).unwrap()).collect();
        tlv::write(0x6b, &inside).unwrap()
    }

    #[test]
    fn names_and_birth_are_taken_out() {
        let other = [&[2, 1, 1][..], &tlv::write(OTHER_NAME, b"SMITH").unwrap()].concat();
        let read = Dg11::read(&file(&[
            (0x5c, &[0x5f, 0x0e]),
            (FULL_NAME, "杨<<昭".as_bytes()),
            (OTHER_NAMES, &other),
            (BIRTH, b"19810803"),
            (0x5f42, b"a street"),
        ]))
        .unwrap();
        assert_eq!(read.native_name().as_deref(), Some("杨昭"));
        assert_eq!(read.other_names, ["SMITH"]);
        assert_eq!(read.birth.unwrap().to_string(), "1981-08-03");
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let read = Dg11::read(&file(&[(FULL_NAME, &[0xff, 0xfe]), (BIRTH, b"19810800")])).unwrap();
        assert_eq!(read, Dg11::default());
        assert_eq!(date(&[0x19, 0x81, 0x08, 0x03]), date(b"19810803"));
        assert!(Dg11::read(&[0x6b, 3, 0x5f]).is_err());
        assert!(Dg11::read(&[file(&[]), vec![0]].concat()).is_err());
    }
}
