//! Mini-program templates and style sheets, compiled with WeChat's own compilers for the browser host.
//!
//! [`compile`] walks a source folder and returns
//!
//! ```json
//! { "templates": "<JavaScript of all templates>",
//!   "styles": { "pages/home/home": { "css": "...", "host": "...", "scope": "s1" } },
//!   "warnings": ["pages/home/home.wxss: ..."] }
//! ```
//!
//! Keys are paths below the folder without their extension. `host` holds the `:host` rules, which rank below every
//! class rule; `scope` is the class prefix of an isolated component, `null` where the sheet is shared.

use anyhow::{Context, Result, bail};
use glass_easel_stylesheet_compiler::{StyleSheetOptions, StyleSheetTransformer};
use glass_easel_template_compiler::TmplGroup;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// WeChat's design width: `750rpx` is the width of the screen.
const RPX_PER_SCREEN: f32 = 750.0;

/// Depth at which `@import` is taken to be a loop; hand-written sheets nest two or three deep.
const MAX_IMPORT_DEPTH: usize = 20;

/// Globals that WXS has and JavaScript has not (WXS reference, "getDate" and "getRegExp").
const WXS_GLOBALS: &str = "var getRegExp=function(p,f){return new RegExp(p,f)};\
    var getDate=function(a){return a===undefined?new Date():new Date(a)};";

/// Compiles every `.wxml`, `.wxs` and `.wxss` below `root`.
///
/// `scope_prefix` starts the class prefixes of isolated components; two folders loaded into one page need two prefixes.
///
/// # Errors
/// A file that cannot be read, a template the compiler refuses (all of them are named), a broken or looping `@import`.
pub fn compile(root: &Path, scope_prefix: &str) -> Result<Value> {
    let files = source_files(root)?;
    let templates = compile_templates(root, &files)?;
    let mut warnings = Vec::new();
    let styles = compile_styles(root, &files, scope_prefix, &mut warnings)?;
    Ok(json!({ "templates": templates, "styles": styles, "warnings": warnings }))
}

/// The JavaScript of all templates. What the compiler calls a warning (a tag left open, an unknown directive) is an error
/// here: WeChat's packager refuses the same files.
fn compile_templates(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut group = TmplGroup::new_dev();
    group.set_extra_runtime_script(WXS_GLOBALS);
    let mut errors = Vec::new();
    for file in files {
        let path = path_below(root, file)?;
        match extension(file) {
            "wxs" => {
                // `<wxs src>` drops the extension, `require()` inside WXS keeps it.
                let source = read(file)?;
                group.add_script(&path, &source);
                group.add_script(&format!("{path}.wxs"), &source);
            }
            "wxml" => {
                let problems = group.add_tmpl(&path, &read(file)?);
                errors.extend(problems.iter().map(|problem| format!("{path}.wxml: {problem}")));
            }
            _ => {}
        }
    }
    if !errors.is_empty() {
        bail!("templates do not compile:\n{}", errors.join("\n"));
    }
    group.get_tmpl_gen_object_groups().map_err(|error| anyhow::anyhow!("template code generation: {error}"))
}

fn compile_styles(
    root: &Path,
    files: &[PathBuf],
    scope_prefix: &str,
    warnings: &mut Vec<String>,
) -> Result<Map<String, Value>> {
    let mut styles = Map::new();
    for file in files.iter().filter(|file| extension(file) == "wxss") {
        let path = path_below(root, file)?;
        let scope = is_isolated(file)?.then(|| format!("{scope_prefix}{}", styles.len()));
        let source = with_imports(root, file, 0)?;
        let options = StyleSheetOptions {
            class_prefix: scope.clone(),
            rpx_ratio: RPX_PER_SCREEN,
            convert_host: true,
            ..Default::default()
        };
        let mut sheet = StyleSheetTransformer::from_css(&path, &source, options);
        for warning in sheet.take_warnings() {
            warnings.push(format!("{path}.wxss: {warning}"));
        }
        let (mut css, mut host) = (String::new(), String::new());
        let (normal, low_priority) = sheet.output_and_low_priority_output();
        normal.write_str(&mut css)?;
        low_priority.write_str(&mut host)?;
        styles.insert(path, json!({ "css": css, "host": host, "scope": scope }));
    }
    Ok(styles)
}

/// Whether the sheet's classes are its component's own: the `styleIsolation` of the `.json` beside it, else true for
/// components and false for pages.
fn is_isolated(sheet: &Path) -> Result<bool> {
    let config = sheet.with_extension("json");
    if !config.exists() {
        return Ok(false);
    }
    let config: Value =
        serde_json::from_str(&read(&config)?).with_context(|| config.display().to_string())?;
    Ok(match config.get("styleIsolation").and_then(Value::as_str) {
        Some(isolation) => !matches!(isolation, "shared" | "page-shared"),
        None => config.get("component") == Some(&Value::Bool(true)),
    })
}

/// The sheet with each `@import "file";` replaced by that file, as WeChat's compiler does.
fn with_imports(root: &Path, file: &Path, depth: usize) -> Result<String> {
    if depth > MAX_IMPORT_DEPTH {
        bail!("@import loop at {}", file.display());
    }
    let source = read(file)?;
    let mut out = String::new();
    let mut rest = source.as_str();
    while let Some((before, statement)) = rest.split_once("@import") {
        let (target, after) =
            statement.split_once(';').with_context(|| format!("{}: @import without ';'", file.display()))?;
        let target =
            target.trim().trim_start_matches("url(").trim_end_matches(')').trim_matches(['"', '\'', ' ']);
        let imported = match target.strip_prefix('/') {
            Some(absolute) => root.join(absolute),
            None => file.parent().unwrap_or(root).join(target),
        };
        out.push_str(before);
        out.push_str(&with_imports(root, &imported, depth + 1)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Every file below `root` in a stable order, `node_modules` left out.
fn source_files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if !path.is_dir() {
                files.push(path);
            } else if path.file_name().is_some_and(|name| name != "node_modules") {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn path_below(root: &Path, file: &Path) -> Result<String> {
    let relative = file.strip_prefix(root)?.with_extension("");
    Ok(relative.to_string_lossy().replace('\\', "/"))
}

fn extension(file: &Path) -> &str {
    file.extension().and_then(|extension| extension.to_str()).unwrap_or("")
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own under the system's temporary folder, removed when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let root =
                std::env::temp_dir().join(format!("healthpass-templates-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&root);
            for (path, content) in files {
                let file = root.join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, content).unwrap();
            }
            Self(root)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn templates_of_a_page_and_a_component() {
        let folder = Folder::new(
            "ok",
            &[
                ("app.wxss", ".a { width: 75rpx; }"),
                ("base.wxss", ".base { color: red; }"),
                ("page/page.wxml", "<view wx:if=\"{{on}}\">{{text}}</view>"),
                ("page/page.wxss", "@import \"/base.wxss\"; .b { color: blue; }"),
                ("part/part.json", "{ \"component\": true }"),
                ("part/part.wxml", "<slot />"),
                ("part/part.wxss", ":host { display: block; } .c { color: green; }"),
                ("node_modules/x/x.wxml", "<view"),
            ],
        );
        let out = compile(&folder.0, "t").unwrap();
        assert!(out["templates"].as_str().unwrap().contains("page/page"));
        assert_eq!(out["styles"]["app"]["css"], ".a{width:10vw;}");
        assert_eq!(out["styles"]["app"]["scope"], Value::Null);
        let page = out["styles"]["page/page"]["css"].as_str().unwrap();
        assert!(page.contains(".base{color:red;}") && page.contains(".b{color:blue;}"), "{page}");
        let scope = out["styles"]["part/part"]["scope"].as_str().unwrap();
        assert!(scope.starts_with('t'));
        assert!(out["styles"]["part/part"]["css"].as_str().unwrap().contains(&format!(".{scope}--c")));
        assert!(out["styles"]["part/part"]["host"].as_str().unwrap().contains("display:block"));
    }

    #[test]
    fn a_broken_template_is_named() {
        let folder = Folder::new("broken", &[("page/page.wxml", "<view><text></view>")]);
        let error = compile(&folder.0, "t").unwrap_err().to_string();
        assert!(error.contains("page/page.wxml"), "{error}");
    }

    #[test]
    fn an_import_loop_is_an_error() {
        let folder = Folder::new("loop", &[("a.wxss", "@import 'b.wxss';"), ("b.wxss", "@import 'a.wxss';")]);
        let error = compile(&folder.0, "t").unwrap_err().to_string();
        assert!(error.contains("@import loop"), "{error}");
    }

    #[test]
    fn a_missing_import_is_an_error() {
        let folder = Folder::new("missing", &[("a.wxss", "@import 'gone.wxss';")]);
        assert!(format!("{:#}", compile(&folder.0, "t").unwrap_err()).contains("gone.wxss"));
    }
}
