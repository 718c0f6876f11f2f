//! Message authentication codes of secure messaging: 8 bytes each.

use super::cbc::xor;
use super::{Cipher, Suite, pad};
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

/// Bytes of a code as chips send it.
pub const MAC_SIZE: usize = 8;

/// The constant of CMAC's subkeys for blocks of 128 bits (NIST SP 800-38B section 5.3).
const R_128: u8 = 0x87;

/// The code of a message: ISO/IEC 9797-1 algorithm 3 with padding method 2 for 3DES; the first 8 bytes of CMAC
/// (NIST SP 800-38B) for AES, which takes the message as it is. `None` for a key of another length.
pub fn mac(suite: Suite, key: &[u8], message: &[u8]) -> Option<[u8; MAC_SIZE]> {
    match suite {
        Suite::TripleDes => retail(key, &pad(message, suite.block())),
        _ => cmac(suite, key, message)?.first_chunk().copied(),
    }
}

/// Whether a code is that of a message; every byte is compared.
pub fn mac_holds(suite: Suite, key: &[u8], message: &[u8], found: &[u8]) -> bool {
    let Some(expected) = mac(suite, key, message) else { return false };
    let difference = expected.iter().zip(found).fold(0, |all, (a, b)| all | (a ^ b));
    found.len() == MAC_SIZE && core::hint::black_box(difference) == 0
}

/// DES in CBC mode under the first key, and the last block once more under the second and the first.
fn retail(key: &[u8], padded: &[u8]) -> Option<[u8; MAC_SIZE]> {
    let single = Des::new_from_slice(key.get(..8)?).ok()?;
    let both = TdesEde2::new_from_slice(key).ok()?;
    let mut block = Array::from([0; MAC_SIZE]);
    for chunk in padded.chunks_exact(MAC_SIZE) {
        xor(&mut block, chunk);
        single.encrypt_block(&mut block);
    }
    // E1(D2(x)) where x is encrypted already: take that back and let EDE do all three.
    single.decrypt_block(&mut block);
    both.encrypt_block(&mut block);
    Some(block.into())
}

/// CMAC, all 16 bytes.
pub(super) fn cmac(suite: Suite, key: &[u8], message: &[u8]) -> Option<[u8; 16]> {
    let cipher = Cipher::new(suite, key)?;
    let mut subkey = [0; 16];
    cipher.encrypt(&mut subkey);
    double(&mut subkey);
    let whole = !message.is_empty() && message.len().is_multiple_of(16);
    let mut padded = message.to_vec();
    if !whole {
        double(&mut subkey);
        padded = pad(message, 16);
    }
    let (body, last) = padded.split_last_chunk::<16>()?;
    let mut block = [0; 16];
    for chunk in body.chunks_exact(16) {
        xor(&mut block, chunk);
        cipher.encrypt(&mut block);
    }
    xor(&mut block, last);
    xor(&mut block, &subkey);
    cipher.encrypt(&mut block);
    Some(block)
}

/// Multiplies by x in the field of 2¹²⁸.
fn double(block: &mut [u8; 16]) {
    let mut carry = 0;
    for byte in block.iter_mut().rev() {
        let out = *byte >> 7;
        *byte = *byte << 1 | carry;
        carry = out;
    }
    if let Some(last) = block.last_mut() {
        *last ^= carry * R_128;
    }
}
