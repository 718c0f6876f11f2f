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

/// Nesting of arrays and objects in signed JSON. The deepest seal of ICAO's nests 7 levels.
pub const MAX_JSON_DEPTH: usize = 16;

/// Bytes of a trust bundle. All keys of the EU gateway and GDHCN together stay under 1 MB.
pub const MAX_TRUST_BUNDLE: usize = 4 * 1024 * 1024;

/// CBOR data items in a trust bundle: some 12 for a key, for 20,000 keys.
pub const MAX_TRUST_ITEMS: usize = 250_000;

/// Keys tried for one key identifier. Identifiers are 8 bytes of a hash; even the GDHCN list, which
/// repeats some on purpose, has at most 4 keys for one.
pub const MAX_KEYS_PER_KID: usize = 16;
