//! A localhost server for built pages: right types, a strict policy, nothing outside its folders.

use crate::desk;
use anyhow::{Result, anyhow};
use std::fs;
use std::io::ErrorKind;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use tiny_http::{Method, Request, Server, StatusCode};

/// Port of the demo.
pub const DEFAULT_PORT: u16 = 8420;

/// Threads that answer: a page asks for a handful of files at a time.
const THREADS: usize = 4;

const INDEX_STYLE: &str = include_str!("index.css");
const INDEX_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/// A folder served under `/name/`.
pub struct Mount {
    /// Path segment.
    pub name: &'static str,
    /// Name on the index page.
    pub title: &'static str,
    /// What it is, in one sentence.
    pub sentence: &'static str,
    /// Its content security policy.
    pub policy: &'static str,
    /// The folder.
    pub folder: PathBuf,
}

/// A reserved port with what will be served there.
pub struct Site {
    listener: TcpListener,
    mounts: Vec<Mount>,
}

impl Site {
    /// Takes the port; a port in use is one sentence naming it.
    pub fn bind(port: u16) -> Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                let other = port.checked_add(1).unwrap_or(DEFAULT_PORT);
                anyhow!("port {port} is in use: choose another, such as `--port {other}`")
            }
            _ => anyhow!("cannot listen on port {port}: {error}"),
        })
    }

    /// Puts pages behind a port.
    pub fn new(listener: TcpListener, mounts: Vec<Mount>) -> Self {
        Self { listener, mounts }
    }

    /// Answers until the process ends.
    pub fn serve(self) -> Result<()> {
        let server = Server::from_listener(self.listener, None).map_err(|e| anyhow!("cannot serve: {e}"))?;
        let (server, mounts) = (Arc::new(server), Arc::new(self.mounts));
        let workers: Vec<_> = (0..THREADS)
            .map(|_| {
                let (server, mounts) = (Arc::clone(&server), Arc::clone(&mounts));
                thread::spawn(move || server.incoming_requests().for_each(|request| answer(request, &mounts)))
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join()).map_err(|_| anyhow!("the server stopped"))
    }
}

fn answer(mut request: Request, mounts: &[Mount]) {
    let reply = match request.method() {
        Method::Get | Method::Head => reply(request.url(), mounts),
        Method::Post if request.url() == desk::PATH => at_desk(&mut request),
        _ => Reply::text(405, "only GET is answered here"),
    };
    let bodiless = *request.method() == Method::Head;
    // a browser that went away needs no answer
    let _ = reply.write(&mut request.into_writer(), bodiless);
}

fn at_desk(request: &mut Request) -> Reply {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str().to_owned())
    };
    let (origin, host) = (header("origin"), header("host"));
    match desk::answer(origin.as_deref(), host.as_deref(), request.as_reader()) {
        Ok(text) => Reply::text(200, &text),
        Err((status, why)) => Reply::text(status, &why),
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// Every connection ends with its answer. The library has a thread for each connection that is open and may put
    /// a new one behind one that a browser keeps for later: its answer would then never come.
    fn write(self, to: &mut dyn Write, bodiless: bool) -> std::io::Result<()> {
        let phrase = StatusCode(self.status).default_reason_phrase();
        write!(
            to,
            "HTTP/1.1 {} {phrase}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.status,
            self.body.len()
        )?;
        for (name, value) in self.headers {
            write!(to, "{name}: {value}\r\n")?;
        }
        to.write_all(b"\r\n")?;
        if !bodiless {
            to.write_all(&self.body)?;
        }
        to.flush()
    }

    fn new(status: u16, kind: &str, policy: &str, body: Vec<u8>) -> Self {
        let headers = [
            ("content-type", kind),
            ("content-security-policy", policy),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-cache"),
        ];
        Self { status, headers: headers.map(|(name, value)| (name, value.to_owned())).into(), body }
    }

    fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", INDEX_POLICY, text.into())
    }

    fn moved(to: &str) -> Self {
        let mut reply = Self::text(308, "moved");
        reply.headers.push(("location", to.to_owned()));
        reply
    }
}

/// The whole decision: which bytes, under which headers, for an address.
fn reply(url: &str, mounts: &[Mount]) -> Reply {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path {
        "/" => return Reply::new(200, kind("index.html"), INDEX_POLICY, index(mounts).into()),
        "/index.css" => return Reply::new(200, kind("index.css"), INDEX_POLICY, INDEX_STYLE.into()),
        _ => {}
    }
    let (name, rest) =
        path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let Some(mount) = mounts.iter().find(|mount| mount.name == name) else { return not_found(path) };
    if !path.starts_with(&format!("/{name}/")) {
        return Reply::moved(&format!("/{name}/"));
    }
    file(mount, rest).unwrap_or_else(|| not_found(path))
}

fn not_found(path: &str) -> Reply {
    Reply::text(404, &format!("there is no {path} here"))
}

fn file(mount: &Mount, rest: &str) -> Option<Reply> {
    let relative = decoded(rest)?;
    let mut file = inside(&mount.folder, &relative)?;
    if file.is_dir() {
        if !relative.is_empty() && !relative.ends_with('/') {
            return Some(Reply::moved(&format!("/{}/{rest}/", mount.name)));
        }
        file.push("index.html");
    }
    let body = fs::read(&file).ok()?;
    let name = file.file_name()?.to_string_lossy().into_owned();
    let mut reply = Reply::new(200, kind(&name), mount.policy, body);
    if name.ends_with(".br") {
        reply.headers.push(("content-encoding", "br".into()));
    }
    Some(reply)
}

/// The file a relative address names, if it stays inside `folder`, links included.
fn inside(folder: &Path, relative: &str) -> Option<PathBuf> {
    let plain = |part: Component| matches!(part, Component::Normal(_));
    if relative.contains('\\') || !Path::new(relative).components().all(plain) {
        return None;
    }
    let file = folder.join(relative).canonicalize().ok()?;
    file.starts_with(folder.canonicalize().ok()?).then_some(file)
}

/// RFC 3986 percent-decoding to UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(core::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            0 => return None,
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn kind(name: &str) -> &'static str {
    let plain = name.strip_suffix(".br").unwrap_or(name);
    match plain.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "pem" => "application/x-pem-file",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn index(mounts: &[Mount]) -> String {
    let item = |mount: &Mount| {
        format!(
            "<li><a href=\"/{}/\"><strong>{}</strong>{}</a></li>\n",
            mount.name, mount.title, mount.sentence
        )
    };
    let items: String = mounts.iter().map(item).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Healthpass demo</title>\n<link rel=\"stylesheet\" href=\"/index.css\">\n\
         <main>\n<header>\n<h1>Healthpass</h1>\n\
         <p>A demo on this machine only. Every person, passport and authority in it is invented.</p>\n</header>\n\
         <ul>\n{items}</ul>\n</main>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str) -> Vec<Mount> {
        let folder = crate::paths::target().join("serve-test").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("www/deep")).unwrap();
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("www/index.html"), "home").unwrap();
        fs::write(folder.join("www/a b.wasm.br"), "packed").unwrap();
        fs::write(folder.join("www/deep/index.html"), "deep").unwrap();
        let folder = folder.join("www");
        vec![Mount {
            name: "wallet",
            title: "Wallet",
            sentence: "One.",
            policy: "default-src 'none'",
            folder,
        }]
    }

    fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
        reply.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn serves_files_and_folders_with_their_policy() {
        let mounts = site("files");
        let home = reply("/wallet/?lang=zh", &mounts);
        assert_eq!((home.status, home.body.as_slice()), (200, b"home".as_slice()));
        assert_eq!(header(&home, "content-security-policy"), Some("default-src 'none'"));
        assert_eq!(header(&home, "cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(reply("/wallet/deep/", &mounts).body, b"deep");
        assert_eq!(header(&reply("/wallet", &mounts), "location"), Some("/wallet/"));
        assert_eq!(header(&reply("/wallet/deep", &mounts), "location"), Some("/wallet/deep/"));
    }

    #[test]
    fn names_types_and_encodings() {
        let packed = reply("/wallet/a%20b.wasm.br", &site("types"));
        assert_eq!(header(&packed, "content-type"), Some("application/wasm"));
        assert_eq!(header(&packed, "content-encoding"), Some("br"));
    }

    #[test]
    fn nothing_outside_a_folder_is_served() {
        let mounts = site("outside");
        for path in [
            "/wallet/../secret.txt",
            "/wallet/%2e%2e/secret.txt",
            "/wallet/..%2fsecret.txt",
            "/wallet/deep/../../secret.txt",
            "/wallet/..%5csecret.txt",
            "/wallet//etc/hostname",
            "/wallet/%2Fetc%2Fhostname",
            "/wallet/index.html%00",
            "/wallet/%zz",
            "/wallet/%+1",
            "/walletx/",
            "/secret.txt",
            "",
        ] {
            assert_eq!(reply(path, &mounts).status, 404, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_a_folder_are_not_followed() {
        let mounts = site("links");
        std::os::unix::fs::symlink("../secret.txt", mounts[0].folder.join("link.txt")).unwrap();
        assert_eq!(reply("/wallet/link.txt", &mounts).status, 404);
    }

    #[test]
    fn the_index_lists_what_is_served() {
        let page = String::from_utf8(reply("/", &site("index")).body).unwrap();
        assert!(page.contains("href=\"/wallet/\"") && page.contains("One."));
    }

    #[test]
    fn a_port_in_use_is_named() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let said = Site::bind(port).unwrap_err().to_string();
        assert!(said.contains(&port.to_string()) && said.contains("--port"), "{said}");
    }
}
