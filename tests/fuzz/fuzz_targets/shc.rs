//! Any claims inside a SMART Health Card: past compression and digits, where mutations would not get.
#![cfg_attr(not(test), no_main)]

use base64ct::{Base64UrlUnpadded, Encoding};
use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::inflate::deflate;
use healthpass_cert::reason;
use libfuzzer_sys::fuzz_target;

const HEADER: &str = r#"{"zip":"DEF","alg":"ES256","kid":"3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s"}"#;

fuzz_target!(|claims: &[u8]| {
    let zlib = deflate(claims);
    let encode = Base64UrlUnpadded::encode_string;
    let message = format!("{}.{}.AAAA", encode(HEADER.as_bytes()), encode(&zlib[2..zlib.len() - 4]));
    let digits: String = message.bytes().map(|byte| format!("{:02}", byte - b'-')).collect();
    match (Decoded::read(&message), Decoded::read(&format!("shc:/{digits}"))) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.signed(), other.signed());
            assert_eq!(one.content_faults(), other.content_faults());
            for fault in one.content_faults() {
                assert!(reason::all().contains(&fault.code), "{}", fault.code);
            }
            serde_json::to_string(&one.unverified_view()).expect("JSON");
        }
        // Twice as many digits as characters may be too much text.
        (one, Err(other)) => assert!(one.is_ok() || one.is_err_and(|one| one.code == other.code)),
        (Err(one), Ok(_)) => panic!("{one:?}"),
    }
});
