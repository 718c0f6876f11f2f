//! Programs of the operating system that only the tests need.

use crate::{term, tool};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that a stage of the tests needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Need {
    /// A browser to run pages in.
    Chromium,
    /// Chinese glyphs, for screenshots that mean something.
    ChineseFonts,
    /// The JavaScript engine of iOS as a command.
    JavaScriptCore,
    /// OCR-B, for pictures of made-up documents.
    DocumentFont,
}

impl Need {
    /// Where it is, if it is there.
    pub fn found(self) -> Option<PathBuf> {
        match self {
            Self::Chromium => {
                std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.is_file()).or_else(|| {
                    tool::find(&["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"])
                })
            }
            Self::ChineseFonts => chinese_font(),
            Self::JavaScriptCore => tool::find(&["jsc"]),
            Self::DocumentFont => document_font(),
        }
    }

    /// One sentence: what is missing and how to get it.
    pub fn remedy(self) -> String {
        let (what, otherwise) = match self {
            Self::Chromium => ("a Chromium browser", ", or set CHROMIUM to the program"),
            Self::ChineseFonts => ("a Chinese font", ""),
            Self::JavaScriptCore => ("JavaScriptCore's command `jsc`", ""),
            Self::DocumentFont => ("the font OCR-B", ", or set HEALTHPASS_OCR_B to its folder"),
        };
        format!(
            "{what} is missing: install it (Debian: apt-get install {}){otherwise}",
            self.debian_package()
        )
    }

    fn debian_package(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::ChineseFonts => "fonts-noto-cjk",
            Self::JavaScriptCore => "libjavascriptcoregtk-4.0-bin",
            Self::DocumentFont => "fonts-ocr-b",
        }
    }
}

/// Installs what is missing, where this is Debian and we are root; elsewhere does nothing.
pub fn install_missing(needs: &[Need]) -> Result<()> {
    let packages: Vec<_> =
        needs.iter().filter(|need| need.found().is_none()).map(|need| need.debian_package()).collect();
    if packages.is_empty() || !may_install() {
        return Ok(());
    }
    let what = format!("Debian packages {}", packages.join(", "));
    term::step(&what, || {
        let remedy = || format!("could not install them; run `apt-get install {}`", packages.join(" "));
        tool::quietly(apt().arg("update")).with_context(remedy)?;
        let install = ["install", "--yes", "--no-install-recommends"];
        tool::quietly(apt().args(install).args(&packages)).map(drop).with_context(remedy)
    })
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn may_install() -> bool {
    let root = tool::quietly(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && tool::find(&["apt-get"]).is_some()
}

fn chinese_font() -> Option<PathBuf> {
    if cfg!(any(windows, target_os = "macos")) {
        // both come with Chinese fonts
        return Some(PathBuf::new());
    }
    let listed = tool::quietly(Command::new("fc-list").args([":lang=zh", "file"])).unwrap_or_default();
    let listed = listed.lines().next().map(|line| PathBuf::from(line.trim_end_matches([':', ' '])));
    listed.or_else(|| Some(Path::new(NOTO).to_path_buf()).filter(|path| path.is_file()))
}

fn document_font() -> Option<PathBuf> {
    let folder = std::env::var_os("HEALTHPASS_OCR_B").map_or_else(|| PathBuf::from(OCR_B), PathBuf::from);
    Some(folder.join("OCRB.otf")).filter(|path| path.is_file())
}

/// Where Debian's package puts it.
const OCR_B: &str = "/usr/share/fonts/opentype/ocr-b";

/// Where Debian's package puts it, for machines without fontconfig's command.
const NOTO: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
