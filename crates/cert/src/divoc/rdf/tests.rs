use super::*;

/// Reads `s p o` lines: `_:x` is a blank node, everything else stands as it is.
fn graph(text: &str) -> Graph {
    let mut graph = Graph::default();
    let mut labels: Vec<(String, Node)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut cells = line.splitn(3, ' ').map(str::to_owned);
        let mut next = || cells.next().expect("three cells");
        let (subject, predicate, object) = (next(), next(), next());
        let mut node = |cell: String| {
            if !cell.starts_with("_:") {
                return Node::Named(cell);
            }
            if let Some((_, node)) = labels.iter().find(|(label, _)| *label == cell) {
                return node.clone();
            }
            let node = graph.blank().expect("within bounds");
            labels.push((cell, node.clone()));
            node
        };
        let (subject, object) = (node(subject), node(object));
        graph.add(Triple { subject, predicate, object }).expect("within bounds");
    }
    graph
}

fn canonical(text: &str) -> String {
    graph(text).canonical().expect("within bounds")
}

/// The example of RDFC-1.0 section 4.4.2 for nodes that their own triples tell apart.
#[test]
fn unique_hashes_order_the_nodes() {
    let found = canonical(
        "<http://example.com/#p> <http://example.com/#q> _:e0
         <http://example.com/#p> <http://example.com/#r> _:e1
         _:e0 <http://example.com/#s> <http://example.com/#u>
         _:e1 <http://example.com/#t> <http://example.com/#u>",
    );
    let expected = [
        "<http://example.com/#p> <http://example.com/#q> _:c14n0 .",
        "<http://example.com/#p> <http://example.com/#r> _:c14n1 .",
        "_:c14n0 <http://example.com/#s> <http://example.com/#u> .",
        "_:c14n1 <http://example.com/#t> <http://example.com/#u> .",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

/// The example of RDFC-1.0 section 4.4.2 for nodes that only their neighbours tell apart.
#[test]
fn shared_hashes_are_resolved_by_the_neighbours() {
    let found = canonical(
        "<http://example.com/#p> <http://example.com/#q> _:e0
         <http://example.com/#p> <http://example.com/#q> _:e1
         _:e0 <http://example.com/#p> _:e2
         _:e1 <http://example.com/#p> _:e3
         _:e2 <http://example.com/#r> _:e3",
    );
    let expected = [
        "<http://example.com/#p> <http://example.com/#q> _:c14n2 .",
        "<http://example.com/#p> <http://example.com/#q> _:c14n3 .",
        "_:c14n0 <http://example.com/#r> _:c14n1 .",
        "_:c14n2 <http://example.com/#p> _:c14n1 .",
        "_:c14n3 <http://example.com/#p> _:c14n0 .",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_double_circle_comes_out_whole() {
    let found =
        canonical("_:e0 <urn:next> _:e1\n_:e0 <urn:prev> _:e1\n_:e1 <urn:next> _:e0\n_:e1 <urn:prev> _:e0");
    let expected = [
        "_:c14n0 <urn:next> _:c14n1 .",
        "_:c14n0 <urn:prev> _:c14n1 .",
        "_:c14n1 <urn:next> _:c14n0 .",
        "_:c14n1 <urn:prev> _:c14n0 .",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

/// Whatever the nodes are called and in whatever order the triples come, the text is the same.
#[test]
fn names_and_order_do_not_matter() {
    let shapes = [
        "_:a <p> _:b\n_:b <p> _:c\n_:c <p> _:a",
        "_:a <p> _:b\n_:b <p> _:a\n_:c <p> _:a\n_:c <p> _:b",
        "_:a <p> _:b\n_:a <p> _:c\n_:b <q> \"x\"\n_:c <q> \"x\"\n_:d <p> _:b\n_:d <p> _:c",
        "_:a <p> _:a\n_:b <p> _:b\n_:a <q> _:b",
        "_:a <p> _:b\n_:c <p> _:d\n_:b <p> _:c\n_:d <p> _:a\n_:a <q> _:c",
    ];
    for shape in shapes {
        let expected = canonical(shape);
        let lines: Vec<&str> = shape.lines().collect();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        loop {
            let shuffled: Vec<&str> = order.iter().map(|at| lines[*at]).collect();
            let renamed = shuffled.join("\n").replace("_:a", "_:z9").replace("_:b", "_:a0");
            assert_eq!(canonical(&renamed), expected, "{shape}");
            if !next_permutation(&mut order) {
                break;
            }
        }
    }
}

#[test]
fn other_graphs_have_other_texts() {
    let ring = canonical("_:a <p> _:b\n_:b <p> _:c\n_:c <p> _:a\n_:d <p> _:e\n_:e <p> _:f\n_:f <p> _:d");
    let six = canonical("_:a <p> _:b\n_:b <p> _:c\n_:c <p> _:d\n_:d <p> _:e\n_:e <p> _:f\n_:f <p> _:a");
    assert_ne!(ring, six);
}

#[test]
fn the_same_triple_twice_is_said_once() {
    assert_eq!(canonical("<a> <p> _:x\n<a> <p> _:x"), "<a> <p> _:c14n0 .\n");
}

/// Dataset poisoning (RDFC-1.0 section 7.1): a clique in which all nodes look alike.
#[test]
fn nodes_made_to_look_alike_are_refused() {
    let mut clique = String::new();
    for one in 0..12 {
        for other in (0..12).filter(|other| *other != one) {
            clique.push_str(&format!("_:n{one} <p> _:n{other}\n"));
        }
    }
    assert_eq!(graph(&clique).canonical(), Err(Bound::Steps));
}

#[test]
fn no_more_nodes_and_triples_than_allowed() {
    let mut graph = Graph::default();
    for number in 0..MAX_BLANK_NODES {
        assert_eq!(graph.blank(), Ok(Node::Blank(number)));
    }
    assert_eq!(graph.blank(), Err(Bound::Size));
    let triple = |number: usize| Triple {
        subject: Node::Named("<s>".into()),
        predicate: "<p>".into(),
        object: Node::Named(number.to_string()),
    };
    for number in 0..MAX_TRIPLES {
        assert_eq!(graph.add(triple(number)), Ok(()));
    }
    assert_eq!(graph.add(triple(0)), Ok(()), "nothing new");
    assert_eq!(graph.add(triple(MAX_TRIPLES)), Err(Bound::Size));
}

#[test]
fn every_order_once() {
    let mut order = vec![0, 1, 2, 3];
    let mut seen = vec![order.clone()];
    while next_permutation(&mut order) {
        assert!(!seen.contains(&order));
        seen.push(order.clone());
    }
    assert_eq!(seen.len(), 24);
    assert!(!next_permutation(&mut []) && !next_permutation(&mut [7]));
}
