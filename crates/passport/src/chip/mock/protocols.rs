//! The chip's side of BAC, PACE, active and chip authentication.

use super::crypto::{Keys, key};
use super::secure::Secure;
use super::{MockChip, Reply};
use crate::lds::tlv::{Reader, write};
use healthpass_crypto::hash::HashAlgorithm;
use healthpass_crypto::iso9796;
use healthpass_crypto::key_agreement::{Group, Scalar};
use healthpass_crypto::sign::Es256Signer;
use healthpass_crypto::symmetric::Suite;

/// The private key of active authentication.
pub enum ActiveSecret {
    /// RSA with message recovery and SHA-256, big-endian numbers.
    Rsa {
        /// The modulus.
        modulus: Vec<u8>,
        /// The private exponent.
        exponent: Vec<u8>,
    },
    /// ECDSA with SHA-256 over P-256.
    Ecdsa(Box<Es256Signer>),
}

/// Between GET CHALLENGE and EXTERNAL AUTHENTICATE.
pub(super) struct Bac {
    nonce: Vec<u8>,
}

/// Between two steps of PACE.
pub(super) struct PaceState {
    group: Group,
    nonce: Vec<u8>,
    scalar: Option<Scalar>,
    public: Vec<u8>,
    their_public: Vec<u8>,
    secret: Vec<u8>,
}

/// Between the steps of chip authentication.
pub(super) enum ChipState {
    Idle,
    Set,
    Changed(Box<Secure>),
}

impl ChipState {
    pub fn take_changed(&mut self) -> Option<Secure> {
        match core::mem::replace(self, Self::Idle) {
            Self::Changed(secure) => Some(*secure),
            other => {
                *self = other;
                None
            }
        }
    }
}

const FAILED: Reply = (Vec::new(), 0x6300);
const WRONG: Reply = (Vec::new(), 0x6a80);

impl MockChip {
    fn bytes(&mut self, count: usize) -> Vec<u8> {
        self.seed.take(count).map(|bytes| bytes.to_vec()).unwrap_or_default()
    }

    fn password(&self) -> Vec<u8> {
        HashAlgorithm::Sha1.digest(self.access.information())
    }

    pub(super) fn challenge(&mut self) -> Reply {
        let nonce = self.bytes(8);
        self.bac = Some(Bac { nonce: nonce.clone() });
        (nonce, 0x9000)
    }

    pub(super) fn external_authenticate(&mut self, data: &[u8]) -> Reply {
        self.external(data).map_or(FAILED, |response| (response, 0x9000))
    }

    fn external(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        let bac = self.bac.take()?;
        let keys = Keys::of(Suite::TripleDes, self.password().get(..16)?);
        let (secret, code) = data.split_at_checked(32)?;
        if keys.code(&super::crypto::padded(secret, 8)) != code {
            return None;
        }
        let plain = keys.decrypt(&[0; 8], secret)?;
        let (their_nonce, rest) = plain.split_at_checked(8)?;
        let (echo, their_key) = rest.split_at_checked(8)?;
        if echo != bac.nonce {
            return None;
        }
        let ours = self.bytes(16);
        let body = keys.encrypt(&[0; 8], &[bac.nonce.as_slice(), their_nonce, &ours].concat());
        let code = keys.code(&super::crypto::padded(&body, 8));
        let seed: Vec<u8> = ours.iter().zip(their_key).map(|(a, b)| a ^ b).collect();
        let counter = [bac.nonce.get(4..)?, their_nonce.get(4..)?].concat();
        let counter = counter.iter().fold(0_u128, |counter, byte| counter << 8 | u128::from(*byte));
        self.secure = Some(Secure::new(Keys::of(Suite::TripleDes, &seed), counter));
        Some([body, code].concat())
    }

    pub(super) fn pace_set(&mut self, data: &[u8]) -> Reply {
        let Some((info, group)) = self.pace.and_then(|info| Some((info, Group::of(info.curve)?))) else {
            return WRONG;
        };
        let named = Reader::new(data).expect(0x80).is_ok_and(|oid| oid.value == info.oid());
        if self.in_application || !named || !data.ends_with(&[0x84, 1, info.parameter]) {
            return WRONG;
        }
        let empty = Vec::new;
        self.pace_state = Some(PaceState {
            group,
            nonce: empty(),
            scalar: None,
            public: empty(),
            their_public: empty(),
            secret: empty(),
        });
        (Vec::new(), 0x9000)
    }

    pub(super) fn pace_step(&mut self, data: &[u8]) -> Reply {
        let (Some(state), Some(info)) = (self.pace_state.take(), self.pace) else { return WRONG };
        let Some(object) = Reader::only(data, 0x7c).ok().and_then(|mut inside| inside.next().ok()) else {
            return WRONG;
        };
        let reply = match object {
            None => self.pace_nonce(state, info.suite),
            Some(object) => match object.tag {
                0x81 => self.pace_map(state, object.value),
                0x83 => self.pace_agree(state, object.value),
                0x85 => return self.pace_token(&state, object.value),
                _ => None,
            },
        };
        reply.and_then(|(tag, value)| Some((write(0x7c, &write(tag, &value)?)?, 0x9000))).unwrap_or(WRONG)
    }

    fn pace_nonce(&mut self, mut state: PaceState, suite: Suite) -> Option<(u16, Vec<u8>)> {
        state.nonce = self.bytes(16);
        let keys = Keys { suite, encryption: key(suite, &self.password(), 3), authentication: Vec::new() };
        let secret = keys.encrypt(&vec![0; super::crypto::block(suite)], &state.nonce);
        self.pace_state = Some(state);
        Some((0x80, secret))
    }

    fn offer(&mut self, state: &mut PaceState) -> Option<()> {
        let random = self.bytes(state.group.random_bytes());
        let scalar = state.group.scalar(&random).ok()?;
        state.public = state.group.public(&scalar).ok()?.sec1().to_vec();
        state.scalar = Some(scalar);
        Some(())
    }

    fn pace_map(&mut self, mut state: PaceState, theirs: &[u8]) -> Option<(u16, Vec<u8>)> {
        let point = state.group.point(theirs).ok()?;
        self.offer(&mut state)?;
        state.group = state.group.map(&state.nonce, state.scalar.as_ref()?, &point).ok()?;
        let public = state.public.clone();
        self.pace_state = Some(state);
        Some((0x82, public))
    }

    fn pace_agree(&mut self, mut state: PaceState, theirs: &[u8]) -> Option<(u16, Vec<u8>)> {
        let point = state.group.point(theirs).ok()?;
        self.offer(&mut state)?;
        state.secret = state.group.agree(state.scalar.as_ref()?, &point).ok()?.to_vec();
        state.their_public = theirs.to_vec();
        let public = state.public.clone();
        self.pace_state = Some(state);
        Some((0x84, public))
    }

    fn pace_token(&mut self, state: &PaceState, token: &[u8]) -> Reply {
        let Some(info) = self.pace else { return WRONG };
        let keys = Keys::of(info.suite, &state.secret);
        let code = |public: &[u8]| {
            let inside = [write(0x06, &info.oid())?, write(0x86, public)?].concat();
            let message = write(0x7f49, &inside)?;
            let message =
                if info.suite == Suite::TripleDes { super::crypto::padded(&message, 8) } else { message };
            Some(keys.code(&message))
        };
        let (Some(expected), Some(ours)) = (code(&state.public), code(&state.their_public)) else {
            return WRONG;
        };
        if expected != token {
            return FAILED;
        }
        let Some(response) = write(0x86, &ours).and_then(|token| write(0x7c, &token)) else { return WRONG };
        self.secure = Some(Secure::new(keys, 0));
        (response, 0x9000)
    }

    pub(super) fn internal_authenticate(&self, challenge: &[u8]) -> Reply {
        if self.faults.contains(&super::Fault::Mute) {
            return (Vec::new(), 0x6d00);
        }
        match &self.active {
            None => (Vec::new(), 0x6d00),
            Some(ActiveSecret::Ecdsa(signer)) => (signer.sign(challenge).to_vec(), 0x9000),
            Some(ActiveSecret::Rsa { modulus, exponent }) => {
                let nonce = vec![0x5a; modulus.len().saturating_sub(1 + 32 + 2)];
                let digest = HashAlgorithm::Sha256.digest(&[&nonce, challenge].concat());
                let block = [&[0x6a], nonce.as_slice(), &digest, &[0x34, 0xcc]].concat();
                iso9796::power_for_tests(modulus, exponent, &block)
                    .map_or(WRONG, |signature| (signature, 0x9000))
            }
        }
    }

    pub(super) fn chip_set(&mut self, data: &[u8], p2: u8) -> Reply {
        let Some((_, _, suite)) = &self.chip else { return WRONG };
        match (p2, *suite == Suite::TripleDes) {
            (0xa6, true) => {
                let Ok(object) = Reader::new(data).expect(0x91) else { return WRONG };
                self.chip_agree(object.value)
            }
            (0xa4, false) => {
                self.chip_state = ChipState::Set;
                (Vec::new(), 0x9000)
            }
            _ => WRONG,
        }
    }

    pub(super) fn chip_step(&mut self, data: &[u8]) -> Reply {
        let object = Reader::only(data, 0x7c).and_then(|mut inside| inside.expect(0x80));
        let (ChipState::Set, Ok(object)) = (&self.chip_state, object) else { return WRONG };
        match self.chip_agree(object.value) {
            (_, 0x9000) => (vec![0x7c, 0x00], 0x9000),
            error => error,
        }
    }

    fn chip_agree(&mut self, theirs: &[u8]) -> Reply {
        let Some((group, scalar, suite)) = &self.chip else { return WRONG };
        let secret = group.point(theirs).and_then(|point| group.agree(scalar, &point));
        let Ok(secret) = secret else { return FAILED };
        self.chip_state = ChipState::Changed(Box::new(Secure::new(Keys::of(*suite, &secret), 0)));
        (Vec::new(), 0x9000)
    }
}
