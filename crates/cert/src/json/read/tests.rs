use super::*;
use proptest::prelude::*;
use serde_json::Value as Json;

/// The library's answer as our tree.
fn oracle(text: &str) -> Option<Value> {
    serde_json::from_str::<Json>(text).ok().map(|json| crate::json::to_cbor(&json))
}

#[test]
fn reads_what_the_library_reads() {
    for text in [
        "null",
        "true",
        " false\n",
        "0",
        "-0",
        "-1",
        "10",
        "9223372036854775807",
        "-9223372036854775808",
        "\"\"",
        "\"a\\u0041\\n\\\"\\/\"",
        "\"\\ud83d\\ude00\"",
        "\"张伟\"",
        "[]",
        "[ ]",
        "[1 , 2]",
        "{}",
        "{\"a\" : [ {} , null ] }",
        "1.5",
        "-0.25",
        "1e3",
        "1E+2",
        "25e-2",
        "1620992383.218",
        "0.1",
        "",
        " ",
        "nul",
        "nulll",
        "tru",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "1 2",
        "\"",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800x\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "[1}",
        "]",
        "NaN",
        "\u{feff}1",
        "\u{a0}1",
    ] {
        assert_eq!(read(text).ok(), oracle(text), "{text}");
    }
}

#[test]
fn no_member_comes_twice_and_nothing_nests_without_end() {
    assert_eq!(read("{\"a\":1,\"b\":2,\"a\":3}").unwrap_err().found, "the same member twice");
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(&nested(MAX_JSON_DEPTH)).is_ok());
    assert_eq!(read(&nested(MAX_JSON_DEPTH + 1)).unwrap_err().found, "too deep");
    assert_eq!(read(&"[".repeat(1_000_000)).unwrap_err().found, "too deep");
    let members = |count: usize| {
        let members: Vec<_> = (0..count).map(|n| format!("\"{n}\":{n}")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert!(read(&members(MAX_JSON_MEMBERS)).is_ok());
    assert_eq!(read(&members(MAX_JSON_MEMBERS + 1)).unwrap_err().found, "too many members");
    let items = format!("[{}0]", "[0],".repeat(MAX_JSON_ITEMS / 2));
    assert_eq!(read(&items).unwrap_err().found, "too many items", "in however many arrays");
}

#[test]
fn numbers_beyond_whole_ones() {
    let float = |text: &str| match read(text) {
        Ok(Value::Float(float)) => float,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(float("9223372036854775808"), 9_223_372_036_854_775_808.0);
    assert_eq!(float("-1e-400"), 0.0);
    for text in ["1e400", "-1e400", "1e99999999999999999999"] {
        assert_eq!(read(text).unwrap_err().found, "a number too large", "{text}");
    }
    for text in ["18446744073709551619.0", "0.184467440737095516190000", "100000000000000000000000000000000"]
    {
        let exact: f64 = text.parse().unwrap();
        assert!((float(text) / exact - 1.0).abs() < 4.0 * f64::EPSILON, "{text}");
    }
}

#[test]
fn faults_name_the_place() {
    for (text, found, at) in [
        ("[\"a\",\n ,]", "no value", "line 2 column 2"),
        ("", "the text ends", "line 1 column 1"),
        ("[1 2]", "no comma", "line 1 column 4"),
        ("1,", "text after the value", "line 1 column 2"),
        ("\"\\q\"", "no such escape", "line 1 column 4"),
    ] {
        assert_eq!(read(text), Err(JsonError { found: found.into(), at: at.into() }), "{text}");
    }
}

proptest! {
    #[test]
    fn agrees_with_the_library(text in r#"([\[\]{},:]|"[a-b]"|"\\u[0-9a-f]{4}"|-?[0-9.e]{1,4}|true|null| ){0,12}"#) {
        let twice = read(&text).is_err_and(|error| error.found == "the same member twice");
        let infinite = text.contains('e');
        if !twice && !infinite {
            prop_assert_eq!(read(&text).ok(), oracle(&text));
        }
    }

    #[test]
    fn reads_any_text_back(text in any::<String>()) {
        prop_assert_eq!(read(&Json::from(text.as_str()).to_string()), Ok(Value::Text(text)));
    }

    #[test]
    fn floats_of_times_are_exact(seconds in 0..10_000_000_000_i64, thousandths in 0..1000) {
        let text = format!("{seconds}.{thousandths:03}");
        prop_assert_eq!(read(&text), Ok(Value::Float(text.parse().unwrap())));
    }
}
