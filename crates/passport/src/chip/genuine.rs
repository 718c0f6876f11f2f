//! Whether the chip is the original: what its answers prove once the data groups behind them are believed.

use super::authentication::ChipExchange;
use super::step::{ChipFiles, ChipProof};
use crate::document::Level;
use crate::lds::File;
use crate::lds::security_infos::SecurityInfos;
use crate::lds::tlv::Reader;
use crate::reason::{self, Reason};
use healthpass_crypto::algorithm::ecdsa_from_der;
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::iso9796::{RecoveryError, RecoveryKey};
use healthpass_crypto::key::{KeyKind, PublicKey, SignatureError};

/// Whether the chip is the one the state issued.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Originality {
    /// It proved to have a private key whose public half the state signed.
    Proved,
    /// It answered, and wrongly: a copy.
    Failed,
    /// The passport offers no way to tell.
    NotOffered,
    /// The passport offers a way, and the chip did not answer in a form understood here: nothing is proved.
    Unanswered,
}

impl Originality {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Failed => "failed",
            Self::NotOffered => "not-offered",
            Self::Unanswered => "unanswered",
        }
    }
}

/// The judgement with its reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Genuine {
    /// The judgement.
    pub original: Originality,
    /// What failed or was not answered; `chip.active.*` and `chip.authentication.*`.
    pub reasons: Vec<Reason>,
}

impl Genuine {
    /// The level of a document whose passive authentication passed; `None` refuses it: the data are the
    /// state's, the chip is not.
    pub fn level(&self) -> Option<Level> {
        match self.original {
            Originality::Proved => Some(Level::ChipOriginal),
            Originality::Failed => None,
            Originality::NotOffered | Originality::Unanswered => Some(Level::Chip),
        }
    }
}

/// What one of the two ways gave.
enum Verdict {
    Proved,
    Failed(&'static str),
    Unanswered(&'static str),
    NotOffered,
}

/// Judges a chip's answers. `signed` are the numbers of the data groups whose hashes held in a document security
/// object that passed passive authentication: a key outside them proves nothing, whatever was done with it. `listed`
/// are all the numbers of that object ([`crate::lds::sod::listed`]): what it lists and the chip withholds is silence.
///
/// Wrong once is a copy, even if the other way holds.
pub fn genuine_chip(files: &ChipFiles, signed: &[u8], listed: &[u8]) -> Genuine {
    let mut genuine = Genuine { original: Originality::NotOffered, reasons: Vec::new() };
    let mut failed = false;
    for verdict in [active(files, signed, listed), chip(files, signed, listed)] {
        match verdict {
            Verdict::NotOffered => {}
            Verdict::Proved => genuine.original = Originality::Proved,
            Verdict::Failed(code) => {
                failed = true;
                genuine.reasons.push(Reason::new(code));
            }
            Verdict::Unanswered(code) => {
                if genuine.original == Originality::NotOffered {
                    genuine.original = Originality::Unanswered;
                }
                genuine.reasons.push(Reason::new(code));
            }
        }
    }
    if failed {
        genuine.original = Originality::Failed;
    }
    genuine
}

fn active(files: &ChipFiles, signed: &[u8], listed: &[u8]) -> Verdict {
    let Some(file) = files.file(File::Dg15) else {
        return absent(listed, File::Dg15, reason::CHIP_ACTIVE_UNANSWERED);
    };
    if !is_signed(File::Dg15, signed) {
        return Verdict::Unanswered(reason::CHIP_ACTIVE_UNSIGNED);
    }
    let Some(answer) = &files.active else { return Verdict::Unanswered(reason::CHIP_ACTIVE_UNANSWERED) };
    let Ok(mut key) = Reader::only(file, u16::from(File::Dg15.tag())) else {
        return Verdict::Unanswered(reason::CHIP_ACTIVE_KEY);
    };
    let Ok(spki) = key.expect(0x30) else { return Verdict::Unanswered(reason::CHIP_ACTIVE_KEY) };
    match RecoveryKey::from_spki_der(spki.encoding) {
        Ok(key) => match key.verify(&answer.challenge, &answer.response) {
            Ok(_) => Verdict::Proved,
            // A long signature cut short by a short response is no proof of a copy.
            Err(RecoveryError::Length) => Verdict::Unanswered(reason::CHIP_ACTIVE_UNANSWERED),
            // Of the right form, which only the right key gives, with a hash not known here.
            Err(RecoveryError::Trailer) => Verdict::Unanswered(reason::CHIP_ACTIVE_FORM),
            Err(_) => Verdict::Failed(reason::CHIP_ACTIVE_FAILED),
        },
        Err(RecoveryError::Size) => Verdict::Unanswered(reason::CHIP_ACTIVE_KEY),
        Err(_) => curve_answer(files, spki.encoding, &answer.challenge, &answer.response),
    }
}

/// ECDSA, r || s or as some chips have it in DER, under the hash DG14 names; any known here when it names none of them.
fn curve_answer(files: &ChipFiles, spki: &[u8], challenge: &[u8], response: &[u8]) -> Verdict {
    let key = PublicKey::from_spki_der(spki)
        .ok()
        .filter(|key| !matches!(key.kind(), KeyKind::Rsa | KeyKind::Ed25519));
    let Some(key) = key else { return Verdict::Unanswered(reason::CHIP_ACTIVE_KEY) };
    let infos = files.file(File::Dg14).and_then(|file| SecurityInfos::parse_dg14(file).ok());
    let unknown = infos.as_ref().is_some_and(|infos| infos.active_unknown);
    let named = infos.and_then(|infos| infos.active_hash);
    let known = [
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha384,
        HashAlgorithm::Sha512,
        HashAlgorithm::Sha224,
        HashAlgorithm::Sha1,
    ];
    let tried = known.into_iter().filter(|hash| named.is_none_or(|named| named == *hash));
    for hash in tried {
        match ecdsa_answer(&key, hash, challenge, response) {
            Ok(()) => return Verdict::Proved,
            Err(SignatureError::Invalid) => {}
            Err(_) => return Verdict::Unanswered(reason::CHIP_ACTIVE_FORM),
        }
    }
    if unknown {
        return Verdict::Unanswered(reason::CHIP_ACTIVE_FORM);
    }
    Verdict::Failed(reason::CHIP_ACTIVE_FAILED)
}

fn ecdsa_answer(
    key: &PublicKey,
    hash: HashAlgorithm,
    challenge: &[u8],
    response: &[u8],
) -> Result<(), SignatureError> {
    match key.verify_ecdsa(hash, challenge, response) {
        Err(SignatureError::Length { expected, .. }) => {
            key.verify_ecdsa(hash, challenge, &ecdsa_from_der(response, expected / 2)?)
        }
        result => result,
    }
}

fn chip(files: &ChipFiles, signed: &[u8], listed: &[u8]) -> Verdict {
    let Some(file) = files.file(File::Dg14) else {
        return absent(listed, File::Dg14, reason::CHIP_AUTHENTICATION_UNANSWERED);
    };
    match (files.chip_authentication, is_signed(File::Dg14, signed)) {
        (ChipProof::NotOffered, true) => not_spoken(file),
        (ChipProof::NotOffered, false) => Verdict::NotOffered,
        (_, false) => Verdict::Unanswered(reason::CHIP_AUTHENTICATION_UNSIGNED),
        (ChipProof::Proved, true) => Verdict::Proved,
        (ChipProof::Failed, true) => Verdict::Failed(reason::CHIP_AUTHENTICATION_FAILED),
        (ChipProof::Unanswered, true) => Verdict::Unanswered(reason::CHIP_AUTHENTICATION_UNANSWERED),
    }
}

/// What a DG14 offers that the session did not take up.
fn not_spoken(dg14: &[u8]) -> Verdict {
    if SecurityInfos::parse_dg14(dg14).is_ok_and(|infos| !infos.offers_chip_authentication) {
        return Verdict::NotOffered;
    }
    match ChipExchange::of(dg14) {
        Some(_) => Verdict::Unanswered(reason::CHIP_AUTHENTICATION_UNANSWERED),
        None => Verdict::Unanswered(reason::CHIP_AUTHENTICATION_KIND),
    }
}

/// A group the document security object lists and the chip does not hand out is silence, not absence.
fn absent(listed: &[u8], file: File, code: &'static str) -> Verdict {
    if is_signed(file, listed) { Verdict::Unanswered(code) } else { Verdict::NotOffered }
}

fn is_signed(file: File, groups: &[u8]) -> bool {
    file.group().is_some_and(|group| groups.contains(&group))
}
