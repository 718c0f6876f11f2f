//! The stages of the tests: one table, one line per result.

use crate::stamp::files_under;
use crate::system::Need;
use crate::{authority, demo, mock_chip, package, pages, paths, setup, term, tool};
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// One stage: what it proves, what must be there, how it runs.
struct Stage {
    name: &'static str,
    proves: &'static str,
    built: Built,
    needs: &'static [Need],
    /// What some of its tests are skipped without.
    wants: &'static [Need],
    how: How,
}

/// How much must be built before.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Built {
    Nothing,
    Package,
    Pages,
}

enum How {
    /// `cargo` with these arguments.
    Cargo(&'static [&'static str]),
    /// Node's test runner on every `*.test.mjs` under these folders.
    Node(&'static [&'static str]),
    /// The npm package, packed and installed elsewhere.
    Installed,
    /// The demo, started as a user does.
    Demo,
    /// The mini-program's core in JavaScriptCore without a compiler, as on a phone.
    JavaScriptCore,
}

/// What became of a stage.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

const STAGES: &[Stage] = &[
    Stage {
        name: "rust",
        proves: "every crate, the vectors and the goldens",
        built: Built::Nothing,
        needs: &[],
        wants: &[Need::DocumentFont],
        how: How::Cargo(&["test", "--workspace", "--quiet"]),
    },
    Stage {
        name: "package",
        proves: "the npm package as a stranger installs it",
        built: Built::Package,
        needs: &[],
        wants: &[],
        how: How::Installed,
    },
    Stage {
        name: "loaders",
        proves: "each loader in the world it is made for",
        built: Built::Package,
        needs: &[],
        wants: &[],
        how: How::Node(&["crates/wasm/npm/test"]),
    },
    Stage {
        name: "node",
        proves: "the same answers in Node.js as natively",
        built: Built::Package,
        needs: &[],
        wants: &[],
        how: How::Node(&["tests/node"]),
    },
    Stage {
        name: "interop",
        proves: "codes read and written by other hands than ours, and the drafts' examples by those hands",
        built: Built::Package,
        needs: &[],
        wants: &[],
        how: How::Node(&["tests/interop"]),
    },
    Stage {
        name: "jsc",
        proves: "the core in the engine of iOS, interpreter only",
        built: Built::Package,
        needs: &[Need::JavaScriptCore],
        wants: &[],
        how: How::JavaScriptCore,
    },
    Stage {
        name: "demo",
        proves: "the demo starts and every address it prints answers",
        built: Built::Pages,
        needs: &[],
        wants: &[],
        how: How::Demo,
    },
    Stage {
        name: "browser",
        proves: "verifier and example in Chromium",
        built: Built::Pages,
        needs: &[Need::Chromium, Need::ChineseFonts],
        wants: &[],
        how: How::Node(&["tests/browser"]),
    },
    Stage {
        name: "wechat",
        proves: "the mini-program's real sources in WeChat's framework",
        built: Built::Pages,
        needs: &[Need::Chromium, Need::ChineseFonts],
        wants: &[],
        how: How::Node(&["tests/wechat", "mini-program/host/test"]),
    },
    Stage {
        name: "packager",
        proves: "WeChat's own packager takes the mini-program",
        built: Built::Pages,
        needs: &[],
        wants: &[],
        how: How::Node(&["tests/packager"]),
    },
];

/// Prints the stages.
pub fn list() {
    for stage in STAGES {
        println!("{:<10} {}", stage.name, stage.proves);
    }
}

/// Runs the stages named in `only`, or all; fails when one failed.
pub fn run(only: &[String]) -> Result<()> {
    let stages = chosen(only)?;
    let needs: Vec<_> = stages.iter().flat_map(|stage| [stage.needs, stage.wants].concat()).collect();
    setup::for_tests(&needs)?;
    prepare(stages.iter().map(|stage| stage.built).max().unwrap_or(Built::Nothing))?;
    let outcomes: Vec<_> = stages.iter().map(|stage| (stage.name, timed(stage))).collect();
    summary(&outcomes)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = only.iter().find(|name| STAGES.iter().all(|stage| stage.name != name.as_str())) {
        let names: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        bail!("there is no stage {unknown}: choose from {}", names.join(", "));
    }
    Ok(STAGES.iter().filter(|stage| only.is_empty() || only.iter().any(|name| name == stage.name)).collect())
}

fn prepare(built: Built) -> Result<()> {
    if built == Built::Nothing {
        return Ok(());
    }
    setup::for_build()?;
    term::heading("Authority");
    authority::issue()?;
    package::build()?;
    mock_chip::build()?;
    if built == Built::Pages { pages::build() } else { Ok(()) }
}

fn timed(stage: &Stage) -> Outcome {
    println!("\n== {}: {}", stage.name, stage.proves);
    let start = Instant::now();
    let outcome = attempt(stage).unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
    println!("== {}: {} in {:.1} s", stage.name, outcome.word(), start.elapsed().as_secs_f32());
    outcome
}

/// A missing program fails a stage where everything can be installed, and skips it elsewhere.
fn attempt(stage: &Stage) -> Result<Outcome> {
    if let Some(need) = stage.needs.iter().find(|need| need.found().is_none()) {
        let may_skip = std::env::var_os("CI").is_none();
        return Ok(if may_skip { Outcome::Skipped(need.remedy()) } else { Outcome::Failed(need.remedy()) });
    }
    for want in stage.wants.iter().filter(|want| want.found().is_none()) {
        println!("SKIPPED in part: {}", want.remedy());
    }
    let passed = match stage.how {
        How::Cargo(arguments) => tool::openly(tool::cargo().args(arguments))?,
        How::Node(folders) => {
            let files = node_tests(folders)?;
            if files.is_empty() {
                return Ok(Outcome::Skipped(format!("no *.test.mjs in {}", folders.join(", "))));
            }
            node_test(&paths::root(), &files)?
        }
        How::Demo => demo::try_out()?,
        How::Installed => installed_package()?,
        How::JavaScriptCore => javascript_core()?,
    };
    Ok(if passed { Outcome::Passed } else { Outcome::Failed("see above".into()) })
}

fn node_tests(folders: &[&str]) -> Result<Vec<PathBuf>> {
    let found = folders.iter().map(|folder| files_under(&paths::root().join(folder)));
    let mut files = found.collect::<Result<Vec<_>>>()?.concat();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

fn node_test(folder: &Path, files: &[PathBuf]) -> Result<bool> {
    let mut command = tool::node(folder);
    // templates are compiled by this very program
    command.env("HEALTHPASS_XTASK", std::env::current_exe()?);
    if let Some(chromium) = Need::Chromium.found() {
        command.env("CHROMIUM", chromium);
    }
    tool::openly(command.args(["--test", "--test-reporter=spec"]).args(files))
}

/// Packs the package, installs the tarball in an empty project and runs a script there.
fn installed_package() -> Result<bool> {
    let project = paths::target().join("package-test");
    let _ = fs::remove_dir_all(&project);
    fs::create_dir_all(&project)?;
    fs::write(project.join("package.json"), "{\"private\":true,\"type\":\"module\"}\n")?;
    term::step("npm pack", || {
        tool::quietly(
            tool::npm(&paths::npm()).args(["pack", "--ignore-scripts", "--pack-destination"]).arg(&project),
        )
    })?;
    let tarball = files_under(&project)?.into_iter().find(|f| f.extension().is_some_and(|e| e == "tgz"));
    let Some(tarball) = tarball else { bail!("npm pack wrote no archive") };
    term::step("npm install", || {
        tool::quietly(tool::npm(&project).args(["install", "--ignore-scripts", "--offline"]).arg(tarball))
    })?;
    let script = project.join("installed.test.mjs");
    fs::copy(paths::npm().join("test/installed.mjs"), &script)?;
    node_test(&project, &[script])
}

/// Presentations for the interpreter: one of each way to open one, and few keys, whose passphrases take it long.
const INTERPRETED: [&str; 6] =
    ["answer", "foreign-unknown-issuer", "open", "open-with-passport", "sealed", "stale"];

fn javascript_core() -> Result<bool> {
    let tests = paths::root().join("tests");
    let vectors = files_under(&tests.join("vectors"))?;
    if vectors.is_empty() {
        bail!("there are no vectors in tests/vectors");
    }
    let presentations = INTERPRETED.map(|id| tests.join("presentations").join(format!("{id}.json")));
    Ok(interpreted("wallet", &vectors)? && interpreted("desk", &presentations)?)
}

/// Whether a module's bundle for mini-programs gives each vector's answer.
fn interpreted(build: &str, vectors: &[PathBuf]) -> Result<bool> {
    let script = paths::npm().join("test/jsc.js");
    let mut command = Command::new("jsc");
    let bundle = paths::dist().join(format!("wechat/{build}.js"));
    command.args(["--useJIT=false"]).arg(script).arg("--").arg(bundle);
    let wasm = paths::bindings().join(build).join("healthpass.wasm");
    let said = tool::quietly(command.arg(wasm).args(vectors))?;
    print!("{said}");
    Ok(said.ends_with("finished\n"))
}

fn summary(outcomes: &[(&str, Outcome)]) -> Result<()> {
    println!();
    for (name, outcome) in outcomes {
        println!("{name:<10} {}{}", outcome.word(), outcome.why());
    }
    let count = |word: &str| outcomes.iter().filter(|(_, outcome)| outcome.word() == word).count();
    let (passed, failed, skipped) = (count("passed"), count("failed"), count("skipped"));
    let also = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    println!("\n{passed} passed, {failed} failed{also}");
    if failed > 0 {
        bail!("{failed} of {} stages failed", outcomes.len())
    }
    Ok(())
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }

    fn why(&self) -> String {
        match self {
            Self::Passed => String::new(),
            Self::Failed(why) | Self::Skipped(why) => format!(": {why}"),
        }
    }
}
