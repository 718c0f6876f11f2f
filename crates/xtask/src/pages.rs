//! The pages that the demo serves and the tests open.

use crate::authority::Trust;
use crate::{mock_chip, npm, paths, serve, stamp, term, tool};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The officer's verifier and the embedding example run under this policy: own files only, and
/// WebAssembly.
const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// WeChat's framework, which runs the wallet's sources in a frame, writes `style` attributes; its
/// stand-ins for the phone make object addresses. The page's own policies are narrower still.
const HOSTED: &str = "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; \
    connect-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// A page that is built into `output` and served under `name`.
struct Page {
    name: &'static str,
    title: &'static str,
    sentence: &'static str,
    policy: &'static str,
    output: PathBuf,
}

fn pages() -> [Page; 5] {
    [
        Page {
            name: "wallet",
            title: "Wallet",
            sentence: "The traveller's mini-program: bind a passport, then show a certificate as a code.",
            policy: HOSTED,
            output: paths::host(),
        },
        Page {
            name: "verifier",
            title: "Verifier",
            sentence: "The officer's page: scan a code and read one answer with its reasons, offline.",
            policy: STRICT,
            output: paths::www().join("dist"),
        },
        Page {
            name: "samples",
            title: "Samples",
            sentence: "Certificates to scan or paste, each with the passport it belongs to.",
            policy: STRICT,
            output: paths::demo().join("samples"),
        },
        Page {
            name: "desk",
            title: "Issuing desk",
            sentence: "The demo's issuer: answers a wallet's request for certificates bound to its phone.",
            policy: STRICT,
            output: paths::www().join("dist/issuing"),
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
    let www = paths::www();
    if npm::has_script(&www, "build") {
        let work = || tool::quietly(tool::npm(&www).args(["run", "--silent", "build"])).map(drop);
        build_one("verifier and example", &www, "dist", work)?;
        if let Some(trust) = Trust::issued()? {
            trust.write(&www.join("dist/trust"))?;
        }
    } else {
        term::skipped("verifier and example", "there is no www");
    }
    let mini_program = paths::mini_program();
    if mini_program.join("host/build.mjs").is_file() && paths::code_package().is_dir() {
        build_one("wallet in its browser host", &mini_program, "host/dist", build_host)?;
        mock_chip::lend_to_host()
    } else {
        term::skipped("wallet in its browser host", "there is no mini-program with a host");
        Ok(())
    }
}

/// The host calls back here for WeChat's compilers, so it gets this very program.
fn build_host() -> Result<()> {
    let mini_program = paths::mini_program();
    let mut command = tool::node(&mini_program);
    command.env("HEALTHPASS_XTASK", std::env::current_exe()?);
    command.arg("host/build.mjs").arg(paths::code_package()).arg(paths::host());
    tool::quietly(&mut command).map(drop)
}

fn build_one(what: &str, folder: &Path, output: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let built_from = [paths::code_package().join("core"), paths::dist(), paths::demo()];
    let inputs: Vec<_> = built_from.into_iter().chain([folder.to_path_buf()]).collect();
    if !stamp::unless_fresh(&folder.join(output), &inputs, "", || term::step(what, work))? {
        term::fresh(what);
    }
    Ok(())
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
