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

/// Nesting of JSON arrays and objects. Arguments nest 3 levels, a FHIR bundle some 10.
pub const MAX_JSON_DEPTH: usize = 32;

/// Members of one JSON object, whose names are compared with each other. Arguments have under 10.
pub const MAX_JSON_MEMBERS: usize = 1024;

/// Bytes of a trust bundle. All keys of the EU gateway and GDHCN together stay under 1 MB.
pub const MAX_TRUST_BUNDLE: usize = 4 * 1024 * 1024;

/// CBOR data items in a trust bundle: some 12 for a key, for 20,000 keys.
pub const MAX_TRUST_ITEMS: usize = 250_000;

/// Disclosures in one SD-CWT. A health certificate has one for each record and a few for its person.
pub const MAX_DISCLOSURES: usize = 256;

/// Digests in one SD-CWT, decoys and those of nested disclosures among them.
pub const MAX_DIGESTS: usize = 1024;

/// Keys of authorities that codes may be sealed to, in a trust bundle: four authorities of every state, each
/// with two keys.
pub const MAX_LISTED_RECIPIENTS: usize = 2_000;

/// Characters of the name of such an authority: what a phone shows in two lines.
pub const MAX_RECIPIENT_NAME: usize = 80;

/// States such an authority reads for: no more than there are (249 in ISO 3166-1, `XK`, made-up ones).
pub const MAX_RECIPIENT_DESTINATIONS: usize = 256;

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

/// Bytes a file in a ZIP archive may unpack to. A DIVOC certificate has some 3 kB; a QR symbol holds 3 kB.
pub const MAX_ZIP_FILE: usize = 64 * 1024;

/// Files in a ZIP archive. DIVOC puts one into it.
pub const MAX_ZIP_ENTRIES: usize = 16;

/// Nesting of nodes in JSON-LD. The address of a facility is 3 below a DIVOC certificate.
pub const MAX_JSON_LD_DEPTH: usize = 8;

/// Different types of one node in JSON-LD. DIVOC names at most two.
pub const MAX_TYPES: usize = 16;

/// RDF triples of one document. A DIVOC certificate of one dose makes some 45, and 20 for each more.
pub const MAX_TRIPLES: usize = 512;

/// Blank nodes of one document. A DIVOC certificate of one dose has 5, and 3 for each more.
pub const MAX_BLANK_NODES: usize = 64;

/// Steps in telling blank nodes apart (RDFC-1.0 section 7.1, dataset poisoning). Twelve doses given at one
/// place take some 200.
pub const MAX_CANONICAL_STEPS: usize = 4096;

/// Characters of one text in an ICVP issued here. WHO names no limit; the EU's of 80 keeps the code scannable.
pub const MAX_ICVP_TEXT: usize = 80;

/// Bytes of a sealed presentation. A version 40-L QR symbol holds 2,864 bytes in base45; [`MAX_TEXT`] is 10,922.
pub const MAX_SEALED: usize = 11 * 1024;

/// CBOR data items of a sealed presentation. One for two recipients has some 35.
pub const MAX_SEALED_ITEMS: usize = 64;

/// Authorities one presentation is sealed to: what the code has room for.
pub const MAX_RECIPIENTS: usize = 2;
