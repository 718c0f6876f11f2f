use super::*;
use base64ct::{Base64, Encoding};
use proptest::prelude::*;

const NOW: UnixTime = UnixTime(1_800_000_000);

fn source(of: &str) -> Source {
    Source { name: "list".into(), speaks_for: of.into(), at: UnixTime(1_799_000_000), whole: true }
}

fn identity(identifier: &str) -> Identity {
    Identity {
        kid: vec![1; 8],
        issuer: Some("XA".into()),
        issued_at: Some(UnixTime(1_700_000_000)),
        identifiers: vec![identifier.into()],
        signature: vec![7; 64],
        ..Identity::default()
    }
}

fn found(store: &RevocationStore, identity: &Identity) -> Finding {
    store.look_up(identity, SignedBy { state: Some("XA"), fingerprint: Some([0; 32]) }, NOW)
}

fn loaded(text: &str, of: &str) -> Result<RevocationStore, &'static str> {
    let mut store = RevocationStore::new();
    store.load_foreign(text.as_bytes(), &source(of), NOW).map(|_| store).map_err(|error| error.code)
}

fn revoked(finding: &Finding) -> bool {
    matches!(finding, Finding::Revoked(_))
}

#[test]
fn an_eu_batch_names_exactly_what_it_names() {
    let kid = Base64::encode_string(&[1; 8]);
    let hash = Base64::encode_string(&id_of("a"));
    let batch = |kid: &str| {
        format!(
            r#"{{"country":"XA","expires":"2030-01-01T00:00:00Z","kid":"{kid}","hashType":"UCI","entries":[{{"hash":"{hash}"}}]}}"#
        )
    };
    let store = loaded(&batch(&kid), "XA").unwrap();
    assert!(revoked(&found(&store, &identity("a"))));
    assert!(matches!(found(&store, &identity("b")), Finding::Clear(_)));
    let other = SignedBy { state: Some("XB"), ..SignedBy::default() };
    assert_eq!(store.look_up(&identity("a"), other, NOW), Finding::NotCovered, "another state's key");
    let unknown = loaded(&batch("UNKNOWN_KID"), "XA").unwrap();
    assert!(revoked(&found(&unknown, &identity("a"))));
    let mut some = RevocationStore::new();
    let part = Source { whole: false, ..source("XA") };
    some.load_foreign(batch(&kid).as_bytes(), &part, NOW).unwrap();
    assert_eq!(found(&some, &identity("b")), Finding::NotCovered, "another batch may name it");
    assert!(revoked(&found(&some, &identity("a"))));
    let stale = store.look_up(
        &identity("b"),
        SignedBy { state: Some("XA"), ..SignedBy::default() },
        UnixTime(1_900_000_000),
    );
    assert!(matches!(stale, Finding::Old(_)));
    assert_eq!(loaded(&batch(&kid).replace("UCI", "MD5"), "XA").unwrap_err(), code::FOREIGN_SHAPE);
}

fn id_of(identifier: &str) -> Id {
    identity::id_of_text("", identifier)
}

#[test]
fn a_card_is_withdrawn_by_its_rid_until_a_time() {
    let text =
        r#"{"kid":"AQEBAQEBAQE","method":"rid","ctr":3,"rids":["abc","def.1700000001","ghi.1700000000"]}"#;
    let store = loaded(text, "https://issuer.example").unwrap();
    let card = |rid: &str| Identity {
        issuer: Some("https://issuer.example".into()),
        rid: Some(rid.into()),
        ..identity("x")
    };
    let answers = |rid: &str| found(&store, &card(rid));
    assert!(revoked(&answers("abc")) && revoked(&answers("def")));
    assert!(matches!(answers("ghi"), Finding::Clear(_)) && matches!(answers("zzz"), Finding::Clear(_)));
    assert_eq!(
        found(&store, &Identity { issuer: Some("https://other.example".into()), ..card("abc") }),
        Finding::NotCovered
    );
    let mut store = store;
    let older = text.replace(":3", ":2");
    let error = store.load_foreign(older.as_bytes(), &source("https://issuer.example"), NOW).unwrap_err();
    assert_eq!(error.code, code::ROLLBACK);
    assert!(revoked(&found(&store, &card("abc"))), "what is at hand stays");
    for wrong in
        [text.replace("abc", "a+b"), text.replace("\"rid\"", "\"x\""), text.replace("1700000001", "soon")]
    {
        assert_eq!(loaded(&wrong, "https://issuer.example").unwrap_err(), code::FOREIGN_SHAPE, "{wrong}");
    }
}

#[test]
fn the_italian_list_counts_once_it_is_complete() {
    let hash = |text: &str| Base64::encode_string(&sha256(text.as_bytes()));
    let chunk = |number: u32, text: &str| {
        format!(
            r#"{{"version":3,"chunk":{number},"lastChunk":2,"revokedUcvi":["{}"],"totalNumberUCVI":2}}"#,
            hash(text)
        )
    };
    let mut store = loaded(&chunk(1, "a"), "XA").unwrap();
    assert!(matches!(found(&store, &identity("b")), Finding::NotLoaded(_)));
    assert_eq!(store.summary(NOW)[0].missing_files, ["version 3 chunk 2-2"]);
    store.load_foreign(chunk(2, "b").as_bytes(), &source("XA"), NOW).unwrap();
    assert!(revoked(&found(&store, &identity("a"))) && revoked(&found(&store, &identity("b"))));
    assert!(matches!(found(&store, &identity("c")), Finding::Clear(_)));
    let delta = |from: u32| {
        format!(
            r#"{{"fromVersion":{from},"version":4,"chunk":1,"lastChunk":1,"delta":{{"insertions":["{}"],"deletions":["{}"]}},"totalNumberUCVI":2}}"#,
            hash("c"),
            hash("a")
        )
    };
    let error = store.load_foreign(delta(2).as_bytes(), &source("XA"), NOW).unwrap_err();
    assert_eq!(error.code, code::GAP);
    store.load_foreign(delta(3).as_bytes(), &source("XA"), NOW).unwrap();
    assert!(revoked(&found(&store, &identity("c"))) && !revoked(&found(&store, &identity("a"))));
    let back = store.load_foreign(chunk(1, "a").as_bytes(), &source("XA"), NOW).unwrap_err();
    assert_eq!(back.code, code::ROLLBACK);
    let from_nowhere = delta(4).replace(r#""fromVersion":4,"#, "");
    for unclear in [from_nowhere, chunk(1, "a").replace(r#","lastChunk":2"#, "")] {
        assert_eq!(loaded(&unclear, "XA").unwrap_err(), code::FOREIGN_SHAPE, "{unclear}");
    }
}

#[test]
fn truncated_hashes_are_known_as_published_writers_write_them() {
    let list = |hash: [u8; 4]| {
        let head = [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 4];
        foreign::VariableHashes::read(&[head.as_slice(), &hash].concat()).unwrap()
    };
    let begins = |hash: [u8; 4], known: [u8; 4]| list(known).may_begin(&hash);
    assert!(begins([0xff, 0xe2, 0xc8, 0x01], [0xff, 0xe2, 0xc8, 0x01]));
    assert!(begins([0xff, 0xe2, 0xc8, 0x01], [0, 0xe2, 0xc8, 0x01]));
    assert!(begins([0xff, 0xff, 0x80, 0x01], [0, 0, 0x80, 0x01]));
    assert!(begins([0xff; 4], [0, 0, 0, 0xff]));
    assert!(!begins([0xff, 0x72, 0xc8, 0x01], [0, 0x72, 0xc8, 0x01]), "nothing is left out of that");
    assert!(!begins([0xff, 0xe2, 0xc8, 0x01], [0, 0, 0xc8, 0x01]));
    assert!(!begins([0xfe, 0xe2, 0xc8, 0x01], [0, 0xe2, 0xc8, 0x01]));
}

#[test]
fn the_dutch_list_knows_both_values_of_s() {
    let mut identity = identity("x");
    identity.ecdsa = Some(healthpass_crypto::algorithm::SignatureAlgorithm::Es256);
    let ids = identity.proof_identifiers();
    assert_eq!(ids.len(), 2);
    for id in &ids {
        let text = Base64::encode_string(id);
        let config =
            format!(r#"{{"europeanVerificationRules":{{"proofIdentifierDenylist":{{"{text}":true}}}}}}"#);
        let store = loaded(&config, "XA").unwrap();
        assert!(revoked(&found(&store, &identity)));
        let off = loaded(&config.replace("true", "false"), "XA").unwrap();
        assert!(matches!(found(&off, &identity), Finding::Clear(_)));
    }
    let domestic = r#"{"domesticVerificationRules":{"proofIdentifierDenylist":{}}}"#;
    assert_eq!(loaded(domestic, "XA").unwrap_err(), code::FOREIGN_SHAPE);
}

/// A slice of truncated hashes, as the service writes it.
fn slice(hash: &Id) -> Vec<u8> {
    [&[0, 1, 45, 47, 235, 255, 0, 0, 0, 1, 5][..], &hash[..5]].concat()
}

#[test]
fn an_eu_slice_says_possibly_and_is_missed_by_name() {
    let id = id_of("a");
    let digits = hex(&id);
    let bytes = slice(&id);
    let name = hex(&sha256(&bytes));
    let kid = Base64::encode_string(&[1; 8]);
    let places = [
        ("null".into(), "null".into(), digits[..1].to_owned()),
        (format!("\"{}\"", &digits[..1]), "null".into(), digits[1..2].to_owned()),
        (format!("\"{}\"", &digits[..2]), format!("\"{}\"", &digits[2..4]), digits[4..6].to_owned()),
    ];
    for (mode, (x, y, chunk)) in ["POINT", "VECTOR", "COORDINATE"].into_iter().zip(places) {
        let keys = format!(
            r#"[{{"kid":"{kid}","mode":"{mode}","hashTypes":["UCI"],"expires":"2030-01-01T00:00:00Z"}},
                {{"kid":"b3RoZXI=","mode":"{mode}","hashTypes":["UCI"],"expires":"2020-01-01T00:00:00Z"}}]"#
        );
        let parts = format!(
            r#"[{{"kid":"{kid}","id":"p","x":{x},"y":{y},"chunks":{{"{chunk}":{{"2030-01-01T00:00:00Z":{{"type":"VARHASHLIST","version":"1.0","hash":"{name}"}}}}}}}}]"#
        );
        let mut store = loaded(&keys, "XA").unwrap();
        assert!(matches!(found(&store, &identity("a")), Finding::NotLoaded(_)));
        store.load_foreign(parts.as_bytes(), &source("XA"), NOW).unwrap();
        assert_eq!(found(&store, &identity("a")), Finding::NotLoaded(name.clone()), "{mode}");
        assert_eq!(store.add_file(b"other").unwrap_err().code, code::FILE_UNKNOWN);
        store.add_file(&bytes).unwrap();
        assert!(matches!(found(&store, &identity("a")), Finding::Possibly(_)), "{mode}");
        let elsewhere =
            (0..).map(|n| n.to_string()).find(|text| !hex(&id_of(text)).starts_with(&digits[..1])).unwrap();
        assert!(
            matches!(found(&store, &identity(&elsewhere)), Finding::Clear(_)),
            "{mode}, whatever of other keys"
        );
        assert_eq!(store.summary(NOW)[0].entries, 1);
    }
}

#[test]
fn hostile_foreign_files_are_refused() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "{}",
        "[]",
        "null",
        "{\"rids\":1}",
        "{\"entries\":[]}",
        "{\"delta\":{}}",
        &deep,
        r#"{"kid":"a","chunks":{"a":1}}"#,
        r#"[{"mode":"LINE","hashTypes":[],"kid":"a"}]"#,
    ] {
        assert_eq!(loaded(text, "XA").unwrap_err(), code::FOREIGN_SHAPE, "{text:.40}");
    }
    for bytes in
        [&[0; 20][..], &[0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0], &[]]
    {
        assert!(foreign::BloomFilter::read(bytes).is_err() && foreign::VariableHashes::read(bytes).is_err());
    }
}

#[test]
fn a_long_list_of_slices_is_taken_in_no_time() {
    let name = "00".repeat(32);
    let part = |n: usize| {
        format!(
            r#"{{"kid":"{}","chunks":{{"{:x}":{{"2030-01-01T00:00:00Z":{{"type":"BLOOMFILTER","hash":"{name}"}}}}}}}}"#,
            n % 7,
            n
        )
    };
    let parts: Vec<String> = (0..60_000).map(part).collect();
    let text = format!("[{}]", parts.join(","));
    let mut store = loaded(&text, "XA").unwrap();
    store.load_foreign(text.as_bytes(), &source("XA"), NOW).unwrap();
    assert_eq!(store.summary(NOW)[0].missing_files.len(), 60_000);
}

proptest! {
    #[test]
    fn any_list_is_refused_or_read(
        form in prop::sample::select(vec!["entries", "rids", "revokedUcvi", "delta", "chunks", "proofIdentifierDenylist"]),
        members in prop::collection::vec(("[a-zA-Z]{1,8}|kid|x|y|version|chunk|lastChunk|method|ctr|hashType|fromVersion", 0..9), 0..9),
        inner in 0..6,
    ) {
        let value = |kind: i32| ["1", "-1", "1e9", "\"rid\"", "\"UCI\"", "[]", "{}", "null", "[\"AAAA\"]"][kind as usize];
        let mut text = format!("{{\"{form}\":{}", value(inner + 3));
        for (member, kind) in &members {
            if member != form && !text.contains(&format!("\"{member}\"")) {
                text.push_str(&format!(",\"{member}\":{}", value(*kind)));
            }
        }
        text.push('}');
        if let Ok(store) = loaded(&text, "XA") {
            let _ = (found(&store, &identity("a")), store.summary(NOW));
        }
    }
}

#[test]
fn months_are_counted_in_utc() {
    let month = |text: &str| identity::month_of(UnixTime::parse(text).unwrap()).unwrap();
    assert_eq!(month("2027-01-31T23:59:59Z") + 1, month("2027-02-01T00:00:00Z"));
    assert_eq!(month("2026-12-01T00:00:00Z"), 2026 * 12 + 11);
}

#[test]
fn codes_are_listed_once() {
    let mut codes = CODES.to_vec();
    codes.dedup();
    assert!(codes.is_sorted() && codes.len() == CODES.len());
}

#[cfg(feature = "revocation-build")]
mod published;
