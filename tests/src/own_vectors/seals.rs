//! Seals of ICAO's (VDS-NC).

use super::Case;
use crate::own::{ANNA, AT, Passport};
use crate::seal::{self, Authority, sealed};
use serde_json::{Value, json};

/// Every vector of a seal.
pub(super) fn cases() -> Vec<Case> {
    let (sweden, other) = (Authority::new(0xca, "SE"), Authority::new(0xcb, "SE"));
    let by = |authority: &Authority, data: &Value| sealed(data, &authority.appoints(), authority.signer());
    let merely_named = || sealed(&seal::vaccination(), &sweden.appoints(), other.signer());
    let plain = json!({"at": AT, "keys": [sweden.key()]});
    let with = |passport: Passport| json!({"at": AT, "keys": [sweden.key()], "mrz": passport.lines()});
    let vaccination = by(&sweden, &seal::vaccination());
    vec![
        Case::new("vds-nc-vaccination", "verified", vaccination.clone(), plain.clone()),
        Case::new("vds-nc-test", "verified", by(&sweden, &seal::test()), plain.clone()),
        Case::new("vds-nc-holder", "verified", vaccination.clone(), with(ANNA)),
        Case::new(
            "vds-nc-other-passport",
            "holder-mismatch",
            vaccination.clone(),
            with(Passport { number: "L898902C4", ..ANNA }),
        )
        .because("match.number"),
        Case::new("vds-nc-authority-merely-named", "issuer-not-recognised", merely_named(), plain.clone())
            .because("issuer.chain.signature"),
        Case::new(
            "vds-nc-unknown-authority",
            "issuer-not-recognised",
            vaccination.clone(),
            json!({"at": AT}),
        )
        .because("issuer.not-listed"),
        Case::new("vds-nc-changed", "not-genuine", vaccination.replace("ERIKSSON", "ERIKSSEN"), plain)
            .because("signature.invalid"),
    ]
}
