//! The contexts a certificate may name, and what a name means under them (JSON-LD 1.1 sections 4.1, 5.1).
//!
//! A context is not fetched, ever: those of the format are a table in this program, and a certificate that
//! names another is refused. Dropping what the table leaves out is safe, for what is dropped is not in the
//! claims either.

/// What DIVOC deployments call the vaccination context, and which version of it they published there:
/// India, the reference software, the Philippines, Sri Lanka, Indonesia.
const VACCINATION: [(&str, u8); 9] = [
    ("https://cowin.gov.in/credentials/vaccination/v1", 1),
    ("https://cowin.gov.in/credentials/vaccination/v2", 2),
    ("https://divoc.dev/credentials/vaccination/v1", 1),
    ("https://divoc.dev/credentials/vaccination/v2", 2),
    ("https://divoc.prod/vaccine/credentials/vaccination/v1", 2),
    ("https://divoc.lgcc.gov.lk/credentials/vaccination/v1", 2),
    ("https://divoc.lgcc.gov.lk/credentials/vaccination/v2", 2),
    ("https://www.pedulilindungi.id/credentials/vaccination/v1", 1),
    ("https://www.pedulilindungi.id/credentials/vaccination/v2", 2),
];

/// The context every verifiable credential names.
pub const CREDENTIALS: &str = "https://www.w3.org/2018/credentials/v1";

/// The contexts a proof may name; it is read under the second, whatever it says.
pub const SECURITY: [&str; 2] = ["https://w3id.org/security/v1", "https://w3id.org/security/v2"];

/// The vocabularies behind the table's short forms. `vac:` has none: the published contexts declare it in a
/// way that JSON-LD 1.1 does not let a compact IRI use, and so it is signed as written.
const VOCABULARIES: [(&str, &str); 5] = [
    ("cred:", "https://www.w3.org/2018/credentials#"),
    ("dc:", "http://purl.org/dc/terms/"),
    ("schema:", "https://schema.org/"),
    ("sec:", "https://w3id.org/security#"),
    ("xsd:", "http://www.w3.org/2001/XMLSchema#"),
];

static TABLE: &str = include_str!("../../data/divoc-contexts.tsv");

/// A block of the table: the terms of one context.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    lines: &'static str,
    depth: usize,
    version: u8,
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// Its IRI, in the table's short form.
    pub iri: &'static str,
    /// What its values are, as the table says; empty for plain values.
    pub values: &'static str,
    /// The context for what stands under it, or for the node that has it as its type.
    pub scope: Scope,
}

impl Scope {
    /// The context of this address, if it is one of those a certificate may name.
    pub fn named(address: &str) -> Option<Self> {
        if address == CREDENTIALS {
            return Self::section("credentials", 1);
        }
        let (_, version) = VACCINATION.iter().find(|(known, _)| *known == address)?;
        Self::section("vaccination", *version)
    }

    /// The context of a proof.
    pub fn security() -> Option<Self> {
        Self::section("security", 2)
    }

    fn section(name: &str, version: u8) -> Option<Self> {
        let all = Self { lines: TABLE, depth: 0, version };
        all.term(name).map(|section| section.scope)
    }

    fn term(self, name: &str) -> Option<Term> {
        let mut rest = self.lines;
        while let Some((line, below)) = rest.split_once('\n') {
            rest = below;
            let mut cells = line.get(self.depth..).unwrap_or_default().split('\t');
            if indentation(line) != self.depth || cells.next() != Some(name) {
                continue;
            }
            let (iri, values) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            if values == "2" && self.version < 2 {
                return None;
            }
            let scope = Self { lines: block(below, self.depth), depth: self.depth + 1, ..self };
            return Some(Term { iri, values, scope });
        }
        None
    }

    fn is_empty(self) -> bool {
        self.lines.is_empty()
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The lines at the start of `lines` that are further in than `depth`.
fn block(lines: &'static str, depth: usize) -> &'static str {
    let mut end = 0;
    for line in lines.split_inclusive('\n') {
        if indentation(line) <= depth {
            break;
        }
        end += line.len();
    }
    lines.get(..end).unwrap_or_default()
}

/// The contexts that hold at one place, the last one first in rank.
#[derive(Clone, Debug, Default)]
pub struct Active {
    scopes: Vec<Scope>,
    /// How many of them also hold further in: those of a node's types hold for that node alone.
    lasting: usize,
}

impl Active {
    /// Adds a context that holds from here on inwards.
    pub fn add(&mut self, scope: Scope) {
        self.scopes.truncate(self.lasting);
        if !scope.is_empty() {
            self.scopes.push(scope);
        }
        self.lasting = self.scopes.len();
    }

    /// What holds one node further in, below a property with a context of its own.
    #[must_use]
    pub fn inwards(&self, property: Option<Scope>) -> Self {
        let mut inner = self.clone();
        inner.scopes.truncate(inner.lasting);
        if let Some(scope) = property {
            inner.add(scope);
        }
        inner
    }

    /// Adds the context of one of a node's types.
    pub fn add_type(&mut self, scope: Scope) {
        self.scopes.push(scope);
    }

    /// What `name` means here.
    pub fn term(&self, name: &str) -> Option<Term> {
        self.scopes.iter().rev().find_map(|scope| scope.term(name))
    }
}

/// `short` of the table, in full.
pub fn iri(short: &str) -> String {
    let vocabulary = VOCABULARIES.iter().find_map(|(prefix, full)| Some((short.strip_prefix(prefix)?, full)));
    match vocabulary {
        Some((name, full)) => [full, name].concat(),
        None => short.to_owned(),
    }
}
