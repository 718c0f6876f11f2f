//! Trips: what is refused, and where and when something may be asked.

use super::super::*;

fn legs(text: &str) -> Vec<(Stage, String, String)> {
    let trip = Trip::read(text).unwrap();
    trip.legs().into_iter().map(|leg| (leg.stage, leg.country.clone(), leg.at.rfc3339())).collect()
}

fn refusal(text: &str) -> (&'static str, String) {
    let error = Trip::read(text).unwrap_err();
    (error.code, error.at)
}

#[test]
fn something_is_asked_on_leaving_changing_and_entering() {
    let text = r#"{"stops": [
        {"country": "DEU", "departs": "2026-12-01T08:00+01:00"},
        {"country": "ae", "arrives": "2026-12-01T18:00:00+04:00", "departs": "2026-12-01T20:00:00+04:00", "transit": true},
        {"country": "CN", "arrives": "2026-12-02T06:00:00+08:00", "departs": "2026-12-09T06:00:00+08:00"},
        {"country": "DE", "arrives": "2026-12-09T05:00:00Z"}]}"#;
    let leg = |stage, country: &str, at: &str| (stage, country.to_owned(), at.to_owned());
    let expected = [
        leg(Stage::Exit, "DE", "2026-12-01T08:00:00+01:00"),
        leg(Stage::Transit, "AE", "2026-12-01T18:00:00+04:00"),
        leg(Stage::Entry, "CN", "2026-12-02T06:00:00+08:00"),
        leg(Stage::Exit, "CN", "2026-12-09T06:00:00+08:00"),
        leg(Stage::Entry, "DE", "2026-12-09T05:00:00Z"),
    ];
    assert_eq!(legs(text), expected);
}

#[test]
fn trips_that_make_no_sense_are_refused_with_their_place() {
    let at = |code, at: &str| (code, at.to_owned());
    assert_eq!(refusal("[]").0, code::TRIP);
    assert_eq!(refusal("{}"), at(code::TRIP, "stops"));
    assert_eq!(refusal("{\"stops\": []}"), at(code::TRIP, "stops"));
    let without_offset = r#"{"stops": [{"country": "CN", "arrives": "2026-12-02T06:00:00"}]}"#;
    assert_eq!(refusal(without_offset), at(code::TRIP_TIME, "stops[0].arrives"));
    let never = r#"{"stops": [{"country": "CN"}]}"#;
    assert_eq!(refusal(never), at(code::TRIP_TIME, "stops[0]"));
    let nowhere = r#"{"stops": [{"country": "QQ", "arrives": "2026-12-02T06:00:00Z"}]}"#;
    assert_eq!(refusal(nowhere), at(code::TRIP_COUNTRY, "stops[0].country"));
    let backwards = r#"{"stops": [{"country": "DE", "departs": "2026-12-02T06:00:00+01:00"},
                                  {"country": "CN", "arrives": "2026-12-02T12:59:59+08:00"}]}"#;
    assert_eq!(refusal(backwards), at(code::TRIP_ORDER, "stops[1]"));
    let many = format!(r#"{{"stops": [{}]}}"#, vec![r#"{"country": "CN"}"#; 33].join(","));
    assert_eq!(refusal(&many), at(code::TRIP_TOO_MANY, "stops"));
    let visited = r#"{"stops": [{"country": "CN", "arrives": "2026-12-02T06:00:00Z"}], "visited": [{"country": "GH", "left": "May"}]}"#;
    assert_eq!(refusal(visited), at(code::TRIP_TIME, "visited[0].left"));
    let born = r#"{"birthDate": "1990-13", "stops": [{"country": "CN", "arrives": "2026-12-02T06:00:00Z"}]}"#;
    assert_eq!(refusal(born), at(code::TRIP_TIME, "birthDate"));
}

#[test]
fn local_times_keep_their_offset() {
    for text in ["2026-12-02T06:00:00+08:00", "2026-12-02T06:00:00-03:30", "2026-12-02T06:00:00Z"] {
        assert_eq!(LocalTime::parse(text).unwrap().rfc3339(), text);
    }
    let late = LocalTime::parse("2026-12-01T23:30:00-05:00").unwrap();
    assert_eq!(late.date(), "2026-12-01");
    assert_eq!(LocalTime::parse("2026-12-02T06:00:00"), None);
    assert_eq!(LocalTime::parse("2026-12-02"), None);
}
