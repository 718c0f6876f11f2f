//! Evaluates CertLogic from standard input, a line at a time: `{"logic", "data"}` in, `{"value"}` or `{"error"}` out. For
//! comparing this engine with others.

use healthpass_cert::cbor::Value;
use healthpass_cert::{certlogic, json};
use std::io::{BufRead, stdin};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in stdin().lock().lines() {
        let request = json::read(&line?)?;
        let part = |name| request.get_text(name).unwrap_or(&Value::Null);
        let answer = match certlogic::evaluate(part("logic"), part("data")) {
            Ok(value) => serde_json::json!({"value": json::from_cbor(&value.to_json())}),
            Err(error) => serde_json::json!({"error": error.to_string()}),
        };
        println!("{answer}");
    }
    Ok(())
}
