//! The command line's grammar.

mod keys;
mod revoke;
mod rules;

pub use keys::{AuthorityKind, ChangePassphrase, Keys, NewAuthority, NewKey, Passphrase, Rotate};
pub use revoke::{Hash, Revoke, RevokeBuild, RevokeDelta, RevokeQuery, Sets};
pub use rules::{ImportEu, Rules, Travel, Trip};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Verify, read and issue health certificates, offline.
#[derive(Debug, Parser)]
#[command(name = "healthpass", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Verify a code and say what was found.
    Verify(Verify),
    /// Show every stage of a code, unverified.
    Inspect(Inspect),
    /// Issue a certificate from its JSON form.
    Issue(Issue),
    /// Make and show keys.
    #[command(subcommand)]
    Keys(Keys),
    /// Fetch published lists, build trust bundles of them, show and compare both.
    #[command(subcommand)]
    Trust(Trust),
    /// Read a passport's machine readable zone, and hold a certificate against it.
    #[command(subcommand)]
    Passport(Passport),
    /// Publish and ask lists of withdrawn certificates.
    #[command(subcommand)]
    Revoke(Revoke),
    /// Check, test, sign and import rule packs.
    #[command(subcommand)]
    Rules(Rules),
    /// Say whether what a traveller has is enough for a trip, and if not, what is missing.
    Trip(Trip),
}

/// `healthpass verify`. Exit status: 0 verified, 1 readable but not verified, 2 unreadable, 64 usage.
#[derive(Args, Debug)]
pub struct Verify {
    /// Trust bundle. Its root is pinned by --root, or by ROOT.sha256 beside the bundle.
    #[arg(long, value_name = "BUNDLE")]
    pub trust: Vec<PathBuf>,
    /// SHA-256 of the bundle's root key, in hexadecimal.
    #[arg(long, value_name = "HEX")]
    pub root: Option<String>,
    /// Certificate (DER or PEM), public key (PEM) or JWK to trust for this run.
    #[arg(long, value_name = "CERT_OR_JWK")]
    pub key: Vec<PathBuf>,
    /// List of withdrawn certificates: a folder as `healthpass revoke build` writes it; or another issuer's file or
    /// folder of all its parts, with the state or address whose keys it is about and when it was fetched.
    #[arg(long, value_name = "DIR|FILE,for=CC[,at=TIME]")]
    pub revocation: Vec<String>,
    /// SHA-256 of the root key of such folders, in hexadecimal; manifest.cbor.sha256 in them when absent.
    #[arg(long, value_name = "HEX", requires = "revocation")]
    pub revocation_root: Option<String>,
    /// The time asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// The lines of the holder's machine readable zone.
    #[arg(long, num_args = 2..=3, value_name = "LINE")]
    pub mrz: Vec<String>,
    /// Private key of an authority, for codes that are sealed to it: PEM as `healthpass keys` protects it.
    #[arg(long, value_name = "KEY.pem")]
    pub authority_key: Vec<PathBuf>,
    /// The passphrase of every --authority-key.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// The question the code must answer, as it was shown: HPQ1:...
    #[arg(long, value_name = "HPQ1", conflicts_with = "batch")]
    pub challenge: Option<String>,
    /// Rules to hold the certificate against.
    #[command(flatten)]
    pub travel: Travel,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
    /// Verify one request a line: {"id","text","at"?,"keys"?,"mrz"?,"challenge"?}; `-` for standard input.
    #[arg(long, value_name = "IN.ndjson", conflicts_with_all = ["json", "mrz", "code"])]
    pub batch: Option<PathBuf>,
    /// Threads for --batch; all cores when absent.
    #[arg(long, value_name = "N", requires = "batch")]
    pub jobs: Option<usize>,
    /// The code: its text, a .txt, .png or .jpg file, or `-` for standard input.
    #[arg(value_name = "TEXT|FILE|-", required_unless_present_any = ["batch", "mrz"])]
    pub code: Option<String>,
}

impl Verify {
    /// The zone's lines, and the code. A zone of two lines takes a code that follows it for its third, which
    /// only cards have: 30 characters (ICAO 9303-5). `None` when there is no code.
    pub fn zone_and_code(&self) -> Option<(&[String], &str)> {
        match (&self.code, self.mrz.as_slice()) {
            (Some(code), zone) => Some((zone, code)),
            (None, [zone @ .., last]) if zone.len() == 2 && !is_line_of_card(last) => Some((zone, last)),
            (None, _) => None,
        }
    }
}

fn is_line_of_card(text: &str) -> bool {
    let in_alphabet = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<';
    text.len() == 30 && text.bytes().all(in_alphabet)
}

/// `healthpass inspect`.
#[derive(Args, Debug)]
pub struct Inspect {
    /// One JSON object a line.
    #[arg(long)]
    pub json: bool,
    /// Codes: text, .txt, .png or .jpg files, or `-`.
    #[arg(value_name = "TEXT|FILE|-", required = true)]
    pub codes: Vec<String>,
}

/// `healthpass issue`.
#[derive(Args, Debug)]
pub struct Issue {
    /// Private key of the issuer, PKCS#8 PEM.
    #[arg(long, value_name = "KEY.pem")]
    pub key: PathBuf,
    /// Certificate of that key: its hash is the key identifier, its country the issuer.
    #[arg(long, value_name = "CERT.pem")]
    pub cert: PathBuf,
    /// Time of issue, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Time of expiry, RFC 3339.
    #[arg(long, value_name = "TIME")]
    pub expires: String,
    /// Also write the code as a picture: .svg or .png.
    #[arg(long, value_name = "FILE")]
    pub qr: Option<PathBuf>,
    /// The picture is for a printed page rather than a screen.
    #[arg(long, requires = "qr")]
    pub paper: bool,
    /// Issue an ITHC of which the holder may withhold parts, one for each key of the wallet's request.
    #[arg(long, requires = "request", conflicts_with_all = ["qr", "paper"])]
    pub selective: bool,
    /// The wallet's request: its text, a file, or `-` for standard input.
    #[arg(long, value_name = "TEXT|FILE|-", requires = "selective")]
    pub request: Option<String>,
    /// Content: an ITHC in its JSON form, an EU DCC payload (told by its `ver`) or an ICVP (by its dose `vx`).
    #[arg(value_name = "CONTENT.json")]
    pub content: PathBuf,
}

/// `healthpass trust`.
#[derive(Debug, Subcommand)]
pub enum Trust {
    /// Compile certificates and published lists into one signed bundle.
    Build(Box<TrustBuild>),
    /// Show a bundle or a published list: dates, sources and their proofs, keys, agreements.
    Show {
        /// Bundle, or a list as `trust build --list` takes it.
        #[arg(value_name = "FILE")]
        file: String,
        /// SHA-256 of the root key, in hexadecimal; FILE.sha256 beside the bundle when absent.
        #[arg(long, value_name = "HEX")]
        root: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say what changed between two bundles or lists. Exit status: 0 nothing, 1 something, 64 usage.
    Diff {
        /// The earlier one.
        #[arg(value_name = "OLD")]
        old: String,
        /// The later one.
        #[arg(value_name = "NEW")]
        new: String,
        /// SHA-256 of the root key of both, in hexadecimal.
        #[arg(long, value_name = "HEX")]
        root: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Download a published list. The only command that uses the network; needs `curl`.
    Fetch {
        /// Where it is published, https:// or http://.
        #[arg(value_name = "URL")]
        url: String,
        /// Where to put it.
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

/// `healthpass trust build`.
#[derive(Args, Debug)]
pub struct TrustBuild {
    /// Private key of the root, PKCS#8 PEM.
    #[arg(long, value_name = "KEY.pem")]
    pub root_key: PathBuf,
    /// Name of the list.
    #[arg(long)]
    pub name: String,
    /// `production`, `test` or `demo`.
    #[arg(long, default_value = "production")]
    pub environment: String,
    /// Sequence number; count up with every list you publish.
    #[arg(long, default_value_t = 1)]
    pub sequence: u64,
    /// Days the list lives.
    #[arg(long, default_value_t = 30)]
    pub days: u32,
    /// Date of the list, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// ISO 3166-1 alpha-2 of the state whose officers rely on the list; needed for agreements.
    #[arg(long, value_name = "CC")]
    pub state: Option<String>,
    /// Document signer certificate (DER or PEM).
    #[arg(long, value_name = "FILE")]
    pub cert: Vec<PathBuf>,
    /// Published list, of whatever kind it turns out to be: WHO GDHCN, EU gateway, VCI snapshot, JWKS, DID
    /// document, ICAO health master list or authorities, pinned DIVOC keys, PathCheck registry. `signer` is
    /// who must have signed it (certificate, public key, JWK, DID document), `signature` the file of a
    /// detached signature, `issuer` whose JWKS it is.
    #[arg(long, value_name = "FILE[,signer=FILE][,signature=FILE][,issuer=ADDRESS]")]
    pub list: Vec<String>,
    /// Master list of passport authorities (ICAO 9303-12), for reading chips.
    #[arg(long, value_name = "FILE")]
    pub master_list: Vec<PathBuf>,
    /// Certificate of the authority whose master list it must be.
    #[arg(long, value_name = "FILE", requires = "master_list")]
    pub master_list_root: Option<PathBuf>,
    /// Passport authority (certificate, DER or PEM; bare key; folder).
    #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
    pub csca: Vec<PathBuf>,
    /// Take only passport authorities of these countries, as they write themselves: CN,HK,MO.
    #[arg(long, value_name = "CC,CC", value_delimiter = ',')]
    pub countries: Vec<String>,
    /// Revocation list of an authority (DER or PEM).
    #[arg(long, value_name = "FILE")]
    pub crl: Vec<PathBuf>,
    /// Recognition agreements: JSON {"name","issuedBy":[CC],"recognisedBy":[CC],"mutual"?,"kinds"?,
    /// "diseases"?,"from"?,"until"?}, or an array of them.
    #[arg(long, value_name = "FILE.json", requires = "state")]
    pub agreement: Vec<PathBuf>,
    /// Authority that codes may be sealed to: the .authority.json of `keys new-authority`. While one key follows
    /// another, name both.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub recipient: Vec<PathBuf>,
    /// The bundle; its pin is written to the same name with .sha256.
    #[arg(long, short, value_name = "BUNDLE")]
    pub out: PathBuf,
}

/// `healthpass passport`.
#[derive(Debug, Subcommand)]
pub enum Passport {
    /// Read, check, repair or write a machine readable zone.
    Mrz(PassportMrz),
    /// Tell whether certificates are about the holders of documents.
    Match(PassportMatch),
    /// Tell whether the files of a passport's chip are what its state signed.
    Authenticate(PassportAuthenticate),
}

/// `healthpass passport authenticate`. Exit status: 0 authentic, 1 issuer unknown, 2 not authentic, 64 usage.
#[derive(Args, Debug)]
pub struct PassportAuthenticate {
    /// EF.SOD.
    #[arg(long, value_name = "FILE")]
    pub sod: PathBuf,
    /// Data groups read from the chip; DG1 must be among them.
    #[arg(long, value_name = "N=FILE", num_args = 1.., required = true)]
    pub dg: Vec<String>,
    /// Country signing authorities to trust: certificates (DER or PEM), bare public keys, a registry of keys
    /// (JSON), or folders of them.
    #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
    pub csca: Vec<PathBuf>,
    /// Master list of authorities to trust.
    #[arg(long, value_name = "FILE")]
    pub master_list: Vec<PathBuf>,
    /// Certificate of the authority whose master list it must be.
    #[arg(long, value_name = "FILE", requires = "master_list")]
    pub master_list_root: Option<PathBuf>,
    /// Trust bundle with authorities. Its root is pinned by --root, or by BUNDLE.sha256 beside it.
    #[arg(long, alias = "bundle", value_name = "BUNDLE")]
    pub trust: Vec<PathBuf>,
    /// SHA-256 of the bundle's root key, in hexadecimal.
    #[arg(long, value_name = "HEX", requires = "trust")]
    pub root: Option<String>,
    /// Revocation list of an authority (DER or PEM).
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub crl: Vec<PathBuf>,
    /// When the certificates must be valid, RFC 3339. When absent: when the signer says it signed, or else when
    /// its own certificate began.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `healthpass passport mrz`. Exit status: 0 everything holds, 1 something does not, 2 no zone, 64 usage.
#[derive(Args, Debug)]
pub struct PassportMrz {
    /// The zone's lines, one argument each or one with line ends; standard input when absent or `-`.
    #[arg(value_name = "LINE")]
    pub lines: Vec<String>,
    /// The time asked about, RFC 3339; now when absent. Settles the centuries of two-digit years.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Go on with the repaired zone, where exactly one repair makes every check digit hold.
    #[arg(long)]
    pub repair: bool,
    /// Write a zone instead: JSON as --json gives it under `fields`, a file or `-`.
    #[arg(long, value_name = "FIELDS.json", conflicts_with_all = ["lines", "repair"])]
    pub build: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `healthpass passport match`.
#[derive(Args, Debug)]
pub struct PassportMatch {
    /// Read one request a line, {"id","cert":{..},"mrz":{..}}, and answer each with
    /// {"id","outcome","reasons"}, in order; `-` or nothing for standard input.
    #[arg(long, value_name = "IN.ndjson", num_args = 0..=1, default_missing_value = "-", required = true)]
    pub batch: Option<PathBuf>,
    /// The time asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}
