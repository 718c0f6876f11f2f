//! `healthpass verify --batch`: one request a line, one answer a line, in order, in constant memory.

use crate::rules::Given;
use anyhow::{Context, Result};
use healthpass_cert::presentation::desk::Desk;
use healthpass_cert::report::Report;
use healthpass_cert::request::Options;
use healthpass_cert::time::UnixTime;
use healthpass_cert::trust::{TrustStore, given::KeyInput};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// Lines in memory at a time.
const CHUNK: usize = 1024;

/// Bytes of lines in memory at a time, give or take one line.
const CHUNK_BYTES: usize = 16 * 1024 * 1024;

/// Bytes of one request line: a code of 16 kB, and certificates beside it.
const MAX_LINE: u64 = 1024 * 1024;

/// What a run needs.
pub struct Settings<'a> {
    /// File of requests, or `-`.
    pub requests: &'a Path,
    /// Threads; all cores when absent.
    pub jobs: Option<usize>,
    /// Keys of the bundles given.
    pub store: &'a TrustStore,
    /// Keys given on the command line.
    pub keys: &'a [KeyInput],
    /// Keys that sealed codes are opened with. Requests have nothing to do with each other: none is a replay.
    pub desk: &'a Desk,
    /// Rules to hold certificates against.
    pub rules: &'a Given,
    /// Stands in for a request's missing `at`.
    pub now: UnixTime,
}

/// Unknown members are passed over, so that requests may carry notes of their own.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: Value,
    text: String,
    at: Option<String>,
    keys: Option<Vec<KeyInput>>,
    mrz: Option<Vec<String>>,
    challenge: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Fault>,
}

/// Why a line of a batch got no answer.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    pub code: &'static str,
    pub message: String,
    pub line: u64,
}

/// Runs all requests; a bad line gets an answer with an error and the run goes on.
///
/// # Errors
/// When the requests cannot be read or the answers not written.
pub fn run(settings: &Settings<'_>) -> Result<ExitCode> {
    let threads = settings.jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let mut input = open(settings.requests)?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut first = 1;
    loop {
        let lines = read_chunk(&mut input)?;
        if lines.is_empty() {
            break;
        }
        let numbered: Vec<_> = (first..).zip(&lines).filter(|(_, line)| !line.trim().is_empty()).collect();
        let answers: Vec<String> =
            pool.install(|| numbered.par_iter().map(|(n, line)| answer(line, *n, settings)).collect());
        for line in answers {
            writeln!(output, "{line}")?;
        }
        first += lines.len() as u64;
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(Box::new(BufReader::new(file)))
}

fn read_chunk(input: &mut Box<dyn BufRead>) -> Result<Vec<String>> {
    let (mut lines, mut held) = (Vec::new(), 0);
    while lines.len() < CHUNK && held < CHUNK_BYTES {
        let mut line = Vec::new();
        if (&mut *input).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() as u64 == MAX_LINE && line.last() != Some(&b'\n') {
            skip_line(input)?;
        }
        held += line.len();
        lines.push(String::from_utf8_lossy(&line).into_owned());
    }
    Ok(lines)
}

/// Drops the rest of a line that is too long; what was kept of it is no JSON and is answered so.
fn skip_line(input: &mut Box<dyn BufRead>) -> Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn answer(line: &str, number: u64, settings: &Settings<'_>) -> String {
    let fault = |id: Value, code, message| Answer {
        id,
        report: None,
        error: Some(Fault { code, message, line: number }),
    };
    let answer = match serde_json::from_str::<Request>(line) {
        Err(error) => fault(id_of(line), "request.json", error.to_string()),
        Ok(request) => {
            let Request { id, text, at, keys, mrz, challenge } = request;
            let keys = [keys.unwrap_or_default().as_slice(), settings.keys].concat();
            let options = Options { at, keys, mrz: mrz.unwrap_or_default(), challenge, ..Options::default() };
            match settings.desk.verify_apart(&text, &options, settings.store, Some(settings.now)) {
                Ok(mut report) => {
                    let at = options.at.as_deref().and_then(UnixTime::parse).unwrap_or(settings.now);
                    settings.rules.judge(&mut report, &options, at);
                    Answer { id, report: Some(report), error: None }
                }
                Err(error) => fault(id, error.code(), error.to_string()),
            }
        }
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// The `id` of a request that is wrong otherwise, so that its answer can still be told apart.
fn id_of(line: &str) -> Value {
    serde_json::from_str::<Value>(line).ok().and_then(|value| value.get("id").cloned()).unwrap_or(Value::Null)
}
