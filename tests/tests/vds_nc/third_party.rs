//! Third-party vectors, and the published authorities and revocation list behind them.

use super::*;

struct Vector {
    id: String,
    text: String,
    expect: Value,
    authority: Option<Value>,
    signer: Value,
}

impl Vector {
    fn all() -> Vec<Self> {
        let Some(folder) = vectors::locate("vds-nc") else { return Vec::new() };
        let files = std::fs::read_dir(folder).expect("a folder");
        files.map(|file| Self::read(&file.expect("a file").path())).collect()
    }

    fn read(path: &std::path::Path) -> Self {
        let text = std::fs::read_to_string(path).expect("text");
        let file: Value = serde_json::from_str(&text).expect("JSON");
        let text = file["payload"].as_str().expect("a payload").to_owned();
        let seal: Value = serde_json::from_str(&text).expect("JSON");
        let certificate = seal["sig"]["cer"].as_str().expect("a certificate");
        let certificate = certificate.replace('-', "+").replace('_', "/");
        Self {
            id: file["id"].as_str().expect("an id").into(),
            authority: file["key"]["csca"]["cert_pem"].as_str().map(|pem| json!({"pem": pem})),
            signer: json!({"cert": certificate}),
            expect: file["expect"].clone(),
            text,
        }
    }

    /// The last second of the signer's certificate.
    fn at(&self) -> String {
        self.expect["bsc_not_after"].as_str().expect("a time").replace(' ', "T")
    }

    fn ask(&self, keys: &[&Value]) -> Report {
        verify_with(&self.text, &json!({"at": self.at(), "keys": keys}))
    }
}

/// The signature holds in all that are not called bad; whom to trust decides the rest. Those without an
/// authority are believed once their signer is handed in. No vector deviates.
#[test]
fn each_gives_what_it_is_expected_to_give() {
    for vector in Vector::all() {
        let status = vector.expect["status"].as_str().expect("a status");
        let valid = status != "bad-signature";
        let unknown = vector.ask(&[]);
        let key = vector.authority.as_ref().unwrap_or(&vector.signer);
        let known = vector.ask(&[key]);
        if valid {
            assert_check(&unknown.checks.issuer, State::Unknown, &["issuer.not-listed"]);
            assert_eq!(unknown.checks.signature.state, State::Pass, "{}", vector.id);
            assert_eq!(unknown.verdict, Verdict::IssuerNotRecognised, "{}", vector.id);
            assert_eq!(known.verdict, Verdict::Verified, "{}: {:#?}", vector.id, known.checks);
            assert_check(&known.checks.content, State::Pass, &[]);
        } else {
            assert_eq!(known.verdict, Verdict::NotGenuine, "{}", vector.id);
            assert_eq!(unknown.verdict, Verdict::NotGenuine, "{}", vector.id);
            assert!(known.certificate.is_none() && known.claims.is_none(), "{}", vector.id);
        }
    }
}

#[test]
fn an_authority_on_a_list_vouches_as_one_that_was_handed_in() {
    for vector in Vector::all() {
        let Some(pem) = vector.authority.as_ref().and_then(|key| key["pem"].as_str()) else { continue };
        let certificate = Certificate::from_pem(pem).expect("a certificate");
        let authority = healthpass_cert::trust::given::authority(&certificate).expect("a key");
        let report = ask(&vector.text, vec![listed(authority)]);
        let valid = vector.expect["status"] == "valid";
        assert_eq!(report.verdict == Verdict::Verified, valid, "{}: {:#?}", vector.id, report.checks);
    }
}

/// Australia's and Japan's authorities do not vouch for each other's signers.
#[test]
fn another_authority_vouches_for_nobody() {
    let vectors = Vector::all();
    for vector in vectors.iter().filter(|vector| vector.expect["status"] == "valid") {
        for other in vectors.iter().filter_map(|other| other.authority.as_ref()) {
            if Some(other) != vector.authority.as_ref() {
                assert_eq!(vector.ask(&[other]).verdict, Verdict::IssuerNotRecognised, "{}", vector.id);
            }
        }
    }
}

#[test]
fn a_published_revocation_list_holds_with_its_authority_only() {
    let (Some(folder), Some(_)) = (vectors::locate("trust"), vectors::locate("vds-nc")) else { return };
    let file = |name: &str| std::fs::read(folder.join(name)).expect("a file");
    let australia = Certificate::from_der(&file("vds-au-csca.der")).expect("a certificate");
    let japan = String::from_utf8(file("vds-jp-csca.pem")).expect("PEM");
    let japan = Certificate::from_pem(&japan).expect("a certificate");
    let crl = file("vds-au-csca.crl");
    assert_eq!(Revocations::read(&crl, &japan).unwrap_err().code, "trust.list-signature");
    assert_eq!(Revocations::read(&crl[1..], &australia).unwrap_err().code, "trust.list-shape");
    let revocations = Revocations::read(&crl, &australia).expect("their own list");
    assert!(revocations.serials.is_empty());
    let authority = healthpass_cert::trust::given::authority(&australia).expect("a key");
    let authority = listed(TrustedKey { revocations: Some(revocations), ..authority });
    for vector in Vector::all().iter().filter(|vector| vector.id.ends_with("-validVDSJson")) {
        let then = ask_at(&vector.text, vec![authority.clone()], "2021-10-01T00:00:00Z");
        assert_check(&then.checks.revocation, State::Pass, &[]);
        let now = ask(&vector.text, vec![authority.clone()]);
        assert_check(&now.checks.revocation, State::Unknown, &["revocation.list-outdated"]);
        assert_verified(&now);
    }
}

#[test]
fn a_person_a_document_and_doses_are_seen() {
    for vector in Vector::all().iter().filter(|vector| vector.id == "vds-au-ios-validVDSJson") {
        let report = vector.ask(&[vector.authority.as_ref().expect("an authority")]);
        let view = report.certificate.expect("a view");
        assert_eq!(view.person.surname.as_deref(), Some("CITIZEN"));
        assert_eq!(view.person.given_names.as_deref(), Some("JANE CATHERINE"));
        assert_eq!(view.issuer.country.as_deref(), Some("AU"));
        assert_eq!(view.document.and_then(|document| document.number).as_deref(), Some("PF0911009"));
        let doses: Vec<_> = view.records.iter().map(|record| (record.dose, record.date.clone())).collect();
        assert_eq!(doses, [(Some(1), Some("2021-06-13".into())), (Some(2), Some("2021-07-01".into()))]);
    }
}
