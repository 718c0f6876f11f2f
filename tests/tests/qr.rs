//! Codes we draw are read back by a reader that is not ours, and masked as the encoder would.

use healthpass_qr::{Ecc, Error, Length, Medium, SvgOptions, Symbol, encode, encode_at};
use healthpass_tests::qr::read_square;
use proptest::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};

const ALPHANUMERIC: &str = "[0-9A-Z $%*+./:-]";

fn read_png(file: &[u8]) -> Result<String, String> {
    let picture = image::load_from_memory_with_format(file, image::ImageFormat::Png)
        .map_err(|error| error.to_string())?
        .into_luma8();
    assert_eq!(picture.width(), picture.height());
    read_square(picture.width(), picture.into_raw())
}

fn read_rgba(symbol: &Symbol, scale: u32) -> Result<String, String> {
    let (side, pixels) = symbol.to_rgba(scale).map_err(|error| error.to_string())?;
    assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255));
    read_square(side, pixels.chunks(4).map(|pixel| pixel[0]).collect())
}

/// Both pictures of the text, on both media where it fits, give the text back.
fn assert_round_trip(text: &str) -> Result<(), TestCaseError> {
    for medium in [Medium::Screen, Medium::Paper] {
        let symbol = match encode(text, medium) {
            Ok(symbol) => symbol,
            Err(Error::TooLong { ecc, fits_at, .. }) => {
                prop_assert!(fits_at.is_some_and(|lower| lower < ecc));
                continue;
            }
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        prop_assert!(symbol.ecc() >= medium.ecc());
        let png = symbol.to_png(2).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let read = [read_png(&png), read_rgba(&symbol, 3)];
        for read in read {
            prop_assert_eq!(read.as_deref(), Ok(text), "{}", symbol.version());
        }
    }
    Ok(())
}

/// Text of a character class and exact length, without proptest's slow way to long strings.
fn text(pattern: &'static str, length: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("{pattern}{{{length}}}")).unwrap()
}

#[test]
fn every_version_reads_back() {
    let mut seen = Vec::new();
    for version in 1..=40 {
        // The longest text of the version, one with a little of everything base45 has.
        let longest = match encode_at(&"A".repeat(4_297), Ecc::Quartile, version) {
            Err(Error::TooLong { capacity, .. }) => capacity,
            other => panic!("{other:?}"),
        };
        let text: String = "HC1:6BF+70790T9WJWG.FKY*4GO0 $%/-".chars().cycle().take(longest).collect();
        let symbol = encode(&text, Medium::Paper).unwrap();
        seen.push(symbol.version());
        assert_eq!(read_rgba(&symbol, 2).as_deref(), Ok(&*text), "{version}");
        let png = symbol.to_png(3).unwrap();
        assert_eq!(read_png(&png).as_deref(), Ok(&*text), "{version}");
    }
    assert_eq!(seen, (1..=40).collect::<Vec<u8>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn alphanumeric_text_reads_back(text in (1usize..=1_100).prop_flat_map(|n| text(ALPHANUMERIC, n))) {
        assert_round_trip(&text)?;
    }

    #[test]
    fn a_scheme_and_digits_read_back(digits in "[0-9]{1,1500}") {
        assert_round_trip(&format!("shc:/{digits}"))?;
    }

    #[test]
    fn any_printable_text_reads_back(text in "[ -~à-ÿА-я一-龥😀-😏]{1,120}") {
        assert_round_trip(&text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_mask_is_the_encoders_own_choice(text in (1usize..=900).prop_flat_map(|n| text(ALPHANUMERIC, n))) {
        for (ours, theirs) in [(Ecc::Medium, QrCodeEcc::Medium), (Ecc::Quartile, QrCodeEcc::Quartile)] {
            let ours = encode_at(&text, ours, 40).unwrap();
            let theirs = QrCode::encode_segments(&QrSegment::make_segments(&text), theirs).unwrap();
            prop_assert_eq!(ours.mask(), theirs.mask().value());
            prop_assert_eq!(ours.version(), theirs.version().value());
            let size = 0..ours.size();
            for (x, y) in size.clone().flat_map(|x| size.clone().map(move |y| (x, y))) {
                prop_assert_eq!(ours.module(x, y), theirs.get_module(x.into(), y.into()));
            }
        }
    }
}

#[test]
fn mixed_modes_save_versions() {
    let text = format!("shc:/{}", "5676".repeat(250));
    let mixed = encode_at(&text, Ecc::Low, 40).unwrap();
    let bytes = QrCode::encode_text(&text, QrCodeEcc::Low).unwrap();
    assert_eq!((mixed.version(), bytes.version().value()), (13, 23));
}

#[test]
fn text_too_long_says_what_would_do() {
    let error = encode(&"A".repeat(3_000), Medium::Paper).unwrap_err();
    let expected = Error::TooLong {
        length: 3_000,
        capacity: 2_420,
        ecc: Ecc::Quartile,
        max_version: 40,
        fits_at: Some(Ecc::Medium),
    };
    assert_eq!((error.code(), &error), ("qr.too-long-at-level", &expected));

    let error = encode_at(&"健".repeat(500), Ecc::Medium, 25).unwrap_err();
    assert_eq!(error.to_string(), "qr.too-long: found 500, at most 332");
}

/// Version 2-Q, drawn by an independent encoder (the Python package qrcode 8) with the same mask.
const GOLDEN: &str = "
#######.###.####..#######
#.....#.#.#.#.##..#.....#
#.###.#..#.#...#..#.###.#
#.###.#..#.#..###.#.###.#
#.###.#..#.#.#.#..#.###.#
#.....#..###.##.#.#.....#
#######.#.#.#.#.#.#######
...........#.#...........
.#....####.#..####.....##
#..#...#...##.##.#.##.##.
###.######..#...###..##..
#..#.#.#..#...#.#.#..#..#
##..###.##.####.#..######
#.#.#...#....###.##.##.##
#..##.##.##.#.#......##..
#.###...#...###......##.#
#.....#.....#.#######...#
........####.####...##.#.
#######.##...#..#.#.##.##
#.....#...##..###...##.##
#.###.#...#.#.#.#####..#.
#.###.#...####.##.......#
#.###.#..#.##....#......#
#.....#.#####..######....
#######..###....#..#...##
";

/// The first modules of the same symbol as an SVG: the quiet zone, then the upper edge.
const GOLDEN_SVG: &str = concat!(
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" width="33mm" height="33mm" "#,
    r#"shape-rendering="crispEdges" role="img"><title>A &lt; B</title>"#,
    r##"<rect width="33" height="33" fill="#fff"/><path d="M4 4H11v1H4z"##,
);

#[test]
fn golden_small_symbol() {
    let symbol = encode("HC1:6BF+70790T9WJWG.FKY*4G", Medium::Paper).unwrap();
    assert_eq!((symbol.version(), symbol.ecc(), symbol.mask()), (2, Ecc::Quartile, 5));
    let size = 0..symbol.size();
    let drawn: Vec<String> = size
        .clone()
        .map(|y| size.clone().map(|x| if symbol.module(x, y) { '#' } else { '.' }).collect())
        .collect();
    assert_eq!(drawn.join("\n"), GOLDEN.trim());
    let svg = symbol.to_svg(&SvgOptions { title: Some("A < B"), width: Some(Length::Millimetres(33)) });
    assert!(svg.starts_with(GOLDEN_SVG), "{svg}");
    assert!(svg.ends_with("z\"/></svg>"), "{svg}");
    assert_eq!(path_modules(&svg), symbol.to_bits());
}

/// The modules an SVG path of `M x y H x v1 H x z` rectangles covers, as [`Symbol::to_bits`] has them.
fn path_modules(svg: &str) -> Vec<u8> {
    let path = svg.split_once("d=\"").unwrap().1.split_once('"').unwrap().0;
    let mut modules = vec![false; 25 * 25];
    for rectangle in path.split_terminator('z') {
        let numbers: Vec<usize> =
            rectangle.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        let [from, y, to, 1, back] = numbers[..] else { panic!("{rectangle}") };
        assert_eq!(from, back);
        (from..to).for_each(|x| modules[(y - 4) * 25 + x - 4] = true);
    }
    let bytes = modules.chunks(8).map(|eight| {
        let bits = eight.iter().zip(0..8);
        bits.fold(0, |byte, (&dark, at)| byte | u8::from(dark) << (7 - at))
    });
    bytes.collect()
}
