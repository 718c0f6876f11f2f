//! Every reason code of this crate and those below it, in one table.
//!
//! A code is stable, dotted and unique; its sentences live in `text/en.json` and `text/zh.json` under
//! `reason.<code>`.

use crate::envelope::{base32, base45, cose, cwt, hc1, inflate, jws};
use crate::{
    cbor, dcc, ddcc, hcert, icvp, issue, ithc, lookalikes, parts, request, shc, shl, trust, vds_nc, verify,
};

const OWN: &[&str] = &[
    base32::code::CHARACTER,
    base32::code::LENGTH,
    base45::code::CHARACTER,
    base45::code::LENGTH,
    base45::code::OVERFLOW,
    cbor::code::DEPTH,
    cbor::code::DUPLICATE_KEY,
    cbor::code::INDEFINITE,
    cbor::code::MALFORMED,
    cbor::code::TOO_MANY_ITEMS,
    cbor::code::TRAILING,
    cbor::code::TRUNCATED,
    cose::code::ALG_MISSING,
    cose::code::CRITICAL,
    cose::code::DETACHED,
    cose::code::SHAPE,
    cose::code::TAG,
    cwt::code::HCERT_MISSING,
    cwt::code::HCERT_SHAPE,
    cwt::code::SHAPE,
    cwt::code::TIME,
    hcert::code::UNSUPPORTED,
    hc1::code::BOUND,
    hc1::code::EMPTY,
    hc1::code::LOWER_CASE,
    hc1::code::TOO_LONG,
    hc1::code::UNKNOWN,
    hc1::code::VERSION,
    inflate::code::CORRUPT,
    inflate::code::NOT_ZLIB,
    inflate::code::TOO_LARGE,
    inflate::code::TRAILING,
    inflate::code::TRUNCATED,
    issue::code::EXPIRES_FIRST,
    issue::code::NOT_SIGNED,
    jws::code::BASE64,
    jws::code::CRITICAL,
    jws::code::HEADER,
    jws::code::PAYLOAD,
    jws::code::SHAPE,
    parts::code::CONFLICT,
    parts::code::MISSING,
    parts::code::NUMBER,
    request::code::AT,
    shc::code::DIGITS,
    shc::code::FILE,
    shc::code::NOT_COUNTED,
    shc::code::PATIENTS,
    trust::agreement::code::AGREEMENT,
    trust::agreement::code::AGREEMENT_DISEASE,
    trust::agreement::code::AGREEMENT_EXPIRED,
    trust::agreement::code::AGREEMENT_KIND,
    trust::agreement::code::AGREEMENT_NOT_YET,
    trust::agreement::code::AGREEMENT_ONE_WAY,
    trust::agreement::code::NO_AGREEMENT,
    trust::code::ENVIRONMENT_MIXED,
    trust::code::KEY,
    trust::code::LIST_ISSUER,
    trust::code::LIST_SHAPE,
    trust::code::LIST_SIGNATURE,
    trust::code::NOT_FROM_ROOT,
    trust::code::RECIPIENT_COUNT,
    trust::code::RECIPIENT_COUNTRY,
    trust::code::RECIPIENT_KEY,
    trust::code::RECIPIENT_NAME,
    trust::code::RECIPIENT_TWICE,
    trust::code::RECIPIENT_VALIDITY,
    trust::code::SHAPE,
    trust::code::TOO_LARGE,
    trust::code::VERSION,
    verify::code::ALGORITHM_UNKNOWN,
    verify::code::CHAIN_ALGORITHM,
    verify::code::CHAIN_EXPIRED,
    verify::code::CHAIN_NOT_YET_VALID,
    verify::code::CHAIN_SIGNATURE,
    verify::code::COUNTRY_MISMATCH,
    verify::code::DOCUMENT_TYPE,
    verify::code::DOMAIN,
    verify::code::EXPIRED,
    verify::code::ISSUED_LATER,
    verify::code::KEY_EXPIRED,
    verify::code::KEY_NOT_FOUND,
    verify::code::KEY_NOT_YET_VALID,
    verify::code::KIND_NOT_ALLOWED,
    verify::code::LIST_EXPIRED,
    verify::code::LIST_OUTDATED,
    verify::code::NO_DOCUMENT,
    verify::code::NO_KEY,
    verify::code::NO_KID,
    verify::code::NO_KIND,
    verify::code::NO_PERSON,
    verify::code::NO_REVOCATION_LIST,
    verify::code::NO_RULE_PACK,
    verify::code::NO_TIMES,
    verify::code::NOT_LISTED,
    verify::code::NOT_READ,
    verify::code::NOT_SIGNED,
    verify::code::NOT_YET_VALID,
    verify::code::NUMBER_NOT_CONFIRMED,
    verify::code::PURPOSE,
    verify::code::SIGNATURE_FAILED,
    verify::code::SIGNER_REVOKED,
];

/// Every code a report or refusal of this crate can name. A format may share a code with another.
pub fn all() -> Vec<&'static str> {
    let parts = [
        OWN,
        dcc::CODES,
        ddcc::CODES,
        icvp::CODES,
        ithc::CODES,
        lookalikes::CODES,
        shl::fetch::CODES,
        shl::CODES,
        vds_nc::CODES,
        healthpass_passport::CODES,
        healthpass_crypto::CODES,
    ];
    let mut codes: Vec<_> = parts.concat();
    #[cfg(feature = "presentation")]
    codes.extend(crate::presentation::codes());
    #[cfg(feature = "revocation")]
    codes.extend(crate::revocation::CODES);
    #[cfg(feature = "divoc")]
    codes.extend(crate::divoc::codes());
    #[cfg(feature = "rules")]
    codes.extend([crate::certlogic::CODES, crate::rules::CODES, crate::rules::lint_code::CODES].concat());
    codes.sort_unstable();
    codes.dedup();
    codes
}
