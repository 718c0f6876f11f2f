//! HPKE against another implementation, both ways.
#![cfg(feature = "sealing")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use core::convert::Infallible;
use healthpass_crypto::hpke as ours;
use healthpass_crypto::sealing_key::{Kem, SealingKey};
use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::{DhP256HkdfSha256, Kem as TheirKem, X25519HkdfSha256};
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{
    Deserializable, OpModeR, OpModeS, PskBundle, Serializable, single_shot_open, single_shot_seal_with_rng,
};
use proptest::prelude::*;

/// TEST ONLY: a generator that gives the bytes it was given, once.
struct Given([u8; 32]);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unimplemented!("keys are made of bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unimplemented!("keys are made of bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0[..bytes.len()]);
        self.0 = [0; 32];
        Ok(())
    }
}

impl TryCryptoRng for Given {}

/// One message, and all it is sealed with.
#[derive(Clone, Debug)]
struct Message {
    secret: [u8; 32],
    random: [u8; 32],
    psk: Option<(Vec<u8>, Vec<u8>)>,
    info: Vec<u8>,
    aad: Vec<u8>,
    content: Vec<u8>,
}

fn message() -> impl Strategy<Value = Message> {
    let bytes = |most| proptest::collection::vec(any::<u8>(), 0..most);
    let psk = (proptest::collection::vec(any::<u8>(), 32..80), proptest::collection::vec(any::<u8>(), 1..40));
    let parts =
        (any::<[u8; 32]>(), any::<[u8; 32]>(), proptest::option::of(psk), bytes(80), bytes(80), bytes(2000));
    parts.prop_map(|(secret, random, psk, info, aad, content)| Message {
        secret,
        random,
        psk,
        info,
        aad,
        content,
    })
}

/// Both make the same of the same, and each opens what the other sealed.
fn agree<K: TheirKem>(kem: Kem, message: &Message) -> Result<(), TestCaseError> {
    let Message { info, aad, content, .. } = message;
    let (their_key, their_public) = K::derive_keypair(&message.secret);
    let key = SealingKey::generate(kem, &message.secret).unwrap();
    prop_assert_eq!(key.public().raw().to_vec(), their_public.to_bytes().to_vec());
    let psk = message.psk.as_ref().map(|(key, id)| ours::Psk { key, id });
    let bundle = message.psk.as_ref().map(|(key, id)| PskBundle::new(key, id).unwrap());

    let (enc, sealed) = ours::seal(key.public(), psk, info, aad, content, &message.random).unwrap();
    let mode = bundle.map_or(OpModeS::<K>::Base, OpModeS::Psk);
    let (their_enc, their_sealed) = single_shot_seal_with_rng::<AesGcm128, HkdfSha256, K>(
        &mode,
        &their_public,
        info,
        content,
        aad,
        &mut Given(message.random),
    )
    .unwrap();
    prop_assert_eq!(&enc, &their_enc.to_bytes().to_vec());
    prop_assert_eq!(&sealed, &their_sealed);

    let mode = bundle.map_or(OpModeR::<K>::Base, OpModeR::Psk);
    let enc_of_ours = K::EncappedKey::from_bytes(&enc).unwrap();
    let opened =
        single_shot_open::<AesGcm128, HkdfSha256, K>(&mode, &their_key, &enc_of_ours, info, &sealed, aad);
    prop_assert_eq!(&opened.unwrap(), content);
    let opened = ours::open(&key, &enc, psk, info, aad, &their_sealed).unwrap();
    prop_assert_eq!(&*opened, content);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn p256_agrees(message in message()) {
        agree::<DhP256HkdfSha256>(Kem::P256, &message)?;
    }

    #[test]
    fn x25519_agrees(message in message()) {
        agree::<X25519HkdfSha256>(Kem::X25519, &message)?;
    }
}
