//! The pages that the demo serves and the tests open.

use crate::{npm, paths, serve, stamp, term};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The officer's verifier and the embedding example run under this policy: own files only, and
/// WebAssembly.
const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// WeChat's framework, which runs the wallet's sources in the browser, writes `style` attributes;
/// the page around it shows the wallet in a frame of its own.
const HOSTED: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'";

/// A page that is built from `sources` into `output` and served under `name`.
struct Page {
    name: &'static str,
    title: &'static str,
    sentence: &'static str,
    policy: &'static str,
    output: PathBuf,
}

fn pages() -> [Page; 3] {
    [
        Page {
            name: "wallet",
            title: "Wallet",
            sentence: "The traveller's mini-program: bind a passport, then show a certificate as a code.",
            policy: HOSTED,
            output: paths::mini_program().join("host/dist"),
        },
        Page {
            name: "verifier",
            title: "Verifier",
            sentence: "The officer's page: scan a code and read one answer with its reasons, offline.",
            policy: STRICT,
            output: paths::www().join("dist/verifier"),
        },
        Page {
            name: "example",
            title: "Example",
            sentence: "The developer's start: the same core in a page of its own, in a few lines.",
            policy: STRICT,
            output: paths::www().join("dist/example"),
        },
    ]
}

/// Builds the verifier, the example and the wallet's browser host, where their sources changed.
pub fn build() -> Result<()> {
    term::heading("Pages");
    build_in(&paths::www(), &["dist"])?;
    build_in(&paths::mini_program(), &["host/dist"])
}

/// What of the pages can be served: those that were built.
pub fn mounts() -> Vec<serve::Mount> {
    let built = pages().into_iter().filter(|page| page.output.join("index.html").is_file());
    built
        .map(|page| serve::Mount {
            name: page.name,
            title: page.title,
            sentence: page.sentence,
            policy: page.policy,
            folder: page.output,
        })
        .collect()
}

fn build_in(folder: &Path, outputs: &[&str]) -> Result<()> {
    let what = paths::shown(folder);
    if !npm::has_script(folder, "build") {
        term::skipped(&what, "nothing to build there");
        return Ok(());
    }
    let outputs = outputs.iter().map(|output| folder.join(output));
    let inputs = [folder.to_path_buf(), paths::code_package().join("core"), paths::dist(), paths::demo()];
    for output in outputs {
        if !stamp::unless_fresh(&output, &inputs, "", || npm::script(folder, "build"))? {
            term::fresh(&what);
        }
    }
    Ok(())
}
