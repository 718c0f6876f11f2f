//! What a text that is no health certificate probably is, so that whoever scanned it knows what to do.

use crate::envelope::{base45, hc1};
use crate::error::ReadError;

/// Codes of what is told apart; one sentence with a hint each.
pub mod code {
    /// An HC1 code that lost its first four characters.
    pub const BASE45: &str = "envelope.prefix.base45";
    /// A boarding pass (IATA resolution 792).
    pub const BOARDING_PASS: &str = "envelope.prefix.boarding-pass";
    /// A decentralised identifier, which names somebody and says nothing.
    pub const DID: &str = "envelope.prefix.did";
    /// A certificate for use inside one country.
    pub const DOMESTIC: &str = "envelope.prefix.domestic";
    /// A contact, network, payment, ...
    pub const EVERYDAY: &str = "envelope.prefix.everyday";
    /// What wallet, issuer and desk say to each other: a request, its answer, a desk's question.
    pub const EXCHANGE: &str = "envelope.prefix.exchange";
    /// A FHIR resource nobody signed.
    pub const FHIR: &str = "envelope.prefix.fhir";
    /// JSON of no known kind.
    pub const JSON: &str = "envelope.prefix.json";
    /// The machine readable zone of a travel document.
    pub const MRZ: &str = "envelope.prefix.mrz";
    /// A link to an OpenAttestation document, as Singapore issues.
    pub const OPEN_ATTESTATION: &str = "envelope.prefix.open-attestation";
    /// A certificate as a wallet shows it, for a verifier that opens presentations.
    pub const PRESENTATION: &str = "envelope.prefix.presentation";
    /// A signed token that is no health card.
    pub const TOKEN: &str = "envelope.prefix.token";
    /// A web address.
    pub const WEB_ADDRESS: &str = "envelope.prefix.web-address";
}

/// Every code of [`code`].
pub const CODES: &[&str] = &[
    code::BASE45,
    code::BOARDING_PASS,
    code::DID,
    code::DOMESTIC,
    code::EVERYDAY,
    code::EXCHANGE,
    code::FHIR,
    code::JSON,
    code::MRZ,
    code::OPEN_ATTESTATION,
    code::PRESENTATION,
    code::TOKEN,
    code::WEB_ADDRESS,
];

/// Whether a text is of a kind.
type Fits = fn(&str) -> bool;

/// What it may be, and how that is told; the first row that fits names it.
const LOOKALIKES: &[(&str, Fits)] = &[
    (code::OPEN_ATTESTATION, open_attestation),
    (code::PRESENTATION, |text| begins(text, &["HP1:"])),
    (code::EXCHANGE, |text| begins(text, &["HPR1:", "HPI1:", "HPQ1:"])),
    (code::WEB_ADDRESS, |text| begins(text, &["https://", "http://", "www."])),
    // Netherlands, Switzerland ("light"), France.
    (code::DOMESTIC, |text| begins(text, &["NL2:", "LT1:"]) || two_d_doc(text)),
    (code::DID, |text| begins(text, &["did:"])),
    (code::FHIR, |text| text.starts_with('{') && text.contains("\"resourceType\"")),
    (code::JSON, |text| text.starts_with(['{', '['])),
    (code::BOARDING_PASS, boarding_pass),
    (code::MRZ, machine_readable_zone),
    (code::EVERYDAY, |text| begins(text, EVERYDAY) || text.starts_with(PAYMENT)),
    (code::BASE45, packed),
];

/// How texts begin that any phone reads.
const EVERYDAY: &[&str] = &[
    "BEGIN:V", "MECARD:", "WIFI:", "tel:", "mailto:", "MATMSG:", "sms", "geo:", "otpauth", "weixin:", "wxp:",
    "alipay", "bitcoin:", "upi:",
];

/// How every EMV merchant payment code begins: format indicator, two characters, version 1.
const PAYMENT: &str = "000201";

/// Characters of the beginning that a report repeats.
const SHOWN: usize = 40;

/// Why `text`, which no reader takes, is refused.
pub fn name(text: &str) -> ReadError {
    match LOOKALIKES.iter().find(|(_, fits)| fits(text)) {
        Some((code, _)) => ReadError { found: Some(beginning(text)), ..ReadError::at(code, 0) },
        None => hc1::unknown_prefix(text),
    }
}

/// Of an address only whose it is: what follows may be about the traveller.
fn beginning(text: &str) -> String {
    let end = match text.split_once("://") {
        Some((scheme, rest)) => scheme.len() + 3 + rest.find(['/', '?', '#']).unwrap_or(rest.len()),
        None => text.find([':', ',', '<', '/', ' ']).map_or(4, |end| end + 1),
    };
    text.get(..end).unwrap_or_default().chars().take(SHOWN).collect()
}

fn begins(text: &str, prefixes: &[&str]) -> bool {
    let with =
        |prefix: &&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    prefixes.iter().any(with)
}

fn open_attestation(text: &str) -> bool {
    begins(text, &["https://"]) && (text.contains("openattestation") || text.contains("notarise.gov.sg"))
}

/// `DC`, version, four characters of certification authority.
fn two_d_doc(text: &str) -> bool {
    begins(text, &["DC01", "DC02", "DC03", "DC04"]) && text.get(4..6) == Some("FR")
}

/// `M`, number of legs, twenty characters of name with a slash, `E` for an electronic ticket.
fn boarding_pass(text: &str) -> bool {
    let bytes = text.as_bytes();
    let legs = matches!(bytes, [b'M', b'1'..=b'4', ..]);
    legs && bytes.get(22) == Some(&b'E') && bytes.get(2..22).is_some_and(|name| name.contains(&b'/'))
}

fn machine_readable_zone(text: &str) -> bool {
    const SHORTEST: usize = 30;
    let zone = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<';
    let first = text.lines().next().unwrap_or_default().trim();
    first.len() >= SHORTEST && first.contains("<<") && first.chars().all(zone)
}

/// The first bytes of zlib at level 9, as issuers use it, under base45.
fn packed(text: &str) -> bool {
    base45::decode(text).is_ok_and(|bytes| bytes.first() == Some(&0x78))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::inflate::deflate;

    fn named(text: &str) -> (&'static str, String) {
        let error = name(text);
        (error.code, error.found.unwrap_or_default())
    }

    #[test]
    fn texts_are_told_apart() {
        let pass = "M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100";
        for (text, code, found) in [
            ("https://example.org/p?id=1", code::WEB_ADDRESS, "https://example.org"),
            ("HTTP://EXAMPLE.ORG", code::WEB_ADDRESS, "HTTP://EXAMPLE.ORG"),
            (
                "https://action.openattestation.com/?q=%7B",
                code::OPEN_ATTESTATION,
                "https://action.openattestation.com",
            ),
            ("NL2:K1R F2", code::DOMESTIC, "NL2:"),
            ("LT1:6BFY", code::DOMESTIC, "LT1:"),
            ("HP1:6BFOXN", code::PRESENTATION, "HP1:"),
            ("HPR1:6BF", code::EXCHANGE, "HPR1:"),
            ("HPI1:6BF", code::EXCHANGE, "HPI1:"),
            ("HPQ1:6BF", code::EXCHANGE, "HPQ1:"),
            ("HPX1:6BF", hc1::code::UNKNOWN, "HPX1"),
            ("DC04FR0AXT4A0A8B0A8B", code::DOMESTIC, "DC04"),
            ("did:web:example.org#key-1", code::DID, "did:"),
            ("{\"resourceType\": \"Bundle\"}", code::FHIR, "{\"resourceType\":"),
            ("[1]", code::JSON, ""),
            ("{}", code::JSON, ""),
            (pass, code::BOARDING_PASS, "M1DESMARAIS/"),
            ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO", code::MRZ, "P<"),
            ("WIFI:T:WPA;S:net;;", code::EVERYDAY, "WIFI:"),
            ("BEGIN:VCARD\nVERSION:3.0", code::EVERYDAY, "BEGIN:"),
            ("00020101021126", code::EVERYDAY, "0002"),
            ("hello", hc1::code::UNKNOWN, "hell"),
            ("hc1:NCF", hc1::code::LOWER_CASE, "hc1:"),
            ("HC2:NCF", hc1::code::VERSION, "HC2:"),
            ("健康", hc1::code::UNKNOWN, "健康"),
        ] {
            assert_eq!(named(text), (code, found.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_code_without_its_beginning_is_recognised() {
        let text = base45::encode(&deflate(&b"certificate ".repeat(20)));
        assert_eq!(named(&text).0, code::BASE45);
        assert_eq!(named(&base45::encode(b"something else")).0, hc1::code::UNKNOWN);
    }
}
