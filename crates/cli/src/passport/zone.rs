//! The lines of a zone out of JSON: as lines, or as the pieces a comparison needs.

use healthpass_passport::mrz::check_digit;
use serde_json::Value;
use time::Date;

/// Characters of a passport book's name, number and optional data (ICAO 9303-4 section 4.2.2).
const NAME: usize = 39;
const NUMBER: usize = 9;
const OPTIONAL: usize = 14;
const DATE: usize = 6;

/// Years an expiry date that is not given lies ahead.
const YEARS_AHEAD: i32 = 5;

/// `{"lines": [..]}`, an array of lines, or `{"name", "dob", "no", "opt", "issuer"}` with perhaps `code`,
/// `nat`, `sex` and `exp`, which become a passport book's lines with the check digits they would have.
///
/// # Errors
/// A member of another shape, in words.
pub fn lines(zone: &Value, today: Date) -> Result<Vec<String>, String> {
    let given = zone.get("lines").unwrap_or(zone);
    match given {
        Value::String(text) => return Ok(text.lines().map(str::to_owned).collect()),
        Value::Array(lines) => {
            let text = |line: &Value| line.as_str().map(str::to_owned);
            return lines.iter().map(text).collect::<Option<_>>().ok_or("lines are texts".to_owned());
        }
        _ => (),
    }
    pieces(zone, today)
}

fn pieces(zone: &Value, today: Date) -> Result<Vec<String>, String> {
    let text = |names: &[&str]| {
        let value = names.iter().find_map(|name| zone.get(name)).and_then(Value::as_str).unwrap_or_default();
        value.trim().to_ascii_uppercase()
    };
    let expected = format!("{:02}0101", (today.year() + YEARS_AHEAD).rem_euclid(100));
    let (name, birth) = (text(&["name"]), text(&["dob", "birth"]));
    if name.is_empty() || birth.is_empty() {
        return Err("mrz has lines, or at least name and dob".to_owned());
    }
    let expiry = Some(text(&["exp", "expiry"])).filter(|expiry| !expiry.is_empty()).unwrap_or(expected);
    let (number, optional) = number(&text(&["no", "number"]), &text(&["opt", "optional"]))?;
    let code = filled("code", Some(&*text(&["code"])).filter(|code| !code.is_empty()).unwrap_or("P"), 2)?;
    let issuer = filled("issuer", &text(&["issuer"]), 3)?;
    let nationality = filled("nat", &text(&["nat", "nationality"]), 3)?;
    let sex = filled("sex", &text(&["sex"]), 1)?;
    let birth = with_digit(&filled("dob", &birth, DATE)?);
    let expiry = with_digit(&filled("exp", &expiry, DATE)?);
    let optional = with_digit(&optional);
    let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
    Ok(vec![
        format!("{code}{issuer}{}", filled("name", &name.replace(' ', "<"), NAME)?),
        format!("{number}{nationality}{birth}{sex}{expiry}{optional}{composite}"),
    ])
}

/// Number with its digit, and optional data, into which a long number runs on.
fn number(number: &str, optional: &str) -> Result<(String, String), String> {
    let plain: String = number.chars().filter(|c| *c != ' ' && *c != '-').collect();
    match plain.split_at_checked(NUMBER) {
        Some((head, rest)) if !rest.trim_end_matches('<').is_empty() => {
            let continued = format!("{rest}{}<{optional}", check_digit(&plain));
            Ok((format!("{head}<"), filled("opt", continued.trim_end_matches('<'), OPTIONAL)?))
        }
        _ => Ok((with_digit(&filled("no", &plain, NUMBER)?), filled("opt", optional, OPTIONAL)?)),
    }
}

fn filled(member: &str, text: &str, width: usize) -> Result<String, String> {
    let found = text.chars().count();
    // Fillers beyond the end of a field say nothing.
    let text = if found > width { text.trim_end_matches('<') } else { text };
    if text.chars().count() > width || !text.is_ascii() {
        return Err(format!("{member} has {found} characters where a zone has {width}"));
    }
    Ok(format!("{text:<<width$}"))
}

fn with_digit(text: &str) -> String {
    format!("{text}{}", check_digit(text))
}
