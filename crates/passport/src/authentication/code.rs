//! Codes of passive authentication, all of them in [`crate::CODES`]; those of the signature itself are
//! [`healthpass_crypto::CODES`]' `cms.*`, those of the zone `mrz.*`.

/// EF.SOD cannot be read.
pub const SOD: &str = "passport.sod";
/// The SOD signs something that is no list of data groups.
pub const CONTENT_TYPE: &str = "passport.content-type";
/// The list of data groups cannot be read.
pub const SECURITY_OBJECT: &str = "passport.security-object";
/// DG1 was not read, or is not on the list.
pub const GROUP_MISSING: &str = "passport.group-missing";
/// A data group that the SOD says nothing about.
pub const GROUP_UNLISTED: &str = "passport.group-unlisted";
/// A data group is not the one that was signed.
pub const GROUP_CHANGED: &str = "passport.group-changed";
/// A data group is not of its documented form.
pub const GROUP_DAMAGED: &str = "passport.group-damaged";
/// The signer's certificate is not for signing documents, by its key usage.
pub const SIGNER_USAGE: &str = "passport.signer-usage";
/// The signer's certificate is for another purpose.
pub const SIGNER_PURPOSE: &str = "passport.signer-purpose";
/// The signer's certificate is for other types of document.
pub const SIGNER_DOCUMENT_TYPE: &str = "passport.signer-document-type";
/// The signer's certificate was not valid at the time in question.
pub const SIGNER_NOT_VALID: &str = "passport.signer-not-valid";
/// The document was signed after the time it is judged at.
pub const SIGNED_IN_FUTURE: &str = "passport.signed-in-future";
/// The authority revoked the signer's certificate.
pub const SIGNER_REVOKED: &str = "passport.signer-revoked";
/// The authority named did not sign the signer's certificate.
pub const ISSUER_SIGNATURE: &str = "passport.issuer-signature";
/// A certificate in the document spells out a curve that is none of those known (CVE-2020-0601).
pub const CURVE: &str = "passport.curve";
/// The authority's own certificate was not valid at the time in question.
pub const ISSUER_NOT_VALID: &str = "passport.issuer-not-valid";
/// The authority is another state's.
pub const ISSUER_COUNTRY: &str = "passport.issuer-country";
/// The authority named cannot be asked: its key is of a kind not supported here.
pub const ISSUER_KEY: &str = "passport.issuer-key";
/// No authority at hand signed the signer's certificate.
pub const ISSUER_UNKNOWN: &str = "passport.issuer-unknown";

/// SHA-1 is all that holds something together.
pub const WEAK_HASH: &str = "passport.weak-hash";
/// Nothing is at hand about revoked signers.
pub const REVOCATION_UNKNOWN: &str = "passport.revocation-unknown";
/// What is at hand about revoked signers is out of date.
pub const REVOCATION_STALE: &str = "passport.revocation-stale";
/// The authority was found by its name, not its key's identifier.
pub const ISSUER_BY_NAME: &str = "passport.issuer-by-name";
/// Whose the authority is cannot be told from what was trusted.
pub const ISSUER_COUNTRY_UNKNOWN: &str = "passport.issuer-country-unknown";
/// Until when the authority's key is valid cannot be told from what was trusted.
pub const ISSUER_VALIDITY_UNKNOWN: &str = "passport.issuer-validity-unknown";
/// The signer's certificate has ended, though the document it signed has not.
pub const SIGNER_EXPIRED: &str = "passport.signer-expired";
/// The signer does not say when it signed.
pub const TIME_UNKNOWN: &str = "passport.time-unknown";
/// The signer's certificate is the only one there, not the one named.
pub const DEVIATION_SIGNER: &str = "passport.deviation.signer";
/// The signature is r || s instead of DER.
pub const DEVIATION_PLAIN_ECDSA: &str = "passport.deviation.plain-ecdsa";
/// Nothing says what kind of content was signed.
pub const DEVIATION_ATTRIBUTES: &str = "passport.deviation.attributes";
/// The signed attributes stand in another order than they were signed in.
pub const DEVIATION_ORDER: &str = "passport.deviation.order";
/// Another content type than ICAO's present one.
pub const DEVIATION_CONTENT_TYPE: &str = "passport.deviation.content-type";
/// BER where DER is asked for.
pub const DEVIATION_ENCODING: &str = "passport.deviation.encoding";
/// The file does not begin with its tag.
pub const DEVIATION_TAG: &str = "passport.deviation.tag";
/// The signer's certificate does not say what its key is for (ICAO 9303-12 section 7.1.1 asks for it).
pub const DEVIATION_SIGNER_USAGE: &str = "passport.deviation.signer-usage";
/// The signer's certificate names another state than its authority's.
pub const DEVIATION_SIGNER_COUNTRY: &str = "passport.deviation.signer-country";
/// The signer's certificate calls its authority by another name.
pub const DEVIATION_ISSUER_NAME: &str = "passport.deviation.issuer-name";
/// The zone in DG1 holds something that is no date.
pub const DEVIATION_ZONE: &str = "passport.deviation.zone";
