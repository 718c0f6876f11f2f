//! EncryptedPrivateKeyInfo (RFC 5958 section 3) under PBES2 (RFC 8018 appendix A.4).

use super::SealingFileError::{self, Form, Passphrase, Scheme, TooCostly};
use super::{MAX_PBKDF2_ITERATIONS, MAX_SCRYPT_MEMORY, MAX_SCRYPT_WORK, RANDOM_BYTES};
use crate::asn1::{self, Asn1Error, Element, Reader};
use crate::x509::ObjectIdentifier;
use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use sha2::Sha256;
use zeroize::Zeroizing;

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const HMAC_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.9");
/// RFC 7914 section 7.
const SCRYPT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11591.4.11");
const AES256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");

/// Bytes of an AES-256 key.
const KEY_BYTES: usize = 32;

/// Bytes of a block, and of the initial vector.
pub const BLOCK: usize = 16;

/// Bytes of the salt written here (RFC 8018 section 4.1: at least 8).
pub const SALT_BYTES: usize = 16;

/// Bytes a salt may have.
const SALT_RANGE: core::ops::RangeInclusive<usize> = 8..=64;

/// What is written here: of OWASP's equally strong settings (Password Storage Cheat Sheet) the one with the
/// most memory that OpenSSL still opens, 16 MiB.
const COST: Scrypt = Scrypt { n: 1 << 14, r: 8, p: 5 };

/// Cost of scrypt (RFC 7914 section 2).
#[derive(Clone, Copy)]
struct Scrypt {
    n: u64,
    r: u64,
    p: u64,
}

/// How the key of the cipher comes from the passphrase.
enum Derivation {
    Scrypt(Scrypt),
    Pbkdf2 { iterations: u32 },
}

/// The parts of a protected key.
struct Protected<'a> {
    derivation: Derivation,
    salt: &'a [u8],
    iv: &'a [u8; BLOCK],
    secret: &'a [u8],
}

/// What is inside, if the passphrase is the right one: one DER sequence.
pub fn open(der: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingFileError> {
    let file = read(der)?;
    let key = file.derivation.key(passphrase, file.salt).ok_or(TooCostly)?;
    let mut plain = Zeroizing::new(file.secret.to_vec());
    let cipher = cbc::Decryptor::<Aes256>::new((&*key).into(), file.iv.into());
    let length = cipher.decrypt_padded::<Pkcs7>(&mut plain).map_err(|_| Passphrase)?.len();
    plain.truncate(length);
    // One wrong key in 256 leaves padding that holds; what it leaves is no sequence of that very length.
    Reader::whole(&plain, asn1::SEQUENCE).map_err(|_| Passphrase)?;
    Ok(plain)
}

/// `plain` under scrypt and AES-256-CBC. `None` is not known to happen.
pub fn protect(plain: &[u8], passphrase: &[u8], random: &[u8; RANDOM_BYTES]) -> Option<Vec<u8>> {
    let (salt, iv) = random.split_first_chunk::<SALT_BYTES>()?;
    let (iv, _) = iv.split_first_chunk::<BLOCK>()?;
    let key = Derivation::Scrypt(COST).key(passphrase, salt)?;
    let mut buffer = Zeroizing::new(vec![0; plain.len() + BLOCK]);
    buffer.get_mut(..plain.len())?.copy_from_slice(plain);
    let cipher = cbc::Encryptor::<Aes256>::new((&*key).into(), iv.into());
    let secret = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plain.len()).ok()?;
    let number = |number: u64| {
        let bytes = number.to_be_bytes();
        let leading = bytes.iter().take_while(|byte| **byte == 0).count();
        asn1::write_unsigned(bytes.get(leading..).unwrap_or_default())
    };
    let octets = |bytes: &[u8]| asn1::write(asn1::OCTET_STRING, &[bytes]);
    let scrypt = sequence(&[&octets(salt), &number(COST.n), &number(COST.r), &number(COST.p)]);
    let parameters = sequence(&[&algorithm(SCRYPT, &scrypt), &algorithm(AES256_CBC, &octets(iv))]);
    Some(sequence(&[&algorithm(PBES2, &parameters), &octets(secret)]))
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    asn1::write(asn1::SEQUENCE, parts)
}

fn algorithm(oid: ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    sequence(&[&asn1::write(asn1::OID, &[oid.as_bytes()]), parameters])
}

/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE { AlgorithmIdentifier, encryptedData OCTET STRING }
/// PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }
/// ```
fn read(der: &[u8]) -> Result<Protected<'_>, SealingFileError> {
    let mut outer = Reader::only(der, asn1::SEQUENCE)?;
    let scheme = named(&mut outer, PBES2, asn1::SEQUENCE)?;
    let secret = outer.expect(asn1::OCTET_STRING)?.content;
    outer.end()?;
    let mut parameters = scheme.inside();
    let mut derivation = parameters.expect(asn1::SEQUENCE)?.inside();
    let (derivation, salt) = match derivation.expect(asn1::OID)?.oid()? {
        SCRYPT => scrypt(derivation)?,
        PBKDF2 => pbkdf2(derivation)?,
        _ => return Err(Scheme),
    };
    let iv = named(&mut parameters, AES256_CBC, asn1::OCTET_STRING)?.content;
    parameters.end()?;
    let iv = iv.try_into().map_err(|_| Form)?;
    if !SALT_RANGE.contains(&salt.len()) {
        return Err(Form);
    }
    Ok(Protected { derivation, salt, iv, secret })
}

/// Parameters with this tag, and nothing else, of the algorithm `oid`.
fn named<'a>(
    reader: &mut Reader<'a>,
    oid: ObjectIdentifier,
    tag: u8,
) -> Result<Element<'a>, SealingFileError> {
    let mut identifier = reader.expect(asn1::SEQUENCE)?.inside();
    if identifier.expect(asn1::OID)?.oid()? != oid {
        return Err(Scheme);
    }
    let parameters = identifier.expect(tag)?;
    identifier.end()?;
    Ok(parameters)
}

/// ```text
/// scrypt-params ::= SEQUENCE { salt OCTET STRING, costParameter INTEGER, blockSize INTEGER,
///                              parallelizationParameter INTEGER, keyLength INTEGER OPTIONAL }
/// ```
fn scrypt(mut identifier: Reader<'_>) -> Result<(Derivation, &[u8]), SealingFileError> {
    let mut parameters = identifier.expect(asn1::SEQUENCE)?.inside();
    identifier.end()?;
    let salt = parameters.expect(asn1::OCTET_STRING)?.content;
    let [n, r, p] = [integer(&mut parameters)?, integer(&mut parameters)?, integer(&mut parameters)?];
    key_length(&mut parameters)?;
    parameters.end()?;
    if !n.is_power_of_two() || n == 1 || r == 0 || p == 0 {
        return Err(Form);
    }
    let cost = Scrypt { n, r, p };
    if cost.memory() > MAX_SCRYPT_MEMORY || cost.work() > MAX_SCRYPT_WORK {
        return Err(TooCostly);
    }
    Ok((Derivation::Scrypt(cost), salt))
}

/// ```text
/// PBKDF2-params ::= SEQUENCE { salt OCTET STRING, iterationCount INTEGER, keyLength INTEGER OPTIONAL,
///                              prf AlgorithmIdentifier DEFAULT hmacWithSHA1 }
/// ```
fn pbkdf2(mut identifier: Reader<'_>) -> Result<(Derivation, &[u8]), SealingFileError> {
    let mut parameters = identifier.expect(asn1::SEQUENCE)?.inside();
    identifier.end()?;
    let salt = parameters.expect(asn1::OCTET_STRING)?.content;
    let iterations = integer(&mut parameters)?;
    key_length(&mut parameters)?;
    if parameters.is_empty() {
        return Err(Scheme);
    }
    named(&mut parameters, HMAC_SHA256, asn1::NULL)?;
    parameters.end()?;
    match u32::try_from(iterations) {
        Ok(0) => Err(Form),
        Ok(iterations) if u64::from(iterations) <= MAX_PBKDF2_ITERATIONS => {
            Ok((Derivation::Pbkdf2 { iterations }, salt))
        }
        _ => Err(TooCostly),
    }
}

/// A number too large for 64 bits is too large for anything it is used for.
fn integer(reader: &mut Reader<'_>) -> Result<u64, SealingFileError> {
    let digits = reader.expect(asn1::INTEGER)?.unsigned()?;
    if digits.len() > size_of::<u64>() {
        return Err(TooCostly);
    }
    Ok(digits.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn key_length(reader: &mut Reader<'_>) -> Result<(), SealingFileError> {
    match reader.optional(asn1::INTEGER)?.map(Element::unsigned).transpose()? {
        None | Some(&[32]) => Ok(()),
        Some(_) => Err(Form),
    }
}

impl Scrypt {
    /// Bytes of the large table and of the blocks (RFC 7914 sections 4 to 6).
    fn memory(self) -> u64 {
        self.n.saturating_add(2).saturating_add(self.p).saturating_mul(self.r).saturating_mul(128)
    }

    fn work(self) -> u64 {
        self.n.saturating_mul(self.r).saturating_mul(self.p)
    }
}

impl Derivation {
    /// The cipher's key. `None` for costs that were not checked.
    fn key(&self, passphrase: &[u8], salt: &[u8]) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        match *self {
            Self::Scrypt(Scrypt { n, r, p }) => {
                let log_n = u8::try_from(n.checked_ilog2()?).ok()?;
                let cost = scrypt::Params::new(log_n, r.try_into().ok()?, p.try_into().ok()?).ok()?;
                scrypt::scrypt(passphrase, salt, &cost, &mut key[..]).ok()?;
            }
            Self::Pbkdf2 { iterations } => {
                pbkdf2::pbkdf2_hmac::<Sha256>(passphrase, salt, iterations, &mut key[..]);
            }
        }
        Some(key)
    }
}

impl From<Asn1Error> for SealingFileError {
    fn from(_: Asn1Error) -> Self {
        Form
    }
}
