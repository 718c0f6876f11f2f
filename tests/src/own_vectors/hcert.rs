//! WHO's formats, and a DCC with a passport's number.

use super::{Case, asked};
use crate::message::Message;
use crate::own::{self, ANNA, AT, EXPIRES, ISSUED, Issuer, Passport, seconds};
use crate::ps256;
use crate::who::{self, DDCC_TR, DDCC_VS, ICVP, LINK, with, without};
use serde_json::{Value, json};

/// Every case.
pub(super) fn cases() -> Vec<Case> {
    [icvp(), icvp_remarks(), binding(), ddcc(), links()].concat()
}

fn icvp() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let one = |id, text| Case::new(id, "verified", text, asked(&sweden));
    let rsa = |id, content| {
        let options = json!({"at": AT, "keys": [ps256::key()]});
        Case::new(id, "verified", ps256::code(&who::message(&sweden, ICVP, content)), options)
    };
    let day = |dose| with(who::icvp(), "/vx/dv", json!(dose));
    vec![
        one("icvp-g1", who::code(&sweden, ICVP, &who::icvp_first())),
        one("icvp-g2", who::code(&sweden, ICVP, &who::icvp_second())),
        rsa("icvp-g2-ps256", &who::icvp_second()),
        one("icvp-g3", who::issued(&sweden, &who::icvp())),
        rsa("icvp-g3-ps256", &who::icvp()),
        one("icvp-g3-minor", who::issued(&sweden, &minor())),
        // How long after the dose it protects is a rule of entry, not of the certificate.
        one("icvp-day-9", who::issued(&sweden, &day("2026-11-22"))),
        one("icvp-day-10", who::issued(&sweden, &day("2026-11-21"))),
    ]
}

fn minor() -> Value {
    let mut minor = without(who::icvp(), &["id", "dt"]);
    minor["n"] = json!("ERIKSSON ELLA");
    minor["dob"] = json!("2021-03-04");
    minor["gn"] = json!("ANNA MARIA ERIKSSON");
    minor
}

fn icvp_remarks() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let one = |id, verdict, content: Value, code| {
        Case::new(id, verdict, who::code(&sweden, ICVP, &content), asked(&sweden)).because(code)
    };
    let unlisted = "YellowFeverProduct00000000000000000000000000000000";
    vec![
        one(
            "icvp-unknown-version",
            "verified",
            with(who::icvp(), "/v", json!("2")),
            "content.unknown.version",
        ),
        one(
            "icvp-product-not-listed",
            "verified",
            with(who::icvp(), "/vx/vp", json!(unlisted)),
            "content.unknown.product",
        ),
        one(
            "icvp-dose-after-issue",
            "rule-not-met",
            with(who::icvp(), "/vx/dv", json!("2026-11-30")),
            "content.schema.dose-after-issue",
        ),
        one(
            "icvp-no-batch",
            "rule-not-met",
            with(who::icvp(), "/vx/bo", Value::Null),
            "content.schema.missing",
        ),
        one("icvp-no-dose", "unreadable", without(who::icvp(), &["vx"]), "content.shape.no-entry"),
    ]
}

fn binding() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let shown = |passport: &Passport| {
        let mut options = asked(&sweden);
        options["mrz"] = json!(passport.lines());
        options
    };
    let other = Passport { number: "L898902C4", ..ANNA };
    let code = who::issued(&sweden, &who::icvp());
    let no_id = with(without(who::icvp(), &["id", "dt"]), "/n", json!("ERIKSSON ANNA MARIA"));
    let mut malaysian = own::vaccination();
    malaysian["pn"] = json!("L898902C3");
    malaysian["ic"] = json!("740812-00-1234");
    let times = [ISSUED, EXPIRES].map(|time| seconds(time).0);
    let malaysian = Message::new(&sweden.kid(), &malaysian, times).code(&sweden);
    vec![
        Case::new("icvp-holder", "verified", code.clone(), shown(&ANNA)),
        Case::new("icvp-other-passport", "holder-mismatch", code, shown(&other)).because("match.number"),
        Case::new("icvp-no-id", "verified", who::issued(&sweden, &no_id), shown(&ANNA)),
        Case::new("dcc-passport-number", "verified", malaysian.clone(), shown(&ANNA)),
        Case::new("dcc-other-passport-number", "holder-mismatch", malaysian, shown(&other))
            .because("match.number"),
    ]
}

fn ddcc() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let one = |id, verdict, number, content: Value| {
        Case::new(id, verdict, who::code(&sweden, number, &content), asked(&sweden))
    };
    let no_brand = with(who::ddcc_vaccination(), "/vaccination/brand", Value::Null);
    vec![
        one("ddcc-vs", "verified", DDCC_VS, who::ddcc_vaccination()),
        one("ddcc-tr", "verified", DDCC_TR, who::ddcc_test()),
        one("ddcc-vs-no-brand", "rule-not-met", DDCC_VS, no_brand).because("content.schema.missing"),
    ]
}

fn links() -> Vec<Case> {
    let sweden = Issuer::sweden();
    let one =
        |id, verdict, content| Case::new(id, verdict, who::code(&sweden, LINK, &content), asked(&sweden));
    let no_key = who::link_of(&json!({"url": "https://records.example.org/m", "flag": "P"}));
    vec![
        one("vhl", "verified", json!(who::link())),
        one("vhl-no-key", "verified", json!([{"u": no_key}])).because("content.unknown.link-key"),
        one("vhl-broken", "unreadable", json!("vhlink:/broken")).because("content.shape.link"),
    ]
}
