//! The demo: from a fresh clone to open pages in one command.

use crate::authority::DESK_PASSPHRASE;
use crate::serve::Site;
use crate::{authority, mock_chip, package, pages, setup, term};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{ChildStdout, Command, Stdio};

/// The last line before it serves.
const LAST_WORDS: &str = "Stop it with Ctrl-C.";

/// Sets up, builds, issues samples, builds the pages and serves them.
pub fn run(port: u16) -> Result<()> {
    // taken first: minutes of building should not end at a port in use
    let listener = Site::bind(port)?;
    let port = listener.local_addr()?.port();
    setup::for_build()?;
    term::heading("Authority");
    authority::issue()?;
    package::build()?;
    mock_chip::build()?;
    pages::build()?;
    let mounts = pages::mounts();
    if mounts.is_empty() {
        bail!("no page was built, so there is nothing to serve");
    }
    println!("\nHealthpass is at http://localhost:{port}/");
    for mount in &mounts {
        println!("  {:<9} http://localhost:{port}/{}/", mount.title, mount.name);
    }
    println!(
        "\nKeys of the demo's desks are at the end of the samples; their passphrase is: {DESK_PASSPHRASE}"
    );
    println!("{LAST_WORDS}");
    Site::new(listener, mounts).serve()
}

/// Starts the demo as a user does, on a free port, and opens every address it prints.
pub fn try_out() -> Result<bool> {
    let program = std::env::current_exe()?;
    let mut child = Command::new(program).args(["demo", "--port", "0"]).stdout(Stdio::piped()).spawn()?;
    let opened = child.stdout.take().context("the demo prints nothing").and_then(open_all);
    // it serves until it is stopped
    child.kill()?;
    child.wait()?;
    opened.map(|addresses| addresses > 1)
}

/// Number of addresses that answered; the first that does not is an error.
fn open_all(output: ChildStdout) -> Result<usize> {
    let mut opened = 0;
    for line in BufReader::new(output).lines() {
        let line = line?;
        if line.starts_with(LAST_WORDS) {
            return Ok(opened);
        }
        if let Some((_, address)) = line.split_once("http://") {
            open(address)?;
            println!("  http://{address} answers");
            opened += 1;
        }
    }
    bail!("the demo ended before it served")
}

fn open(address: &str) -> Result<()> {
    let (host, path) = address.split_once('/').context("an address without a path")?;
    let mut connection = TcpStream::connect(host)?;
    write!(connection, "GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let head = answer.split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
    let good =
        head.starts_with("http/1.") && head.contains(" 200 ") && head.contains("content-security-policy:");
    if good && answer.contains("<html") { Ok(()) } else { bail!("http://{address} answered:\n{head}") }
}
