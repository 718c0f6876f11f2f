//! The integer keys of every map, each with the name that paths in reasons use.

/// One map key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As signed.
    pub number: i64,
    /// As reasons and the JSON input name it.
    pub name: &'static str,
}

macro_rules! keys {
    ($(#[$doc:meta])* $module:ident { $($key:ident = $number:literal $name:literal,)+ }) => {
        $(#[$doc])*
        pub mod $module {
            use super::Key;
            $(pub const $key: Key = Key { number: $number, name: $name };)+
            /// Every key of the map.
            #[cfg(test)]
            pub const ALL: &[Key] = &[$($key),+];
        }
    };
}

keys! {
    /// The certificate.
    ithc {
        VERSION = 0 "version",
        PERSON = 1 "person",
        DOCUMENT = 2 "document",
        TESTS = 3 "tests",
        ANTIBODIES = 4 "antibodies",
        VACCINATIONS = 5 "vaccinations",
        STATEMENT = 6 "statement",
        PROVENANCE = 7 "provenance",
    }
}

keys! {
    /// The person.
    person {
        NATIVE_NAME = 1 "nativeName",
        SURNAME = 2 "surname",
        GIVEN_NAMES = 3 "givenNames",
        ICAO_SURNAME = 4 "icaoSurname",
        ICAO_GIVEN_NAMES = 5 "icaoGivenNames",
        BIRTH_DATE = 6 "birthDate",
        SEX = 7 "sex",
        NATIONALITY = 8 "nationality",
    }
}

keys! {
    /// The travel document.
    document {
        KIND = 1 "kind",
        ISSUER = 2 "issuer",
        NUMBER = 3 "number",
        COMMITMENT = 4 "commitment",
    }
}

keys! {
    /// An entry of any block: one numbering, so that a member means the same in all three.
    entry {
        DISEASE = 1 "disease",
        SAMPLED_AT = 2 "sampledAt",
        RESULTED_AT = 3 "resultedAt",
        METHOD = 4 "method",
        PRODUCT = 5 "product",
        MAKER = 6 "maker",
        OUTCOME = 7 "outcome",
        PLACE = 8 "place",
        ISSUER = 9 "issuer",
        IDENTIFIER = 10 "identifier",
        CLASS = 11 "class",
        GIVEN_ON = 12 "givenOn",
        BATCH = 13 "batch",
        DOSE = 14 "dose",
        DOSES = 15 "doses",
    }
}

/// A dose's kind of vaccine stands under the key of a test's method.
pub const VACCINE: Key = Key { number: entry::METHOD.number, name: "vaccine" };

keys! {
    /// A place.
    place {
        FACILITY = 1 "facility",
        CITY = 2 "city",
        STATE = 3 "state",
    }
}

keys! {
    /// A health statement.
    statement {
        FLIGHT = 1 "flight",
        DATE = 2 "date",
        PORT = 3 "port",
        ANSWERS = 4 "answers",
    }
}

keys! {
    /// Provenance.
    provenance {
        ISSUER = 1 "issuer",
        FORMAT = 2 "format",
        CHECK = 3 "check",
    }
}

/// First element of a block's array.
pub mod block_state {
    pub const NOT_CONNECTED: i64 = 0;
    pub const NONE_FOUND: i64 = 1;
    pub const FOUND: i64 = 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_or_name_twice() {
        for keys in
            [ithc::ALL, person::ALL, document::ALL, entry::ALL, place::ALL, statement::ALL, provenance::ALL]
        {
            for (i, key) in keys.iter().enumerate() {
                assert!(keys[..i].iter().all(|k| k.number != key.number && k.name != key.name), "{key:?}");
            }
        }
    }
}
