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

/// Items of all arrays of one JSON text. 32 MB of revocation identifiers, 16 bytes each, have as many; the worst text of
/// so many takes some 200 MB.
pub const MAX_JSON_ITEMS: usize = 1 << 21;

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

/// Operations of one evaluation of a rule. The largest of the 194 published rules takes under 200 for a certificate of
/// the test data.
pub const MAX_RULE_STEPS: u32 = 10_000;

/// Nesting of a rule. The deepest published rule nests 14 levels of names and positions.
pub const MAX_RULE_DEPTH: usize = 64;
/// Bytes of a sealed presentation. A version 40-L QR symbol holds 2,864 bytes in base45; [`MAX_TEXT`] is 10,922.
pub const MAX_SEALED: usize = 11 * 1024;

/// CBOR data items of a sealed presentation. One for two recipients has some 35.
pub const MAX_SEALED_ITEMS: usize = 64;

/// Authorities one presentation is sealed to: what the code has room for.
pub const MAX_RECIPIENTS: usize = 2;

/// Rules in one rule pack. All 194 published ones of eleven states are in the test data; the gateway had some 700.
#[cfg(feature = "rules")]
pub const MAX_RULES: usize = 1024;

/// Requirements in one rule pack: a few for each stage of a journey to one state.
#[cfg(feature = "rules")]
pub const MAX_REQUIREMENTS: usize = 128;

/// Routes of a requirement, and parts of a route. "Two tests and a letter" is three parts.
#[cfg(feature = "rules")]
pub const MAX_ROUTES: usize = 8;

/// Rules of one part of a route.
#[cfg(feature = "rules")]
pub const MAX_PART_RULES: usize = 16;

/// Areas (named lists of countries) in one rule pack.
#[cfg(feature = "rules")]
pub const MAX_AREAS: usize = 32;

/// Countries of one area: no more than there are (249 in ISO 3166-1, `XK`, made-up ones).
#[cfg(feature = "rules")]
pub const MAX_AREA_COUNTRIES: usize = 256;

/// Characters of a text that a rule pack shows: the longest sentence of a published rule has some 400.
#[cfg(feature = "rules")]
pub const MAX_RULE_TEXT: usize = 2_000;

/// Rule packs at hand: one of a state and a few of the world, for each stop of a journey.
#[cfg(feature = "rules")]
pub const MAX_RULE_PACKS: usize = 64;

/// Stops of a trip, and countries visited before it.
#[cfg(feature = "rules")]
pub const MAX_TRIP_STOPS: usize = 32;

/// Certificates of one person that one answer looks at.
#[cfg(feature = "rules")]
pub const MAX_TRIP_CERTIFICATES: usize = 64;

/// Operations of all rules together for one answer: a hundred of the largest published rules over ten certificates take
/// under a tenth, a phone takes under a second.
#[cfg(feature = "rules")]
pub const MAX_DECISION_STEPS: u32 = 2_000_000;
/// Bytes of a manifest of withdrawn certificates. A key and month with its files takes some 120 bytes; 20,000 of them fit.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_MANIFEST: usize = 4 * 1024 * 1024;

/// CBOR data items of such a manifest: some 20 for a key and month, 3 for each of its files.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_ITEMS: usize = 500_000;

/// Bytes of one file of such a list. Those built here have some 80 kB.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_FILE: usize = 16 * 1024 * 1024;

/// Blocks of one file of a filter. Files built here have 16.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_BLOCKS: usize = 4096;

/// Columns of one level of a block. Blocks built here have some 10,000.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_COLUMNS: usize = 1 << 24;

/// Entries of one delta, which are held unpacked: 16 MB.
#[cfg(feature = "revocation")]
pub const MAX_REVOCATION_DELTA: usize = 2_000_000;

/// Bytes of a file of another issuer's list. The Italian list of January 2022 had 10.2 MB.
#[cfg(feature = "revocation")]
pub const MAX_FOREIGN_LIST: usize = 32 * 1024 * 1024;

/// Rounds of a Bloom filter. The EU's have some 40; the form has room for 127.
#[cfg(feature = "revocation")]
pub const MAX_BLOOM_ROUNDS: u8 = 127;
