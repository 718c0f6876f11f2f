use super::*;
use crate::sealing_key::SealingKeyError;

fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}

/// One set-up of RFC 9180 appendix A and its first encryption.
struct Vector {
    kem: Kem,
    psk: bool,
    random: &'static str,
    secret_of_sender: &'static str,
    random_of_recipient: &'static str,
    secret_of_recipient: &'static str,
    public_of_recipient: &'static str,
    enc: &'static str,
    shared_secret: &'static str,
    key: &'static str,
    nonce: &'static str,
    sealed: &'static str,
}

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const PLAINTEXT: &str = "4265617574792069732074727574682c20747275746820626561757479";
const AAD: &str = "436f756e742d30";
const PSK: &str = "0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82";
const PSK_ID: &str = "456e6e796e20447572696e206172616e204d6f726961";

/// TEST ONLY: A.1.1, A.1.2, A.3.1, A.3.2.
const VECTORS: &[Vector] = &[
    Vector {
        kem: Kem::X25519,
        psk: false,
        random: "7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234",
        secret_of_sender: "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
        random_of_recipient: "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
        secret_of_recipient: "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        public_of_recipient: "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        enc: "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        shared_secret: "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
        key: "4531685d41d65f03dc48f6b8302c05b0",
        nonce: "56d890e5accaaf011cff4b7d",
        sealed: "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9
            6d8770ac83d07bea87e13c512a",
    },
    Vector {
        kem: Kem::X25519,
        psk: true,
        random: "78628c354e46f3e169bd231be7b2ff1c77aa302460a26dbfa15515684c00130b",
        secret_of_sender: "463426a9ffb42bb17dbe6044b9abd1d4e4d95f9041cef0e99d7824eef2b6f588",
        random_of_recipient: "d4a09d09f575fef425905d2ab396c1449141463f698f8efdb7accfaff8995098",
        secret_of_recipient: "c5eb01eb457fe6c6f57577c5413b931550a162c71a03ac8d196babbd4e5ce0fd",
        public_of_recipient: "9fed7e8c17387560e92cc6462a68049657246a09bfa8ade7aefe589672016366",
        enc: "0ad0950d9fb9588e59690b74f1237ecdf1d775cd60be2eca57af5a4b0471c91b",
        shared_secret: "727699f009ffe3c076315019c69648366b69171439bd7dd0807743bde76986cd",
        key: "15026dba546e3ae05836fc7de5a7bb26",
        nonce: "9518635eba129d5ce0914555",
        sealed: "e52c6fed7f758d0cf7145689f21bc1be6ec9ea097fef4e959440012f4feb73fb
            611b946199e681f4cfc34db8ea",
    },
    Vector {
        kem: Kem::P256,
        psk: false,
        random: "4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e",
        secret_of_sender: "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb",
        random_of_recipient: "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550",
        secret_of_recipient: "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
        public_of_recipient: "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f70
            6a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
        enc: "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325
            ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
        shared_secret: "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
        key: "868c066ef58aae6dc589b6cfdd18f97e",
        nonce: "4e0bc5018beba4bf004cca59",
        sealed: "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f
            9076ac232e3ab2523f39513434",
    },
    Vector {
        kem: Kem::P256,
        psk: true,
        random: "2afa611d8b1a7b321c761b483b6a053579afa4f767450d3ad0f84a39fda587a6",
        secret_of_sender: "57427244f6cc016cddf1c19c8973b4060aa13579b4c067fd5d93a5d74e32a90f",
        random_of_recipient: "d42ef874c1913d9568c9405407c805baddaffd0898a00f1e84e154fa787b2429",
        secret_of_recipient: "438d8bcef33b89e0e9ae5eb0957c353c25a94584b0dd59c991372a75b43cb661",
        public_of_recipient: "040d97419ae99f13007a93996648b2674e5260a8ebd2b822e84899cd52d874
            46ea394ca76223b76639eccdf00e1967db10ade37db4e7db476261fcc8df97c5ffd1",
        enc: "04305d35563527bce037773d79a13deabed0e8e7cde61eecee403496959e89e
            4d0ca701726696d1485137ccb5341b3c1c7aaee90a4a02449725e744b1193b53b5f",
        shared_secret: "2e783ad86a1beae03b5749e0f3f5e9bb19cb7eb382f2fb2dd64c99f15ae0661b",
        key: "55d9eb9d26911d4c514a990fa8d57048",
        nonce: "b595dc6b2d7e2ed23af529b1",
        sealed: "90c4deb5b75318530194e4bb62f890b019b1397bbf9d0d6eb918890e1fb2be1a
            c2603193b60a49c2126b75d0eb",
    },
];

#[test]
fn every_value_of_rfc_9180_comes_out() {
    for vector in VECTORS {
        let key = SealingKey::generate(vector.kem, &hex(vector.random_of_recipient)).unwrap();
        let same = SealingKey::from_raw(vector.kem, &hex(vector.secret_of_recipient)).unwrap();
        assert_eq!(key.public(), same.public());
        assert_eq!(key.public().raw(), hex(vector.public_of_recipient));
        let (psk_key, psk_id) = (hex(PSK), hex(PSK_ID));
        let psk = vector.psk.then_some(Psk { key: &psk_key, id: &psk_id });
        let (info, aad, plaintext) = (hex(INFO), hex(AAD), hex(PLAINTEXT));

        let ephemeral = SealingKey::from_raw(vector.kem, &hex(vector.secret_of_sender)).unwrap();
        let secret = shared_secret(&ephemeral, key.public(), &hex(vector.enc), key.public()).unwrap();
        assert_eq!(secret.as_slice(), hex(vector.shared_secret));
        let context = Context::new(vector.kem, &secret, psk, &info).unwrap();
        assert_eq!(context.key.as_slice(), hex(vector.key));
        assert_eq!(context.nonce.as_slice(), hex(vector.nonce));

        let (enc, sealed) = seal(key.public(), psk, &info, &aad, &plaintext, &hex(vector.random)).unwrap();
        assert_eq!((enc.as_slice(), sealed.as_slice()), (&hex(vector.enc)[..], &hex(vector.sealed)[..]));
        assert_eq!(open(&key, &enc, psk, &info, &aad, &sealed).unwrap().as_slice(), plaintext);
    }
}

#[test]
fn nothing_opens_what_it_was_not_sealed_with() {
    for kem in [Kem::P256, Kem::X25519] {
        let (key, other) =
            (SealingKey::generate(kem, &[1; 32]).unwrap(), SealingKey::generate(kem, &[2; 32]).unwrap());
        let psk = |byte: &'static [u8; 32]| Psk { key: byte, id: b"name" };
        let (one, two) = (psk(&[1; 32]), psk(&[2; 32]));
        let renamed = Psk { id: b"Name", ..one };
        let (enc, sealed) = seal(key.public(), Some(one), b"info", b"aad", b"content", &[3; 32]).unwrap();
        let closed = Err(HpkeError::Open);
        assert!(open(&key, &enc, Some(one), b"info", b"aad", &sealed).is_ok());
        assert_eq!(open(&other, &enc, Some(one), b"info", b"aad", &sealed), closed);
        assert_eq!(open(&key, &enc, Some(two), b"info", b"aad", &sealed), closed);
        assert_eq!(open(&key, &enc, Some(renamed), b"info", b"aad", &sealed), closed);
        assert_eq!(open(&key, &enc, None, b"info", b"aad", &sealed), closed);
        assert_eq!(open(&key, &enc, Some(one), b"Info", b"aad", &sealed), closed);
        assert_eq!(open(&key, &enc, Some(one), b"info", b"Aad", &sealed), closed);
        for length in 0..sealed.len() {
            assert_eq!(open(&key, &enc, Some(one), b"info", b"aad", &sealed[..length]), closed);
        }
        for length in 0..enc.len() {
            let cut = open(&key, &enc[..length], Some(one), b"info", b"aad", &sealed);
            assert_eq!(cut, Err(HpkeError::Agreement));
        }
    }
}

#[test]
fn what_the_standard_forbids_is_refused() {
    let key = SealingKey::generate(Kem::X25519, &[1; 32]).unwrap();
    let with = |psk, random: &[u8]| seal(key.public(), psk, b"", b"", b"", random).map(|_| ());
    assert_eq!(with(None, &[3; 32]), Ok(()));
    assert_eq!(with(None, &[3; 31]), Err(HpkeError::Random { found: 31 }));
    assert_eq!(with(None, &[3; 33]), Err(HpkeError::Random { found: 33 }));
    assert_eq!(with(Some(Psk { key: &[1; 31], id: b"name" }), &[3; 32]), Err(HpkeError::Psk));
    assert_eq!(with(Some(Psk { key: &[1; 32], id: b"" }), &[3; 32]), Err(HpkeError::Psk));
    assert_eq!(with(Some(Psk { key: &[], id: b"" }), &[3; 32]), Err(HpkeError::Psk));
    // The key of order one: every agreement with it is zero.
    let zero = open(&key, &[0; 32], None, b"", b"", &[0; 16]);
    assert_eq!(zero, Err(HpkeError::Agreement));
    assert_eq!(SealingKey::generate(Kem::P256, &[0; 31]).err(), Some(SealingKeyError::Random { found: 31 }));
}
