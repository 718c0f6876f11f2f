//! Products of the WHO catalogue for International Certificates of Vaccination or Prophylaxis: disease and
//! maker are not in the certificate but follow from the product.

/// What the catalogue holds about one product identifier.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Product {
    /// Disease it protects from, ICD-11.
    pub disease: &'static str,
    /// Maker's name.
    pub maker: &'static str,
    /// Trade name; some products have none.
    pub name: Option<&'static str>,
}

/// The product of this identifier, exactly as written.
///
/// ```
/// use healthpass_cert::catalogue::icvp::product;
/// let found = product("YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0").unwrap();
/// assert_eq!((found.name, found.maker, found.disease), (Some("STAMARIL"), "Sanofi Pasteur", "1D47"));
/// assert_eq!(product("YellowFeverProduct"), None);
/// ```
pub fn product(identifier: &str) -> Option<Product> {
    let line = lines().find(|line| identifiers(line).any(|known| known == identifier))?;
    let mut columns = line.split('\t');
    let (disease, maker, name) = (columns.next()?, columns.next()?, columns.next()?);
    Some(Product { disease, maker, name: (name != "-").then_some(name) })
}

/// Every identifier, in file order.
pub fn all() -> Vec<&'static str> {
    lines().flat_map(identifiers).collect()
}

fn lines() -> impl Iterator<Item = &'static str> {
    PRODUCTS.lines().filter(|line| !line.starts_with('#'))
}

fn identifiers(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.rsplit('\t').next().unwrap_or_default().split(' ')
}

static PRODUCTS: &str = include_str!("../../data/icvp-products.tsv");

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_a_comment_or_well_formed() {
        for line in lines() {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(cells.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell), "{line}");
            assert!(matches!(cells[0], "1C81" | "1D47"), "{line}");
        }
    }

    #[test]
    fn every_identifier_is_listed_once_and_found() {
        assert_eq!(all().len(), 60);
        assert_eq!(all().iter().collect::<BTreeSet<_>>().len(), 60);
        for identifier in all() {
            let found = product(identifier).unwrap();
            assert_eq!(identifier.starts_with("YellowFever"), found.disease == "1D47", "{identifier}");
            let (_, hash) = identifier.split_once("Product").unwrap();
            assert!(hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{identifier}");
        }
    }

    #[test]
    fn identifiers_are_compared_whole() {
        for partial in ["", " ", "YellowFever", "STAMARIL", "1D47", "-"] {
            assert_eq!(product(partial), None, "{partial}");
        }
    }
}
