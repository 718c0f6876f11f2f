//! Any bytes as a signed message inside its envelope: past the compression, where mutations would not get.
#![cfg_attr(not(test), no_main)]

use healthpass_cert::decoded::Decoded;
use healthpass_cert::envelope::{cose::Sign1, cwt::Claims, hc1};
use healthpass_cert::limits::MAX_TEXT;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(message) = Sign1::read(bytes) else { return };
    message.to_be_signed();
    let claims = Claims::read(message.payload());
    let text = hc1::write(bytes);
    if text.len() > MAX_TEXT {
        return;
    }
    match (claims, Decoded::read(&text)) {
        (Ok(_), Ok(decoded)) => {
            assert_eq!(decoded.signed(), Some(&message.signed()));
            decoded.content_faults();
            serde_json::to_string(decoded.unverified_json()).expect("JSON");
            serde_json::to_string(&decoded.unverified_view()).expect("JSON");
        }
        // the message alone does not say that it was shown without the holder's device
        (_, Err(other)) if other.code == hc1::code::BOUND => {}
        (Err(one), Err(other)) => assert_eq!(one, other),
        (one, other) => panic!("{one:?} but {other:?}"),
    }
});
