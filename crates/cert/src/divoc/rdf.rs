//! A set of RDF triples, and its canonical form: URDNA2015, which RDFC-1.0 standardised.
//!
//! Blank nodes have no names of their own. They are told apart by what is said of them; only those about
//! which the same is said need the expensive part, in which every order of naming them is tried. An attacker
//! can make that part as expensive as he likes, hence [`MAX_CANONICAL_STEPS`].

use crate::limits::{MAX_BLANK_NODES, MAX_CANONICAL_STEPS, MAX_TRIPLES};
use healthpass_crypto::hash::sha256;

/// Subject or object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Node {
    /// A node without a name, by its number.
    Blank(usize),
    /// An IRI or a literal, as N-Quads writes it.
    Named(String),
}

/// One statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Triple {
    /// What it is about.
    pub subject: Node,
    /// What it says of it, as N-Quads writes it.
    pub predicate: String,
    /// The value.
    pub object: Node,
}

/// Which bound a set of triples or its canonical form broke.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bound {
    /// [`MAX_TRIPLES`] or [`MAX_BLANK_NODES`].
    Size,
    /// [`MAX_CANONICAL_STEPS`].
    Steps,
}

/// A set of triples.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    triples: Vec<Triple>,
    blanks: usize,
}

impl Graph {
    /// A new blank node.
    ///
    /// # Errors
    /// [`Bound::Size`] beyond [`MAX_BLANK_NODES`].
    pub fn blank(&mut self) -> Result<Node, Bound> {
        if self.blanks >= MAX_BLANK_NODES {
            return Err(Bound::Size);
        }
        self.blanks += 1;
        Ok(Node::Blank(self.blanks - 1))
    }

    /// Adds a triple; one that is there already changes nothing.
    ///
    /// # Errors
    /// [`Bound::Size`] beyond [`MAX_TRIPLES`].
    pub fn add(&mut self, triple: Triple) -> Result<(), Bound> {
        if self.triples.contains(&triple) {
            return Ok(());
        }
        if self.triples.len() >= MAX_TRIPLES {
            return Err(Bound::Size);
        }
        self.triples.push(triple);
        Ok(())
    }

    /// The canonical N-Quads text.
    ///
    /// # Errors
    /// [`Bound::Steps`] when telling its blank nodes apart takes more than [`MAX_CANONICAL_STEPS`].
    pub fn canonical(&self) -> Result<String, Bound> {
        let names = Naming::new(self).run()?;
        let mut lines = Vec::new();
        for triple in &self.triples {
            insert(&mut lines, line(triple, |blank| names.label(blank)));
        }
        Ok(lines.concat())
    }
}

/// Names given to blank nodes, in the order they were given.
#[derive(Clone, Debug)]
struct Issuer {
    prefix: &'static str,
    order: Vec<usize>,
}

impl Issuer {
    fn new(prefix: &'static str) -> Self {
        Self { prefix, order: Vec::new() }
    }

    fn has(&self, blank: usize) -> bool {
        self.order.contains(&blank)
    }

    fn issue(&mut self, blank: usize) -> String {
        if !self.has(blank) {
            self.order.push(blank);
        }
        self.label(blank)
    }

    fn label(&self, blank: usize) -> String {
        let number = self.order.iter().position(|other| *other == blank).unwrap_or(self.order.len());
        [self.prefix, &number.to_string()].concat()
    }
}

/// The canonicalisation algorithm (RDFC-1.0 section 4.4.3) under way.
struct Naming<'g> {
    graph: &'g Graph,
    /// First degree hash of each blank node.
    first: Vec<String>,
    canonical: Issuer,
    steps_left: usize,
}

/// Nodes of equal hash, in the order of the hashes.
type Groups = Vec<(String, Vec<usize>)>;

impl<'g> Naming<'g> {
    fn new(graph: &'g Graph) -> Self {
        let first = (0..graph.blanks).map(|blank| first_degree(graph, blank)).collect();
        Self { graph, first, canonical: Issuer::new("_:c14n"), steps_left: MAX_CANONICAL_STEPS }
    }

    fn run(mut self) -> Result<Issuer, Bound> {
        let mut groups = Groups::new();
        for (blank, hash) in self.first.iter().enumerate() {
            put(&mut groups, hash.clone(), blank);
        }
        for (_, alike) in &groups {
            if let [only] = alike.as_slice() {
                self.canonical.issue(*only);
            }
        }
        for (_, alike) in groups {
            let mut results: Vec<(String, Issuer)> = Vec::new();
            for blank in alike {
                if self.canonical.has(blank) {
                    continue;
                }
                let mut issuer = Issuer::new("_:b");
                issuer.issue(blank);
                let result = self.n_degree(blank, issuer)?;
                let at = results.partition_point(|(hash, _)| *hash <= result.0);
                results.insert(at, result);
            }
            for (_, issuer) in results {
                for blank in issuer.order {
                    self.canonical.issue(blank);
                }
            }
        }
        Ok(self.canonical)
    }

    fn spend(&mut self, steps: usize) -> Result<(), Bound> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(Bound::Steps)?;
        Ok(())
    }

    /// Hash of what is said around `blank` (section 4.8.3), and the names that gave it.
    fn n_degree(&mut self, blank: usize, mut issuer: Issuer) -> Result<(String, Issuer), Bound> {
        let mut data = String::new();
        for (hash, related) in self.related(blank, &issuer)? {
            data.push_str(&hash);
            let (path, names) = self.best_path(related, &issuer)?;
            data.push_str(&path);
            issuer = names;
        }
        Ok((hex_hash(&data), issuer))
    }

    /// The blank nodes in one triple with `blank`, by how they are related to it (section 4.7.3).
    fn related(&mut self, blank: usize, issuer: &Issuer) -> Result<Groups, Bound> {
        let graph = self.graph;
        let mut groups = Groups::new();
        for triple in graph.triples.iter().filter(|triple| mentions(triple, blank)) {
            for (position, node) in [("s", &triple.subject), ("o", &triple.object)] {
                match node {
                    Node::Blank(other) if *other != blank => {
                        self.spend(1)?;
                        let label = match other {
                            other if self.canonical.has(*other) => self.canonical.label(*other),
                            other if issuer.has(*other) => issuer.label(*other),
                            other => self.first.get(*other).cloned().unwrap_or_default(),
                        };
                        put(&mut groups, hex_hash(&[position, &triple.predicate, &label].concat()), *other);
                    }
                    _ => (),
                }
            }
        }
        Ok(groups)
    }

    /// The least path over every order of `related`.
    fn best_path(&mut self, mut related: Vec<usize>, issuer: &Issuer) -> Result<(String, Issuer), Bound> {
        let mut best: Option<(String, Issuer)> = None;
        related = ascending(&related);
        loop {
            self.spend(related.len())?;
            let least = best.as_ref().map(|(path, _)| path.as_str()).unwrap_or_default();
            if let Some(found) = self.path(&related, issuer.clone(), least)? {
                best = Some(found);
            }
            if !next_permutation(&mut related) {
                break;
            }
        }
        Ok(best.unwrap_or_else(|| (String::new(), issuer.clone())))
    }

    /// The path of one order; `None` once it is sure not to be less than `least`.
    fn path(
        &mut self,
        order: &[usize],
        mut issuer: Issuer,
        least: &str,
    ) -> Result<Option<(String, Issuer)>, Bound> {
        let mut path = String::new();
        let mut recursions = Vec::new();
        let beaten = |path: &str| !least.is_empty() && path.len() >= least.len() && path > least;
        for blank in order {
            if self.canonical.has(*blank) {
                path.push_str(&self.canonical.label(*blank));
            } else {
                if !issuer.has(*blank) {
                    recursions.push(*blank);
                }
                path.push_str(&issuer.issue(*blank));
            }
            if beaten(&path) {
                return Ok(None);
            }
        }
        for blank in recursions {
            let (hash, names) = self.n_degree(blank, issuer.clone())?;
            path.push_str(&issuer.issue(blank));
            path.extend(["<", &hash, ">"]);
            issuer = names;
            if beaten(&path) {
                return Ok(None);
            }
        }
        Ok((least.is_empty() || path.as_str() < least).then_some((path, issuer)))
    }
}

/// Hash of what is said of `blank` itself (section 4.6.3).
fn first_degree(graph: &Graph, blank: usize) -> String {
    let mut lines = Vec::new();
    for triple in graph.triples.iter().filter(|triple| mentions(triple, blank)) {
        let own = |other| if other == blank { "_:a" } else { "_:z" }.to_owned();
        insert(&mut lines, line(triple, own));
    }
    hex_hash(&lines.concat())
}

fn mentions(triple: &Triple, blank: usize) -> bool {
    let node = Node::Blank(blank);
    triple.subject == node || triple.object == node
}

fn line(triple: &Triple, label: impl Fn(usize) -> String) -> String {
    let text = |node: &Node| match node {
        Node::Blank(blank) => label(*blank),
        Node::Named(text) => text.clone(),
    };
    [&text(&triple.subject), " ", &triple.predicate, " ", &text(&triple.object), " .\n"].concat()
}

/// Code point order, which is that of the bytes.
fn insert(lines: &mut Vec<String>, line: String) {
    let at = lines.partition_point(|other| *other <= line);
    lines.insert(at, line);
}

fn put(groups: &mut Groups, hash: String, blank: usize) {
    let at = groups.partition_point(|(other, _)| *other < hash);
    match groups.get_mut(at) {
        Some((other, alike)) if *other == hash => alike.push(blank),
        _ => groups.insert(at, (hash, vec![blank])),
    }
}

fn ascending(blanks: &[usize]) -> Vec<usize> {
    let mut sorted = Vec::with_capacity(blanks.len());
    for blank in blanks {
        let at = sorted.partition_point(|other| other <= blank);
        sorted.insert(at, *blank);
    }
    sorted
}

/// The next order of the numbers in lexicographic order; false after the last.
fn next_permutation(order: &mut [usize]) -> bool {
    let Some(pivot) = order.windows(2).rposition(|pair| pair.first() < pair.last()) else {
        return false;
    };
    let (head, tail) = order.split_at_mut(pivot + 1);
    let Some(last) = head.last_mut() else { return false };
    if let Some(greater) = tail.iter_mut().rfind(|number| **number > *last) {
        std::mem::swap(last, greater);
    }
    tail.reverse();
    true
}

fn hex_hash(text: &str) -> String {
    hex(&sha256(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

#[cfg(test)]
mod tests;
