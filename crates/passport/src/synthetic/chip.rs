//! Chips of the made-up state: for a Chinese zone of the shape its passports have (BAC, active authentication
//! with RSA), for any other of a European one's (PACE, chip authentication). TEST ONLY.

use super::write::{SEQUENCE, element, oid};
use super::{Recipe, groups};
use crate::chip::mock::{self, ActiveSecret, MockChip};
use crate::chip::{Access, ChipError, Seed};
use crate::lds::File;
use crate::mrz::Mrz;
use healthpass_crypto::key::KeyKind;
use healthpass_crypto::symmetric::Suite;

/// id-data, which Chinese passports name their security object.
const ID_DATA: &str = "1.2.840.113549.1.7.1";
/// rsaEncryption, with its parameters: none.
const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";
const NO_PARAMETERS: [u8; 2] = [5, 0];

/// Most bytes a Chinese chip hands out at once.
const LONGEST_CHINESE: usize = 231;
/// Number of the key of an authority on no list.
const UNLISTED_KEY: u8 = 7;

/// Key of chip authentication, its suite, and the key of a copy.
const CHIP_KEY: [u8; 40] = [5; 40];
const COPIED_KEY: [u8; 40] = [6; 40];
const SUITE: Suite = Suite::Aes128;

/// RSA key of active authentication, 1024 bits, public exponent 65537: TEST ONLY.
const MODULUS: &[u8] = b"\xa3\xc5\xb6\x1e\xaa\xa9\x03\xc3\x9c\x29\x88\x5b\x96\x3f\xd3\xe0\x6d\xad\x83\xc4\x04\x13\xa9\xc7\xbf\x38\x95\x62\x46\xfe\x76\xe4\x92\xaf\x0a\x86\
    \x29\x2c\xf9\x8d\x66\x40\xe2\x25\x4b\xa3\xeb\xd8\x8a\x3f\x07\xde\xe2\xc4\x24\xa7\x9b\xb6\xf3\x49\x0f\xa3\x41\xea\x29\xe5\xb2\x0f\xab\xc8\xc4\x4a\
    \x12\x88\x8d\xfd\x1d\x25\x5d\x23\x85\x59\x92\xe4\xba\x80\x76\x4f\x41\x90\xe8\x2c\x33\xbc\x96\x5d\x62\x73\x7d\x2c\x70\xc7\x46\xc0\x4e\xc7\x63\x40\
    \xd6\x83\x2b\xc5\xe0\x80\xcf\xc9\x99\xe2\x4a\x65\x6c\x64\x6c\xd1\xce\xa7\x07\x73";
const EXPONENT: &[u8] = b"\x2e\xa6\x66\xd6\x1d\x6e\xbf\x6f\xbc\xcf\xe7\xd3\x8e\xdc\xe7\x91\x8a\x2c\x5e\xd8\x3b\x01\x0e\xdf\xa3\x0c\x8f\x20\xcb\x70\x38\x95\xab\x62\xc8\xf0\
    \xa6\x51\xf5\x53\xdd\xc8\xa5\xa2\x52\x05\x83\x6c\xcf\x14\x5d\x3d\x94\x02\xa3\x1e\x4b\x30\xb5\xe4\x1d\xdc\x37\x2d\xf3\xa0\x7e\x48\x06\x1a\x8e\xf8\
    \xf7\x73\x54\x89\x88\x6b\xee\x7c\xff\x16\xe4\xed\x66\x16\xc9\xce\xfb\xfb\xa1\x5e\xd6\xbe\x45\xfa\x2d\x12\xa1\xf2\xb9\xca\x1b\x47\x5a\x2b\xe8\x43\
    \xce\x13\xad\xbd\x0a\x84\xbf\xec\xe3\xfb\x00\x4b\xca\x7b\x7e\xe1\xcb\x8c\xa0\xa1";

/// What the chip is like; by default that of a genuine passport.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    /// Full name in DG11, parts divided by `<<`; that of the zone where there is none.
    pub full_name: Option<String>,
    /// The data of another chip, without its key.
    pub copied: bool,
    /// The name in DG1 was changed after signing.
    pub forged: bool,
    /// Certified by an authority on no list.
    pub unlisted: bool,
}

/// Country of the made-up authority that signs for an issuer.
pub fn country(issuer: &str) -> &str {
    match issuer {
        "CHN" => "CN",
        "D" => "DE",
        _ => issuer.get(..2).unwrap_or(issuer),
    }
}

/// The certificate of that authority, DER.
pub fn authority(issuer: &str) -> Vec<u8> {
    let key = authority_key(issuer);
    let country = country(issuer).to_owned();
    Recipe { country, authority_key: key, authority_signs_with: key, ..Recipe::default() }.authority()
}

/// Number of the authority's key: each has its own, or one could sign for the other.
fn authority_key(issuer: &str) -> u8 {
    match issuer {
        "CHN" => 11,
        "D" => 12,
        _ => 1,
    }
}

impl Chip {
    /// The chip of a passport with this zone.
    ///
    /// # Errors
    /// Those of [`Access::from_mrz`] for a zone that does not hold.
    pub fn of(&self, mrz: &Mrz, seed: Seed) -> Result<MockChip, ChipError> {
        let chinese = mrz.issuer == "CHN";
        let access = Access::from_mrz(mrz)?;
        let mut files = self.files(mrz, chinese);
        if self.forged {
            forge(&mut files);
        }
        let chip = MockChip::new(access, files, seed);
        Ok(if chinese { self.chinese(chip) } else { self.european(chip) })
    }

    fn files(&self, mrz: &Mrz, chinese: bool) -> Vec<(File, Vec<u8>)> {
        let lines: Vec<&str> = mrz.lines.iter().map(String::as_str).collect();
        let name = self.full_name.clone().unwrap_or_else(|| mrz.name.full().replace(' ', "<"));
        let proof = if chinese {
            Some((15, groups::dg15(&active_key())))
        } else {
            mock::dg14(KeyKind::P256, SUITE, &CHIP_KEY).map(|file| (14, file))
        };
        let mut groups = vec![(1, groups::dg1(&lines)), (11, groups::dg11(&name))];
        groups.extend(proof);
        let authority_key = if self.unlisted { UNLISTED_KEY } else { authority_key(&mrz.issuer) };
        let mut recipe = Recipe {
            country: country(&mrz.issuer).to_owned(),
            authority_key,
            authority_signs_with: authority_key,
            groups,
            ..Recipe::default()
        };
        if chinese {
            recipe.content_type = ID_DATA;
        }
        let made = recipe.make();
        let groups = made.groups.into_iter();
        let groups = groups.filter_map(|(number, bytes)| Some((File::of_group(number)?, bytes)));
        [(File::Sod, made.sod)].into_iter().chain(groups).collect()
    }

    fn chinese(&self, chip: MockChip) -> MockChip {
        let exponent = if self.copied { MODULUS.to_vec() } else { EXPONENT.to_vec() };
        let secret = ActiveSecret::Rsa { modulus: MODULUS.to_vec(), exponent };
        chip.with_longest(LONGEST_CHINESE).with_active(secret)
    }

    fn european(&self, chip: MockChip) -> MockChip {
        let key = if self.copied { COPIED_KEY } else { CHIP_KEY };
        chip.with_pace(KeyKind::BrainpoolP256r1, SUITE).with_chip_key(KeyKind::P256, SUITE, &key)
    }
}

/// Changes the first letter of the name in DG1, which no check digit is over.
fn forge(files: &mut [(File, Vec<u8>)]) {
    /// Tag and length of DG1 and of the zone in it, then code and issuer.
    const NAME: usize = 5 + 5;
    let zone = files.iter_mut().find(|(file, _)| *file == File::Dg1);
    if let Some(letter) = zone.and_then(|(_, bytes)| bytes.get_mut(NAME)) {
        *letter = if *letter == b'A' { b'B' } else { b'A' };
    }
}

/// SubjectPublicKeyInfo of the RSA key.
fn active_key() -> Vec<u8> {
    let modulus = element(2, &[&[0], MODULUS]);
    let key = element(SEQUENCE, &[&modulus, &[2, 3, 1, 0, 1]]);
    let algorithm = element(SEQUENCE, &[&oid(RSA_ENCRYPTION), &NO_PARAMETERS]);
    element(SEQUENCE, &[&algorithm, &element(3, &[&[0], &key])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentication::{AuthOutcome, Csca, Evidence, authenticate};
    use crate::chip::{ChipFiles, Originality, Plan, Session, Step, genuine_chip};
    use crate::mrz;
    use healthpass_crypto::x509::Certificate;
    use time::{Date, Month};

    const ZONES: [[&str; 2]; 2] = [
        ["P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8"],
        ["P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6"],
    ];

    fn read(lines: &[&str; 2], chip: &Chip) -> ChipFiles {
        let today = Date::from_calendar_date(2026, Month::November, 22).unwrap();
        let mrz = mrz::parse(lines, today).unwrap();
        let mut chip = chip.of(&mrz, Seed::new(&[1; 32]).unwrap()).unwrap();
        let access = Access::from_mrz(&mrz).unwrap();
        let mut session = Session::new(access, Plan::default(), Seed::new(&[2; 32]).unwrap());
        let mut step = session.next(None).unwrap();
        loop {
            match step {
                Step::Send { apdu, .. } => step = session.next(Some(&chip.transceive(&apdu))).unwrap(),
                Step::Done(files) => return files,
            }
        }
    }

    fn judged(lines: &[&str; 2], chip: &Chip) -> (AuthOutcome, Originality) {
        let files = read(lines, chip);
        let groups: Vec<(u8, &[u8])> =
            files.files.iter().filter_map(|(file, bytes)| Some((file.group()?, bytes.as_slice()))).collect();
        let issuer = if lines[0].contains("CHN") { "CHN" } else { "D" };
        let authority = Certificate::from_der(&authority(issuer)).unwrap();
        let authorities = [Csca::from_certificate(&authority).unwrap()];
        let sod = files.file(File::Sod).unwrap();
        let answer = authenticate(&Evidence {
            sod,
            groups: &groups,
            authorities: &authorities,
            revocations: &[],
            at: None,
            now: None,
        });
        let genuine = genuine_chip(&files, &answer.groups, &crate::lds::sod::listed(sod));
        (answer.outcome, genuine.original)
    }

    #[test]
    fn each_chip_is_what_it_is_made_to_be() {
        for lines in &ZONES {
            let genuine = Chip::default();
            assert_eq!(judged(lines, &genuine), (AuthOutcome::Authentic, Originality::Proved));
            let copied = Chip { copied: true, ..Chip::default() };
            assert_eq!(judged(lines, &copied), (AuthOutcome::Authentic, Originality::Failed));
            let forged = Chip { forged: true, ..Chip::default() };
            assert_eq!(judged(lines, &forged).0, AuthOutcome::NotAuthentic);
            let unlisted = Chip { unlisted: true, ..Chip::default() };
            assert_eq!(judged(lines, &unlisted).0, AuthOutcome::IssuerUnknown);
        }
    }
}
