//! Set-up, build, demo, test, bench, fuzz: `cargo xtask help`.
//!
//! Each command does what it needs first, so `cargo xtask demo` and `cargo xtask test` work from a
//! fresh clone. Every step is one line; what cannot be had is one sentence with its remedy.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool speaks to its terminal")]

mod authority;
mod bench;
mod brotli;
mod check;
mod demo;
mod desk;
mod floor;
mod fuzz;
mod mock_chip;
mod npm;
mod package;
mod pages;
mod panics;
mod paths;
mod samples;
mod serve;
mod setup;
mod size;
mod stamp;
mod system;
mod templates;
mod term;
mod test;
mod tool;
mod types;
mod wasm;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up, build, demo, test, bench", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what building needs: the wasm target and npm packages
    Setup,
    /// Build the wasm modules, the npm package, the mini-program's core and the pages
    Build {
        /// Only this wasm module, and the package around those there are
        #[arg(long)]
        module: Option<String>,
    },
    /// Build everything, issue sample certificates, and serve wallet, verifier and example
    Demo {
        /// Port on localhost
        #[arg(long, default_value_t = serve::DEFAULT_PORT)]
        port: u16,
    },
    /// Run every stage of the tests, or only those named
    Test {
        /// Names of stages, as `cargo xtask test --list` prints them
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// Print the stages and leave
        #[arg(long)]
        list: bool,
    },
    /// Measure speed, natively, in Node.js, in Chromium, and without a compiler as on iOS
    Bench {
        /// Run everything one time, to see that it runs: the figures say nothing
        #[arg(long)]
        once: bool,
    },
    /// Fuzz everything that reads strangers' bytes
    Fuzz {
        /// Seconds of each target
        #[arg(long, default_value_t = fuzz::DEFAULT_SECONDS)]
        seconds: u32,
    },
    /// Print what ships and what it weighs; fail when over budget
    Size,
    /// Format, lints, layering, types and, where installed, cargo-deny
    Check,
    /// Write the TypeScript types of the report anew
    Types,
    /// Compile a folder of WXML and WXSS with WeChat's own compilers, to JSON on standard output
    Templates {
        /// Folder with the sources
        folder: PathBuf,
        /// Prefix of the class names of isolated components
        prefix: String,
    },
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            term::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Setup => setup::for_build(),
        Command::Build { module: Some(module) } => {
            setup::for_build()?;
            package::build_one(&module)
        }
        Command::Build { module: None } => {
            setup::for_build()?;
            package::build()?;
            pages::build()
        }
        Command::Demo { port } => demo::run(port),
        Command::Test { list: true, .. } => {
            test::list();
            Ok(())
        }
        Command::Test { only, .. } => test::run(&only),
        Command::Bench { once } => bench::run(once),
        Command::Fuzz { seconds } => fuzz::run(seconds),
        Command::Size => {
            setup::for_build()?;
            package::build()?;
            pages::build()?;
            size::run()
        }
        Command::Check => check::run(),
        Command::Types => types::write(),
        Command::Templates { folder, prefix } => {
            println!("{}", templates::compile(&folder, &prefix)?);
            Ok(())
        }
    }
}
