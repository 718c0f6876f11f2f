//! The grammar of `healthpass keys`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Days of a year, as durations count them.
const YEAR: u32 = 365;

/// Most days a key is valid.
const MAX_DAYS: u32 = 20 * YEAR;

/// `healthpass keys`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a P-256 key pair and a self-signed certificate for it.
    New(NewKey),
    /// Make a key of an authority that codes may be sealed to, protected by a passphrase.
    NewAuthority(NewAuthority),
    /// Make an authority's next key, valid beside the present one for a while.
    Rotate(Rotate),
    /// Protect an authority's key with another passphrase.
    ChangePassphrase(ChangePassphrase),
    /// Show a certificate, public key or authority's key: identifier, fingerprint, validity, usage.
    Show {
        /// Certificate, public key or JWK; an authority's .authority.json or, with its passphrase, .key.pem.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Passphrase of a protected key.
        #[command(flatten)]
        passphrase: Passphrase,
    },
}

/// `healthpass keys new`.
#[derive(Args, Debug)]
pub struct NewKey {
    /// ISO 3166-1 alpha-2 of the state.
    #[arg(long, value_name = "CC")]
    pub country: String,
    /// Name of the authority.
    #[arg(long)]
    pub name: String,
    /// Days the certificate is valid.
    #[arg(long, default_value_t = 730)]
    pub days: u32,
    /// Start of validity, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Writes OUT.key.pem and OUT.cert.pem.
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
}

/// Where a passphrase comes from; never from the command line, which other users of a machine can see.
#[derive(Args, Debug)]
pub struct Passphrase {
    /// File whose first line is the passphrase; the environment's HEALTHPASS_PASSPHRASE when absent.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// The kinds of keys that codes are sealed to.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum AuthorityKind {
    /// NIST's curve, for keys that must live in approved hardware.
    P256,
    /// RFC 7748; a code sealed to it is 33 bytes shorter.
    X25519,
}

/// `healthpass keys new-authority`.
#[derive(Args, Debug)]
pub struct NewAuthority {
    /// Name of the authority, as travellers read it.
    #[arg(long)]
    pub name: String,
    /// ISO 3166-1 alpha-2 of the state it belongs to.
    #[arg(long, value_name = "CC")]
    pub country: String,
    /// States whose travellers it reads; its own when absent: CN,HK.
    #[arg(long, value_name = "CC,CC", value_delimiter = ',')]
    pub destination: Vec<String>,
    /// Kind of the key.
    #[arg(long, value_enum, default_value = "x25519")]
    pub kem: AuthorityKind,
    /// How long it is valid: 2y, 90d.
    #[arg(long, value_name = "TIME", default_value = "2y", value_parser = days)]
    pub valid: u32,
    /// Start of validity, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Passphrase of the key.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// Writes OUT.key.pem, protected, for the desk, and OUT.authority.json for those who build lists.
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
}

/// `healthpass keys rotate`.
#[derive(Args, Debug)]
pub struct Rotate {
    /// Kind of the next key; the present one's when absent.
    #[arg(long, value_enum)]
    pub kem: Option<AuthorityKind>,
    /// How long it is valid: 2y, 90d.
    #[arg(long, value_name = "TIME", default_value = "2y", value_parser = days)]
    pub valid: u32,
    /// How long the present key stays valid beside it, at most: longer than any list that names it alone.
    #[arg(long, value_name = "TIME", default_value = "90d", value_parser = days)]
    pub overlap: u32,
    /// When the next key begins, RFC 3339; now when absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Passphrase of the next key.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// The present key's .authority.json, whose end is moved forward to that of the overlap.
    #[arg(value_name = "PRESENT.authority.json")]
    pub present: PathBuf,
    /// Writes OUT.key.pem and OUT.authority.json.
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
}

/// `healthpass keys change-passphrase`.
#[derive(Args, Debug)]
pub struct ChangePassphrase {
    /// The present passphrase.
    #[command(flatten)]
    pub passphrase: Passphrase,
    /// File whose first line is the new one; the environment's HEALTHPASS_NEW_PASSPHRASE when absent.
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
    /// The protected key.
    #[arg(value_name = "KEY.pem")]
    pub key: PathBuf,
}

/// `90d` or `2y` in days.
fn days(text: &str) -> Result<u32, String> {
    let (number, unit) = match (text.strip_suffix('d'), text.strip_suffix('y')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, YEAR),
        _ => ("", 1),
    };
    let days = number.parse::<u32>().ok().and_then(|number| number.checked_mul(unit));
    days.filter(|days| (1..=MAX_DAYS).contains(days))
        .ok_or_else(|| format!("{text} is not a time such as 90d or 2y, of at most {MAX_DAYS} days"))
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn durations_are_days_or_years() {
        assert_eq!((days("90d"), days("2y"), days("1d")), (Ok(90), Ok(730), Ok(1)));
        for wrong in ["", "d", "y", "90", "0d", "-1d", "1.5y", "21y", "99999999999d", "12345678y", "2 y"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
