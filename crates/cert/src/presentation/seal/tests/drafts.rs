//! The examples and test vectors of draft-ietf-cose-hpke-27 (section 5 and appendix C): HPKE-0, HPKE-3, HPKE-0-KE,
//! HPKE-3-KE, in modes base and PSK. TEST ONLY, all of them.

use super::super::message::{Message, Mode, enc_structure, recipient_structure};
use super::hex_of;
use crate::cbor::Value;
use crate::cbor_write::write;
use aes_gcm::aead::{Aead, KeyInit, Payload, consts::U16};
use aes_gcm::{AesGcm, aes::Aes128};
use healthpass_crypto::hpke::{self, HpkeError, Psk};
use healthpass_crypto::sealing_key::{Kem, SealingKey};

const PAYLOAD: &[u8] = b"hpke test payload";
/// The draft's text does not print the line's end.
const EXAMPLE: &[u8] = b"This is the content.\n";
const EXTERNAL_AAD: &[u8] = b"external-aad";
const EXTERNAL_INFO: &[u8] = b"external-info";
const EXTERNAL_HPKE_AAD: &[u8] = b"external-hpke-aad";

const KEY_EXAMPLE_0: &str = "eca39300147c91a2a65d17e00ea278b57a14178245bf5686d9a404cca1816b8e";
const EXAMPLE_0: &str = "d08344a1011823a20443626f622358410457229bdd99407b384a9e59fa1553224d58b106e9ebebdaa06d2126bd96757674847669966ecb0d\
    cdf21af5623f19f0b799b0cddf3ee930b739dd474f6282de0158253f3c1595e9d252e816215a9ce73f47ba4b57acb06ecc39ca5a03a14108\
    bbe7807af5688d61";
const KEY_EXAMPLE_0_KE: &str = "b1162c568efcba91c8e4e82f66e36b45aa10bc55228cf65ecd3bb29cfb09f989";
const EXAMPLE_0_KE: &str = "d8608443a10101a1055089115f10ecc1c7fd834442cb87929bc15825534db92f5366e3cadd096774a9576bb8d8867e75ea38c329ecfc7b87\
    93c5a4ae9603e5b0b6818349a201182e0443626f62a12358410417cd85837981ddb14963061ab5fb7308988eb922f87cf6cf6ef83556f765\
    7922c9815947e41b9bc932e48c6f1c4677d9a5506a30d694587628b5193a4cde2f3f58204b508a340e463c317f4e62fb8d08c887cac47880\
    87ad022562d05855a50ca4a0";
const KEY_0_KE: &str = "e8de39325f3c0be02442076c470a46bca742de9bc2be453ec1dc049dda1f6ca3";
const KE_0: &str = "d8608443a10101a105507af5398f1827c014f68bdb9fe84152eb5821d25b7b5eb83dc30f3a4d9ddadd9bd2726e88c621182d88ff53b39c56\
    88c558f732818353a201182e044d626f622d68706b655f305f6b65a1235841040189cdaf807a039007db9e2984717cff68554f1bbe372d73\
    a7af89cad1b3b1ecdcfca75e2c3786ac3a7f61bf303395e2768b114ded2f4be39d40fff7917bb987582011a6de6b6c1e5240a1035c1239c7\
    a8b3000e7dc383818a97099f19b6c2b73b1b";
const KE_0_EXTERNAL: &str = "d8608443a10101a1055012c4d08a6cb6da8dff2c072a152858875821064264f2652b166a88373bd9cedd96d38cb65c650726578910ae6e6e\
    6313258f94818353a201182e044d626f622d68706b655f305f6b65a1235841043bf1b7f2d106d364416c27f3d7ccd03c3d803b9bd473c521\
    456c51f8c1a37b917584b861c100c42eb0eb048519bc10d675ac8013174e669af6bed0f814cb614e58205c9e7e8f86b7ef1ba9f94425c9b0\
    d8a7f43fc56df49da6b414629c2b7c96f489";
const KE_0_PSK: &str = "d8608443a10101a1054c3dbf02ad2a8cd300035a7f515821b91b343a050b5b839a60f7d903f1b9c851e4a8e6df03b0ae05db0d33674fb635\
    498183581ca201182e2456456e6e796e20447572696e206172616e204d6f726961a2044d626f622d68706b655f305f6b6523584104c6022d\
    b2bfc09def2e95b94f2dc917fe2c27cf202ad3860e6bda829b64f8b68c53b06b211dd166dfb7491ef6f45ad6db9003af5fbc4747074364c3\
    86c97dafc258202e54e91afca5ddb92636072b373ed2921942cd497d7ec8c611fdc9824b41d738";
const KEY_3_KE: &str = "60cb9ff63744acdac02a48527dfc2810fc49bc1223a240d870fa2d668c891155";
const KE_3: &str = "d8608443a10101a1055057c9f2b6225deca6982d8f501953628a582168e4b863ae09e0179dfe7368d92c0e998ba891791004ac55f05b81fc\
    a899dcb975818353a2011831044d626f622d68706b655f335f6b65a123582071075e8a1b304ef9edbc2936f6e5be4ac2e4e7ad59ad37d748\
    fb580bb5fc5c5858205b3704e4c7fd8f05c51fde7f159e701aeba21c55b82dec0e42b9bf9a6a9634c4";
const KE_3_EXTERNAL: &str = "d8608443a10101a1055062670829c5fc6f5cdc48faab828dc09e58211ed421e07f98eca98f1155790c790e6710a53484310a47f3b7afdbc7\
    7b5a7cb5a4818353a2011831044d626f622d68706b655f335f6b65a12358204370a8614e9d71a82998498493fedbd974def1ba2f3ff34feb\
    5c8bbb1898484c58201e284bb8a5f35206429c5326036316a4c4dcd5772b7ed9dffdd1e3cfe02ad9fb";
const KE_3_PSK: &str = "d8608443a10101a1054c087f1d07a0e87c270e41d4e15821d1b47d46b6df77e9d3db5228d0af3f87ac7ded5a31f8b382e9b6389f9033bc53\
    d78183581ca20118312456456e6e796e20447572696e206172616e204d6f726961a2044d626f622d68706b655f335f6b65235820c1ccc94d\
    662d3a8b07f50fc18624f8e100ff316c0ecf1bb40b5505bb9805186658209f7f855ca97be8661aec7bcd9224d1dfbfdb2d503097f2b17f90\
    9c3a8903c456";
const KEY_0: &str = "6716e93d6594fbfd27016daada9ccc8e6ba2eea0e103e3d7ae22278f6dfe124a";
const INT_0: &str = "d08344a1011823a2044e626f622d68706b655f302d696e7423584104bb6385b1cd5009597006380ba2de0f66d293007755640f57b13a234b\
    be7241cf6f91f45469f85e99a13b9567257b7025298bcf6e7f4c1f29ab5229381f4b99e65821ed584cb52cb3720135d1aed21adeca560e00\
    effb931cf17f9b60542abc92e80b63";
const INT_0_EXTERNAL: &str = "d08344a1011823a2044e626f622d68706b655f302d696e74235841049d1716049cee3aa5f23d2b3bbc96fd251262a97d3b0dbc53eac742b8\
    c89fe887af7ab816ca8aee7abacacd1a2ab0495e57aeff22611139d1cf894a666529b1615821590565fd461c31edbfb529c208c29b87c7c9\
    24b9c570d8308cb006f1c86b646544";
const INT_0_PSK_EXTERNAL: &str = "d083581ca20118232456456e6e796e20447572696e206172616e204d6f726961a2044e626f622d68706b655f302d696e7423584104075056\
    2be6042d2d49de49f425c93abb762db06c21e65c44a2faf9a7a619152763979d1cf766e7b6f0eaadf6993bb6fc352fcb66220ddb6b73a13f\
    cef6a8d092582175c8906db9fdb31de6a474cb93dcb8b0269f607b0503cd37ae0d47fe1ad5589271";
const KEY_3: &str = "f0b8ece6e3938430f36798eeea8206d0ac5e0577349ad63843cbbb63bc90b849";
const INT_3: &str = "d08344a1011829a2044e626f622d68706b655f332d696e742358200a97fc27b9542a666479ad6635d9d5988e2bb187db4f8b3b48f60f2d06\
    bac46b5821f058dcbad9bad8553fd6cbccfd50486e33dd96557d5805c6327af6624760bc7a1b";
const INT_3_EXTERNAL: &str = "d08344a1011829a2044e626f622d68706b655f332d696e742358201d6124b3462a25d3ed374b88a4702afa7831aafd81af5c8774eceef569\
    f0234658210fcbc960c3f6a049cbff49d881fff00a86152cfbbeccdeec111fdadc848665b9f0";
const INT_3_PSK: &str = "d083581ca20118292456456e6e796e20447572696e206172616e204d6f726961a2044e626f622d68706b655f332d696e74235820108597ab\
    12b01fa48c04f122eb9aacbecccd0d3fb876cde3460a3aebf2ca712958217bd15efc2d505abdf10216048a5861891b848f57578c2d214460\
    2f623055c807f3";
const INT_3_PSK_EXTERNAL: &str = "d083581ca20118292456456e6e796e20447572696e206172616e204d6f726961a2044e626f622d68706b655f332d696e74235820508de89b\
    edf2b67100e6cda1be48c28b9cc5b2b35ac951703bb8ce78f3c9134a582199b36466c873a8e09d140ef6c714dfb392b079002bbb2b907832\
    1c846af830f15c";
const PSK: &str = "0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82";

fn key(kem: Kem, secret: &str) -> SealingKey {
    SealingKey::from_raw(kem, &hex_of(secret)).unwrap()
}

/// What a whole message opens to on the path that ships, without external data.
fn opened(message: &str, key: &SealingKey, psk: Option<&str>) -> Result<Vec<u8>, HpkeError> {
    let message = Message::read(&hex_of(message)).unwrap();
    let psk = psk.map(hex_of);
    message.open(&message.layers[0], key, psk.as_deref()).map(|content| content.to_vec())
}

#[test]
fn integrated_encryption_opens() {
    for (kem, secret, message, psk, content) in [
        (Kem::P256, KEY_EXAMPLE_0, EXAMPLE_0, None, EXAMPLE),
        (Kem::P256, KEY_0, INT_0, None, PAYLOAD),
        (Kem::X25519, KEY_3, INT_3, None, PAYLOAD),
        (Kem::X25519, KEY_3, INT_3_PSK, Some(PSK), PAYLOAD),
    ] {
        let key = key(kem, secret);
        assert_eq!(opened(message, &key, psk).as_deref(), Ok(content));
        let other = SealingKey::generate(kem, &[1; 32]).unwrap();
        assert_eq!(opened(message, &other, psk), Err(HpkeError::Open));
        if psk.is_some() {
            assert_eq!(opened(message, &key, None), Err(HpkeError::Open));
        }
    }
}

/// With nonces of 12 bytes, as RFC 9053 section 4.1 has them.
#[test]
fn key_encryption_opens() {
    for (kem, secret, message) in [(Kem::P256, KEY_0_KE, KE_0_PSK), (Kem::X25519, KEY_3_KE, KE_3_PSK)] {
        assert_eq!(opened(message, &key(kem, secret), Some(PSK)).as_deref(), Ok(PAYLOAD));
        assert_eq!(opened(message, &key(kem, secret), None), Err(HpkeError::Open));
    }
}

/// The draft's examples in mode base have nonces of 16 bytes, which A128GCM in COSE has not: this program refuses them,
/// and their keys are unwrapped here on the path that ships.
#[test]
fn key_encryption_with_a_nonce_of_another_length_opens_in_its_parts() {
    let external = (EXTERNAL_AAD, EXTERNAL_INFO, EXTERNAL_HPKE_AAD);
    let none = (&b""[..], &b""[..], &b""[..]);
    for (kem, secret, message, (aad, info, hpke_aad), content) in [
        (Kem::P256, KEY_EXAMPLE_0_KE, EXAMPLE_0_KE, none, EXAMPLE),
        (Kem::P256, KEY_0_KE, KE_0, none, PAYLOAD),
        (Kem::X25519, KEY_3_KE, KE_3, none, PAYLOAD),
        (Kem::P256, KEY_0_KE, KE_0_EXTERNAL, external, PAYLOAD),
        (Kem::X25519, KEY_3_KE, KE_3_EXTERNAL, external, PAYLOAD),
    ] {
        let refused = Message::read(&hex_of(message)).unwrap_err();
        assert_eq!(refused.expected.as_deref(), Some("iv: 12 bytes"));
        let whole = Value::read(&hex_of(message)).unwrap();
        let Value::Tag(96, parts) = whole else { panic!("no tag") };
        let [Value::Bytes(protected), unprotected, Value::Bytes(ciphertext), recipients] =
            parts.as_array().unwrap()
        else {
            panic!("no COSE_Encrypt")
        };
        let layer = &super::super::message::layers(recipients).unwrap()[0];
        let key = key(kem, secret);
        let info = with_external(&recipient_structure(&layer.protected), info);
        let cek = hpke::open(&key, &layer.enc, None, &info, hpke_aad, &layer.ciphertext).unwrap();
        if hpke_aad.is_empty() {
            let shipped = layer.open(&key, None, &recipient_structure(&layer.protected), &[]).unwrap();
            assert_eq!(shipped, cek);
        }
        let cipher = AesGcm::<Aes128, U16>::new_from_slice(&cek).unwrap();
        let aad = with_external(&enc_structure(Mode::KeyEncryption, protected), aad);
        let iv: [u8; 16] = unprotected.get(5).and_then(Value::as_bytes).unwrap().try_into().unwrap();
        let found = cipher.decrypt(&iv.into(), Payload { msg: ciphertext, aad: &aad }).unwrap();
        assert_eq!(found, content);
    }
}

/// External data, which this program has none of, goes into the structures this program writes.
#[test]
fn integrated_encryption_with_external_data_opens_in_its_parts() {
    for (kem, secret, message, psk) in [
        (Kem::P256, KEY_0, INT_0_EXTERNAL, false),
        (Kem::P256, KEY_0, INT_0_PSK_EXTERNAL, true),
        (Kem::X25519, KEY_3, INT_3_EXTERNAL, false),
        (Kem::X25519, KEY_3, INT_3_PSK_EXTERNAL, true),
    ] {
        let key = key(kem, secret);
        let message = Message::read(&hex_of(message)).unwrap();
        let layer = &message.layers[0];
        let secret = hex_of(PSK);
        let id = layer.psk_id.clone().unwrap_or_default();
        let psk = psk.then_some(Psk { key: &secret, id: &id });
        let aad = with_external(&enc_structure(Mode::Integrated, &layer.protected), EXTERNAL_AAD);
        let found = hpke::open(&key, &layer.enc, psk, EXTERNAL_INFO, &aad, &layer.ciphertext).unwrap();
        assert_eq!(found.as_slice(), PAYLOAD);
    }
}

/// The structure with its last member, empty as written here, filled.
fn with_external(structure: &[u8], external: &[u8]) -> Vec<u8> {
    let Value::Array(mut parts) = Value::read(structure).unwrap() else { panic!("no array") };
    assert_eq!(parts.pop(), Some(Value::Bytes(Vec::new())));
    parts.push(Value::Bytes(external.to_vec()));
    write(&Value::Array(parts))
}
