//! The name field of a machine readable zone.

use serde::{Deserialize, Serialize};

/// A name as the zone writes it: `A` to `Z` only, one text per component.
///
/// ICAO 9303-3 section 4.6: primary identifier, `<<`, secondary identifier; `<` between the
/// components of either. A holder with one name has a primary identifier only.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Name {
    /// Components of the primary identifier, usually the surname.
    pub primary: Vec<String>,
    /// Components of the secondary identifier, usually the given names.
    pub secondary: Vec<String>,
    /// The field ends in a letter: the name may have been cut (ICAO 9303-4 section 4.2.3).
    pub may_be_cut: bool,
}

impl Name {
    /// Splits a name field of this width. Fillers at its end may be missing.
    ///
    /// ```
    /// use healthpass_passport::name::Name;
    /// let name = Name::read("SMITH<JONES<<SUSIE<MARGARET", 39);
    /// assert_eq!(name.surname(), "SMITH JONES");
    /// assert_eq!(name.given_names(), "SUSIE MARGARET");
    /// assert!(!name.may_be_cut);
    /// ```
    pub fn read(field: &str, width: usize) -> Self {
        // byte by byte: the library's search for a text brings tables and panics along
        let mark = field.as_bytes().windows(2).position(|pair| pair == b"<<").unwrap_or(field.len());
        let (primary, secondary) =
            (field.get(..mark).unwrap_or_default(), field.get(mark + 2..).unwrap_or_default());
        Self {
            primary: components(primary),
            secondary: components(secondary),
            may_be_cut: field.len() >= width && !field.ends_with('<'),
        }
    }

    /// The primary identifier with spaces between components.
    pub fn surname(&self) -> String {
        self.primary.join(" ")
    }

    /// The secondary identifier with spaces between components.
    pub fn given_names(&self) -> String {
        self.secondary.join(" ")
    }

    /// Both identifiers, the primary first.
    pub fn full(&self) -> String {
        let all: Vec<&str> = self.primary.iter().chain(&self.secondary).map(String::as_str).collect();
        all.join(" ")
    }
}

fn components(identifier: &str) -> Vec<String> {
    identifier.split('<').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
