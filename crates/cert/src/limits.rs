//! Every limit on input, in one place, each with its source.

/// Characters of text accepted for one code. A version 40-L QR symbol holds 4,296 alphanumeric
/// characters (ISO/IEC 18004 table 7); the rest is room for line breaks and pasted context.
pub const MAX_TEXT: usize = 16 * 1024;

/// Bytes an HC1 payload may inflate to. The largest certificate in the EU test data inflates to under
/// 2 kB; the Swiss and Austrian verifiers cap at 5 MB, which a phone need not spend.
pub const MAX_INFLATED: usize = 256 * 1024;

/// Nesting of CBOR arrays, maps and tags. The deepest EU certificate nests 6 levels.
pub const MAX_CBOR_DEPTH: usize = 16;

/// CBOR data items in one message. The largest EU certificate has under 120.
pub const MAX_CBOR_ITEMS: usize = 4096;

/// Bytes of a trust bundle. All keys of the EU gateway and GDHCN together stay under 1 MB.
pub const MAX_TRUST_BUNDLE: usize = 4 * 1024 * 1024;

/// CBOR data items in a trust bundle: some 12 for a key, for 20,000 keys.
pub const MAX_TRUST_ITEMS: usize = 250_000;

/// Keys tried for one key identifier. Identifiers are 8 bytes of a hash; even the GDHCN list, which
/// repeats some on purpose, has at most 4 keys for one.
pub const MAX_KEYS_PER_KID: usize = 16;

/// Characters of a health link's address (SMART Health Links, "url").
pub const MAX_LINK_URL: usize = 128;

/// Characters of a health link's label (SMART Health Links, "label").
pub const MAX_LINK_LABEL: usize = 80;

/// Bytes of a health link's key, for A256GCM (SMART Health Links, "key").
pub const LINK_KEY_BYTES: usize = 32;

/// Files a health link's manifest may list. Sharing applications list a handful.
pub const MAX_LINK_FILES: usize = 64;

/// Codes one certificate may be spread over. The specification names no number; the test data of its
/// authors goes to 17.
pub const MAX_PARTS: u32 = 32;

/// Reasons given for the content of one certificate. More tells nobody more.
pub const MAX_CONTENT_REASONS: usize = 32;
