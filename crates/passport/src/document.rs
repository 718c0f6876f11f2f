//! A document whose zone held, and how firmly it is bound to the person showing it.

use crate::date::{self, BirthDate};
use crate::mrz::{Mrz, MrzError, Sex, check_digit};
use crate::name::Name;
use crate::native::NativeName;
use crate::profile::{self, DocumentKind};
use crate::reason::{self, Reason};
use serde::{Deserialize, Serialize};
use time::Date;

/// Characters of the number a screen may show.
const SHOWN_TAIL: usize = 4;

/// Characters the number has in a zone; a shorter one is filled up (ICAO 9303-4, -5, -6).
const FILLED_NUMBER: usize = 9;

/// How the document came here; later is firmer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum Level {
    /// No document.
    None,
    /// Typed by the holder; its check digits hold.
    Typed,
    /// Read by the camera and confirmed by the holder.
    Scanned,
    /// Read from the chip, signed by the issuing state.
    Chip,
    /// The same, and the chip proved that it is the original.
    ChipOriginal,
}

/// A travel document that passed every check there is for it.
///
/// Made only by [`Document::from_mrz`] and [`crate::typed::assess`], or read back from where one
/// of them was stored.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Document {
    /// Its kind.
    pub kind: DocumentKind,
    /// False when number and code leave room for another kind.
    pub kind_certain: bool,
    /// Document code, one or two letters.
    pub code: String,
    /// Issuing state, one to three letters.
    pub issuer: String,
    /// Document number, `A` to `Z` and `0` to `9`.
    pub number: String,
    /// The holder's name.
    pub name: Name,
    /// The holder's Chinese name, where the zone has it.
    pub native_name: Option<NativeName>,
    /// Nationality; `None` when only parts of the zone were typed.
    pub nationality: Option<String>,
    /// Sex; `None` when unspecified or not typed.
    pub sex: Option<Sex>,
    /// Date of birth.
    pub birth: BirthDate,
    /// Date of expiry.
    #[serde(with = "date::iso")]
    pub expires: Date,
    /// How firmly it is bound.
    pub level: Level,
}

impl Document {
    /// Accepts a zone in which everything holds. `claimed` is what the traveller says it is, if
    /// asked; when it was not, a Chinese document whose number or code nobody knows is of a kind not
    /// certain.
    ///
    /// An expired document is accepted: ask [`Document::expired_on`].
    ///
    /// # Errors
    /// `mrz.visa` for a visa, every problem of the zone (`mrz.*`), else what contradicts the claim
    /// (`document.*`).
    pub fn from_mrz(mrz: &Mrz, claimed: Option<DocumentKind>, level: Level) -> Result<Self, Vec<Reason>> {
        if mrz.format.is_visa() {
            return Err(vec![MrzError::Visa.reason()]);
        }
        let (Some(birth), Some(expires), true) = (mrz.birth, mrz.expires, mrz.problems.is_empty()) else {
            return Err(mrz.problems.iter().map(MrzError::reason).collect());
        };
        let profile = match claimed {
            Some(kind) => profile::check(kind, &mrz.issuer, &mrz.number, &mrz.code),
            None => Ok(profile::likeliest(&mrz.issuer, &mrz.number, &mrz.code)),
        };
        let profile = profile.map_err(|reason| vec![reason])?;
        Ok(Self {
            kind: profile.kind,
            kind_certain: profile.certain,
            code: mrz.code.clone(),
            issuer: mrz.issuer.clone(),
            number: mrz.number.clone(),
            name: mrz.name.clone(),
            native_name: mrz.native_name.clone(),
            nationality: Some(mrz.nationality.clone()).filter(|nationality| !nationality.is_empty()),
            sex: Some(mrz.sex).filter(|sex| *sex != Sex::X),
            birth,
            expires,
            level,
        })
    }

    /// Takes in the full name of DG11, as its issuer signed it, where the zone has room for three
    /// characters only. A name in another script, or one that contradicts the zone, changes nothing.
    #[must_use]
    pub fn with_full_native_name(mut self, name: &str) -> Self {
        let known = self.native_name.as_ref();
        let fits = |full: &NativeName| {
            known.is_none_or(|known| {
                full.text == known.text || (!known.complete && full.text.starts_with(&known.text))
            })
        };
        if let Some(full) = NativeName::whole(name).filter(fits) {
            self.native_name = Some(full);
        }
        self
    }

    /// The same document: one number of one issuer.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.number == other.number
    }

    /// Number, date of birth and date of expiry, each with its check digit: `MRZ_information` of ICAO 9303-11
    /// section 4.3.2. A number shorter than nine characters is filled up as in the zone.
    ///
    /// ```
    /// use healthpass_passport::{Document, Level, mrz};
    /// use time::{Date, Month};
    /// let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    /// let zone = mrz::parse(&lines, Date::from_calendar_date(2011, Month::March, 1)?).unwrap();
    /// let document = Document::from_mrz(&zone, None, Level::Typed).unwrap();
    /// assert_eq!(document.mrz_information(), "L898902C3674081221204159");
    /// # Ok::<(), time::error::ComponentRange>(())
    /// ```
    pub fn mrz_information(&self) -> String {
        let number = format!("{:<<width$}", self.number, width = FILLED_NUMBER);
        let mut information = String::with_capacity(number.len() + 15);
        for part in [number, self.birth.mrz_text(), date::mrz_text(self.expires)] {
            information.push_str(&part);
            information.push(check_digit(&part));
        }
        information
    }

    /// No longer valid on this day; its last day still counts.
    pub fn expired_on(&self, today: Date) -> bool {
        self.expires < today
    }

    /// `document.type-uncertain` when number and code leave room for another kind.
    pub fn uncertainty(&self) -> Option<Reason> {
        let reason = || Reason::new(reason::DOCUMENT_TYPE_UNCERTAIN).found(self.code.as_str()).at("kind");
        (!self.kind_certain).then(|| reason().expected(self.kind.as_str()))
    }

    /// What a screen shows of it: never the whole number.
    pub fn view(&self) -> BoundDocument {
        BoundDocument {
            kind: self.kind,
            issuer: self.issuer.clone(),
            number_tail: tail(&self.number).to_owned(),
            surname: self.name.surname(),
            given_names: self.name.given_names(),
            native_name: self.native_name.as_ref().map(NativeName::shown),
            birth_date: self.birth.to_string(),
            expires_on: date::text(self.expires),
            nationality: self.nationality.clone(),
            level: self.level,
        }
    }
}

/// The last four characters of a number.
pub(crate) fn tail(number: &str) -> &str {
    let start = number.char_indices().rev().nth(SHOWN_TAIL - 1).map_or(0, |(at, _)| at);
    number.get(start..).unwrap_or_default()
}

/// What a screen shows of a document.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename_all = "camelCase", optional_fields))]
pub struct BoundDocument {
    /// Its kind.
    pub kind: DocumentKind,
    /// Issuing state, one to three letters.
    pub issuer: String,
    /// The last four characters of its number.
    pub number_tail: String,
    /// Primary identifier.
    pub surname: String,
    /// Secondary identifier; empty for holders with one name.
    pub given_names: String,
    /// Chinese name; ends in `…` when the zone has no room for all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_name: Option<String>,
    /// `YYYY-MM-DD`, or as much of it as is known.
    pub birth_date: String,
    /// `YYYY-MM-DD`.
    pub expires_on: String,
    /// Nationality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// How firmly it is bound.
    pub level: Level,
}
