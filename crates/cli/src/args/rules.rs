//! Grammar of `healthpass rules` and `healthpass trip`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `healthpass rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// Say what a publisher should know about packs. Exit status: 0 no errors, 1 errors, 64 usage.
    Lint {
        /// The time asked about, RFC 3339; now when absent.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Packs, as JSON.
        #[arg(value_name = "PACK.json", required = true)]
        packs: Vec<PathBuf>,
    },
    /// Run cases against a pack. Exit status: 0 all hold, 1 some do not, 64 usage.
    Test {
        /// The time a case is asked at that names none, RFC 3339; now when absent.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// The pack, as JSON.
        #[arg(value_name = "PACK.json")]
        pack: PathBuf,
        /// Cases: {"cases": [{"name", "at"?, "certificates", "trip", "expected"}]}.
        #[arg(value_name = "CASES.json")]
        cases: PathBuf,
    },
    /// Sign a pack.
    Build {
        /// Private key of the root, PKCS#8 PEM.
        #[arg(long, value_name = "KEY.pem")]
        root_key: PathBuf,
        /// The signed pack; its pin is written to the same name with .sha256.
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
        /// The time asked about, RFC 3339; now when absent.
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// The pack, as JSON.
        #[arg(value_name = "PACK.json")]
        pack: PathBuf,
    },
    /// Make a pack of published EU rules: rule files, arrays of them, a gateway's list, value sets.
    ImportEu(ImportEu),
    /// Run bare rules: one request a line, one answer a line.
    Run {
        /// Requests: {"id", "rule": EU rule, "data": {"payload", "external"}} or {"id", "logic", "data"}; `-` for
        /// standard input. Answers: {"id", "result": "PASSED|FAIL|OPEN", "value"?, "why"?}.
        #[arg(long, value_name = "IN.ndjson")]
        batch: PathBuf,
    },
}

/// `healthpass rules import-eu`.
#[derive(Args, Debug)]
pub struct ImportEu {
    /// Identifier of the pack.
    #[arg(long, default_value = "eu-rules")]
    pub id: String,
    /// Its name.
    #[arg(long, default_value = "Published EU rules")]
    pub name: String,
    /// Who publishes it.
    #[arg(long, default_value = "unknown")]
    pub publisher: String,
    /// Sequence number; count up with every pack you publish.
    #[arg(long, default_value_t = 1)]
    pub sequence: u64,
    /// Days the pack lives.
    #[arg(long, default_value_t = 30)]
    pub days: u32,
    /// Date of the pack, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Take only rules of these countries.
    #[arg(long, value_name = "CC,CC", value_delimiter = ',')]
    pub countries: Vec<String>,
    /// The pack, as JSON, not yet signed.
    #[arg(long, short, value_name = "PACK.json")]
    pub out: PathBuf,
    /// Files, or folders which are searched for files named .json.
    #[arg(value_name = "FILE|FOLDER", required = true)]
    pub from: Vec<PathBuf>,
}

/// Rules for a trip, of `verify` and `trip`.
#[derive(Args, Debug, Default)]
pub struct Travel {
    /// Signed rule pack. Its root is pinned by --rules-root, or by FILE.sha256 beside it.
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// Root of the rule packs: SHA-256 of its key in hexadecimal, or its certificate or public key.
    #[arg(long, value_name = "HEX|CERT")]
    pub rules_root: Option<String>,
    /// The trip: {"purpose"?, "birthDate"?, "visited"?: [{"country", "left"?}], "stops": [{"country", "region"?,
    /// "arrives"?, "departs"?, "transit"?}]}, times with offset.
    #[arg(long, value_name = "TRIP.json")]
    pub trip: Option<PathBuf>,
}

/// `healthpass trip`. Exit status: 0 enough, 1 not enough or not to be told, 64 usage.
#[derive(Args, Debug)]
pub struct Trip {
    /// Rules and the trip.
    #[command(flatten)]
    pub travel: Travel,
    /// Trust bundle. Its root is pinned by --root, or by BUNDLE.sha256 beside it.
    #[arg(long, value_name = "BUNDLE")]
    pub trust: Vec<PathBuf>,
    /// SHA-256 of the bundle's root key, in hexadecimal.
    #[arg(long, value_name = "HEX")]
    pub root: Option<String>,
    /// Certificate (DER or PEM), public key (PEM) or JWK to trust for this run.
    #[arg(long, value_name = "CERT_OR_JWK")]
    pub key: Vec<PathBuf>,
    /// The time asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// The lines of the traveller's machine readable zone, in one argument or with `\n` between.
    #[arg(long, value_name = "LINES")]
    pub mrz: Option<String>,
    /// Print the decision as JSON.
    #[arg(long)]
    pub json: bool,
    /// Codes of one traveller: text, .txt, .png or .jpg files.
    #[arg(value_name = "TEXT|FILE")]
    pub codes: Vec<String>,
}
