//! What a wallet stands between: the host's storage, what a traveller types, and the screen.

use crate::own::Passport;
use crate::qr::read_square;
use base64ct::{Base64, Encoding};
use healthpass_passport::{DocumentKind, TypedDocument};
use healthpass_wallet::{StoredRecord, Wallet};
use std::collections::BTreeMap;

/// The host's storage.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Storage(pub BTreeMap<String, String>);

impl Storage {
    /// Carries out what the wallet wants written.
    pub fn write(&mut self, wallet: &mut Wallet) {
        for change in wallet.take_changes() {
            match change.value {
                Some(value) => self.0.insert(change.key, value),
                None => self.0.remove(&change.key),
            };
        }
    }

    /// Everything, as at the next start.
    pub fn records(&self) -> Vec<StoredRecord> {
        let record =
            |(key, value): (&String, &String)| StoredRecord { key: key.clone(), value: value.clone() };
        self.0.iter().map(record).collect()
    }
}

/// A passport pasted as its whole zone.
#[must_use]
pub fn pasted(passport: &Passport, kind: DocumentKind) -> TypedDocument {
    TypedDocument { lines: Some(passport.lines().to_vec()), ..TypedDocument::new(kind) }
}

/// The four pieces a traveller types.
#[must_use]
pub fn pieces(passport: &Passport) -> TypedDocument {
    let [one, two] = passport.lines();
    TypedDocument {
        line1: Some(one.trim_end_matches('<').into()),
        number: Some(two[..10].into()),
        birth: Some(two[13..20].into()),
        expiry: Some(two[21..28].into()),
        ..TypedDocument::new(DocumentKind::Ordinary)
    }
}

/// The text in a symbol's modules, by a reader that is not ours.
///
/// # Errors
/// Why there is none.
pub fn read_modules(size: u32, modules: &str) -> Result<String, String> {
    const SCALE: u32 = 4;
    const QUIET: u32 = 4;
    let bits = Base64::decode_vec(modules).expect("base64");
    let side = (size + 2 * QUIET) * SCALE;
    let dark = |x: u32, y: u32| {
        let inside = (QUIET..QUIET + size).contains(&x) && (QUIET..QUIET + size).contains(&y);
        let index = || ((y - QUIET) * size + (x - QUIET)) as usize;
        inside && bits[index() / 8] & (0x80 >> (index() % 8)) != 0
    };
    let level = |n: u32| if dark(n % side / SCALE, n / side / SCALE) { 0 } else { 255 };
    read_square(side, (0..side * side).map(level).collect())
}
