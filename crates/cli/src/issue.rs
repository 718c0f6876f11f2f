//! `healthpass issue`: one code, or with `--selective` one token for each key of a wallet's request.

use crate::args::Issue;
use crate::{authority, clock, input, text::Sentences};
use anyhow::{Context, Result, anyhow};
use healthpass_cert::issue::{Content, Envelope};
use healthpass_cert::ithc;
use healthpass_cert::ithc::selective::{DEFAULT_POLICY, Selective};
use healthpass_cert::presentation::request::{self, Request};
use healthpass_cert::report::Reason;
use healthpass_cert::time::UnixTime;
use healthpass_crypto::{sign::Es256Signer, x509::Certificate};
use healthpass_qr::{Medium, SvgOptions};
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Pixels per module of a PNG: a version 25 code is then 1,000 pixels wide.
const PNG_SCALE: u32 = 8;

/// Runs the command: prints the code's text.
///
/// # Errors
/// When the content is refused or a file cannot be read or written.
pub fn run(command: &Issue) -> Result<ExitCode> {
    let signer = signer(&command.key)?;
    let certificate = certificate(&command.cert)?;
    let issued_at = clock::time(command.at.as_deref())?;
    let content = content(&input::file(&command.content)?, issued_at)?;
    let envelope = Envelope {
        issuer: &certificate.subject().country.clone().context("the certificate names no country")?,
        kid: &certificate.kid(),
        issued_at,
        expires_at: clock::time(Some(&command.expires))?,
    };
    if let Some(request) = &command.request {
        println!("{}", answer(request, content, &envelope, &signer)?);
        return Ok(ExitCode::SUCCESS);
    }
    let code = envelope
        .sign(content, |message| Ok::<_, std::convert::Infallible>(signer.sign(message).to_vec()))
        .map_err(|reason| explain(&[reason]))?;
    if let Some(path) = &command.qr {
        draw(&code, path, if command.paper { Medium::Paper } else { Medium::Screen })?;
    }
    println!("{code}");
    Ok(ExitCode::SUCCESS)
}

/// The answer to a wallet's request, whose proofs must hold.
fn answer(request: &str, content: Content, envelope: &Envelope<'_>, signer: &Es256Signer) -> Result<String> {
    let text = input::code(request)?;
    let request = Request::parse(&text).map_err(|error| explain(&[error.reason()]))?;
    let certificate = Selective::new(content, DEFAULT_POLICY).map_err(|reason| explain(&[reason]))?;
    let mut random = Zeroizing::new(vec![0; request::random_bytes(&request, &certificate)]);
    authority::fill(&mut random)?;
    let sign = |message: &[u8]| Ok::<_, std::convert::Infallible>(signer.sign(message).to_vec());
    request::answer(&request, &certificate, envelope, &random, sign).map_err(|reason| explain(&[reason]))
}

/// The signer in a PKCS#8 PEM file.
///
/// # Errors
/// When the file is not one.
pub fn signer(path: &Path) -> Result<Es256Signer> {
    let pem =
        String::from_utf8(input::file(path)?).with_context(|| format!("{} is not PEM", path.display()))?;
    Es256Signer::from_pkcs8_pem(&pem).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// The certificate in a PEM or DER file.
///
/// # Errors
/// When the file is not one.
pub fn certificate(path: &Path) -> Result<Certificate> {
    let bytes = input::file(path)?;
    let read = match std::str::from_utf8(&bytes) {
        Ok(pem) if pem.contains("-----BEGIN") => Certificate::from_pem(pem),
        _ => Certificate::from_der(&bytes),
    };
    read.map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// An EU DCC payload is told by its `ver`, an ICVP by its dose `vx`; anything else is the JSON form of an ITHC.
fn content(bytes: &[u8], issued_at: UnixTime) -> Result<Content> {
    let text = std::str::from_utf8(bytes).context("the content is not UTF-8")?;
    let json: Value = serde_json::from_str(text).context("the content is not JSON")?;
    let made = if json.get("ver").is_some() {
        Content::dcc(&json)
    } else if json.get("vx").is_some() {
        Content::icvp(&json, issued_at)
    } else {
        ithc::from_json(text, &*authority::random()?).and_then(|ithc| Content::ithc(&ithc, issued_at))
    };
    made.map_err(|reasons| explain(&reasons))
}

fn explain(reasons: &[Reason]) -> anyhow::Error {
    let sentences = Sentences::english();
    let line = |reason: &Reason| {
        let place = reason.at.as_deref().map(|at| format!(" at {at}")).unwrap_or_default();
        format!("  {} [{}{place}]", sentences.reason(reason), reason.code)
    };
    anyhow!("not issued:\n{}", reasons.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn draw(code: &str, path: &Path, medium: Medium) -> Result<()> {
    let symbol = healthpass_qr::encode(code, medium).map_err(|error| anyhow!("{error}"))?;
    let bytes = match path.extension().and_then(|ext| ext.to_str()) {
        Some("svg") => symbol.to_svg(&SvgOptions::default()).into_bytes(),
        Some("png") => symbol.to_png(PNG_SCALE).map_err(|error| anyhow!("{error}"))?,
        _ => return Err(anyhow!("{}: a picture is .svg or .png", path.display())),
    };
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
