//! The key to the chip: what is printed in the machine readable zone.

use super::ChipError;
use crate::document::Document;
use crate::mrz::{Field, Mrz, check_digit, normalise};
use healthpass_crypto::hash::HashAlgorithm;
use zeroize::Zeroizing;

/// Fewest characters of a document number in the zone; shorter ones are filled up.
const NUMBER: usize = 9;
/// Most characters of a document number (TD1: 9 and 13 of the optional data).
const LONGEST_NUMBER: usize = 22;
/// Characters of a date.
const DATE: usize = 6;

/// Document number, date of birth and date of expiry, each with its check digit: `MRZ_information` of ICAO 9303-11
/// section 4.3.2. Wiped when dropped.
#[derive(Clone, Eq, PartialEq)]
pub struct Access(Zeroizing<String>);

impl Access {
    /// From the three pieces, each followed by its check digit as it stands in the zone; spaces and lower case
    /// do no harm, fillers of a short number may be left out.
    ///
    /// # Errors
    /// [`ChipError::Input`] for a piece whose form or check digit is wrong: such a key opens no chip.
    pub fn from_pieces(number: &str, birth: &str, expiry: &str) -> Result<Self, ChipError> {
        let (number, digit) = cut("number", number)?;
        let (birth, birth_digit) = cut("birth", birth)?;
        let (expiry, expiry_digit) = cut("expiry", expiry)?;
        let access = Self::new(&number, &birth, &expiry)?;
        let filled = filled(&number);
        for (field, text, found) in
            [("number", &filled, digit), ("birth", &birth, birth_digit), ("expiry", &expiry, expiry_digit)]
        {
            if check_digit(text) != found {
                return Err(ChipError::Input { field });
            }
        }
        Ok(access)
    }

    /// From the number and two dates of six characters (`YYMMDD`, unknown parts `<<`), without check digits.
    ///
    /// # Errors
    /// [`ChipError::Input`].
    pub fn new(number: &str, birth: &str, expiry: &str) -> Result<Self, ChipError> {
        let in_zone = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'<')
        };
        let date =
            |text: &str| text.len() == DATE && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'<');
        let number = number.trim_end_matches('<');
        if number.is_empty() || number.len() > LONGEST_NUMBER || !in_zone(number) {
            return Err(ChipError::Input { field: "number" });
        }
        for (field, text) in [("birth", birth), ("expiry", expiry)] {
            if !date(text) {
                return Err(ChipError::Input { field });
            }
        }
        let mut information = Zeroizing::new(String::with_capacity(LONGEST_NUMBER + 2 * DATE + 3));
        for text in [filled(number).as_str(), birth, expiry] {
            information.push_str(text);
            information.push(check_digit(text));
        }
        Ok(Self(information))
    }

    /// From a zone whose check digits hold.
    ///
    /// # Errors
    /// [`ChipError::Input`] naming the field that does not hold.
    pub fn from_mrz(mrz: &Mrz) -> Result<Self, ChipError> {
        let piece = |field: Field| {
            let check = mrz.checks.iter().find(|check| check.field == field && check.holds());
            check.map(|check| check.over.as_str()).ok_or(ChipError::Input { field: field.as_str() })
        };
        Self::new(piece(Field::Number)?, piece(Field::Birth)?, piece(Field::Expiry)?)
    }

    /// From a document typed or read before.
    ///
    /// # Errors
    /// [`ChipError::Input`] in principle; a [`Document`]'s own fields give none.
    pub fn from_document(document: &Document) -> Result<Self, ChipError> {
        let six = |date: String| -> String {
            let digits: String = date
                .chars()
                .filter(|character| *character != '-')
                .map(|c| if c.is_ascii_digit() { c } else { '<' })
                .collect();
            let mut six: String = digits.chars().skip(2).collect();
            while six.len() < DATE {
                six.push('<');
            }
            six
        };
        let expiry = crate::date::text(document.expires);
        Self::new(&document.number, &six(document.birth.to_string()), &six(expiry))
    }

    /// `MRZ_information` itself.
    #[cfg(feature = "mock-chip")]
    pub(crate) fn information(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Its SHA-1: the password of PACE, and with its first 16 bytes the seed of BAC.
    pub(super) fn secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(HashAlgorithm::Sha1.digest(self.0.as_bytes()))
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Access(..)")
    }
}

/// The piece and its check digit.
fn cut(field: &'static str, text: &str) -> Result<(Zeroizing<String>, char), ChipError> {
    let mut piece = Zeroizing::new(normalise(text));
    let digit = piece.pop().filter(char::is_ascii_digit).ok_or(ChipError::Input { field })?;
    Ok((piece, digit))
}

fn filled(number: &str) -> Zeroizing<String> {
    // Long enough at once: growing would leave copies behind.
    let mut filled = Zeroizing::new(String::with_capacity(LONGEST_NUMBER));
    filled.push_str(number);
    while filled.len() < NUMBER {
        filled.push('<');
    }
    filled
}
