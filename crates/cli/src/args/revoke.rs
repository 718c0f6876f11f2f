//! The grammar of `healthpass revoke`.

use clap::{Args, Subcommand, ValueEnum};
use healthpass_cert::revocation::HashKind;
use std::path::PathBuf;

/// `healthpass revoke`.
#[derive(Debug, Subcommand)]
pub enum Revoke {
    /// Publish a list over everything issued: a signed manifest, and files for any web server.
    Build(RevokeBuild),
    /// Publish what was withdrawn since, beside the list it extends.
    ///
    /// It takes nothing back: what is valid again needs a new list.
    Delta(RevokeDelta),
    /// Ask a list. Exit status: 0 not withdrawn, 1 withdrawn, 2 cannot tell, 64 usage.
    ///
    /// A certificate's code says itself whose it is. A bare identifier does not: it is asked of every set, only what the
    /// set it was issued in says means something, and of one that the issuer has no record of nothing does.
    Query(RevokeQuery),
}

/// What a list knows certificates by.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Hash {
    /// Their identifier (UVCI).
    Uci,
    /// The issuing state's code and that.
    CountryUci,
    /// Their signature; of ECDSA its first half.
    Signature,
}

impl From<Hash> for HashKind {
    fn from(hash: Hash) -> Self {
        match hash {
            Hash::Uci => Self::Uci,
            Hash::CountryUci => Self::CountryCodeUci,
            Hash::Signature => Self::Signature,
        }
    }
}

/// The certificates of one key. For several keys or months each option is given as often, in the same order.
#[derive(Args, Debug)]
pub struct Sets {
    /// Everything issued: an identifier a line, 32 or 64 hexadecimal digits of its hash or the identifier itself; or raw
    /// records of 16 bytes.
    #[arg(long, value_name = "FILE", required = true)]
    pub issued: Vec<PathBuf>,
    /// What is withdrawn, written the same way.
    #[arg(long, value_name = "FILE", required = true)]
    pub revoked: Vec<PathBuf>,
    /// Identifier of the key that signed: base64, or hexadecimal after 0x.
    #[arg(long, value_name = "KID", required = true)]
    pub kid: Vec<String>,
    /// Certificate or public key of each --kid: the list then speaks for no other key of that identifier.
    #[arg(long, value_name = "CERT")]
    pub key: Vec<PathBuf>,
    /// Month they expire in; `any` for all. Any when absent.
    #[arg(long, value_name = "YYYY-MM")]
    pub month: Vec<String>,
    /// Private key of the root that signs lists, PKCS#8 PEM.
    #[arg(long, value_name = "KEY.pem")]
    pub root_key: PathBuf,
    /// Date of the list, RFC 3339; now when absent. Everything issued before it must be among --issued.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Days the list lives.
    #[arg(long, default_value_t = 7)]
    pub days: u32,
}

/// `healthpass revoke build`.
#[derive(Args, Debug)]
pub struct RevokeBuild {
    /// The certificates.
    #[command(flatten)]
    pub sets: Sets,
    /// What the hashes are of.
    #[arg(long, value_enum, default_value = "uci")]
    pub hash: Hash,
    /// Name of the list.
    #[arg(long, default_value = "Withdrawn certificates")]
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state whose keys they are: the list then speaks for no other's.
    #[arg(long, value_name = "CC")]
    pub country: Option<String>,
    /// Sequence number, higher than that of every list and delta published before; when absent the next of those in the
    /// folder.
    #[arg(long)]
    pub sequence: Option<u64>,
    /// Folder of the list: manifest.cbor, its pin manifest.cbor.sha256, and files named by their content.
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
}

/// `healthpass revoke delta`.
#[derive(Args, Debug)]
pub struct RevokeDelta {
    /// The certificates: everything issued until now, and what was withdrawn since the newest part of the list.
    #[command(flatten)]
    pub sets: Sets,
    /// Folder of the list.
    #[arg(value_name = "DIR")]
    pub list: PathBuf,
}

/// `healthpass revoke query`.
#[derive(Args, Debug)]
pub struct RevokeQuery {
    /// Folder of a list, or another issuer's file or folder as `verify --revocation` takes it.
    #[arg(value_name = "DIR|FILE,for=CC")]
    pub list: String,
    /// The hash asked for, hexadecimal.
    #[arg(long, value_name = "HEX", conflicts_with = "text")]
    pub id: Option<String>,
    /// Ask only for this key.
    #[arg(long, value_name = "KID")]
    pub kid: Option<String>,
    /// Ask only for certificates that expire in this month.
    #[arg(long, value_name = "YYYY-MM")]
    pub month: Option<String>,
    /// When it was issued, RFC 3339: parts of the list made before do not know it. Before all of them when absent.
    #[arg(long, value_name = "TIME")]
    pub issued_at: Option<String>,
    /// SHA-256 of the list's root key, in hexadecimal; manifest.cbor.sha256 when absent.
    #[arg(long, value_name = "HEX")]
    pub root: Option<String>,
    /// The time asked about, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// A certificate's code, or its identifier.
    #[arg(value_name = "TEXT", required_unless_present = "id")]
    pub text: Option<String>,
}
