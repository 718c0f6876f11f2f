//! Cipher block chaining (NIST SP 800-38A section 6.2), without padding of its own.

use super::Cipher;

impl Cipher {
    /// Encrypts whole blocks; `None` for a length that is not of whole blocks, or another initial vector.
    pub fn encrypt_cbc(&self, iv: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let size = self.fitting(iv, plain)?;
        let mut out = plain.to_vec();
        let mut last = iv.to_vec();
        for block in out.chunks_exact_mut(size) {
            xor(block, &last);
            self.encrypt(block);
            last.copy_from_slice(block);
        }
        Some(out)
    }

    /// Decrypts whole blocks; `None` as above.
    pub fn decrypt_cbc(&self, iv: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
        let size = self.fitting(iv, secret)?;
        let mut out = secret.to_vec();
        let previous = core::iter::once(iv).chain(secret.chunks_exact(size));
        for (block, last) in out.chunks_exact_mut(size).zip(previous) {
            self.decrypt(block);
            xor(block, last);
        }
        Some(out)
    }

    fn fitting(&self, iv: &[u8], bytes: &[u8]) -> Option<usize> {
        let size = self.suite().block();
        (iv.len() == size && bytes.len().is_multiple_of(size)).then_some(size)
    }
}

pub(super) fn xor(block: &mut [u8], other: &[u8]) {
    for (byte, other) in block.iter_mut().zip(other) {
        *byte ^= other;
    }
}
