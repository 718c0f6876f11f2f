//! Codes in pictures made by others: what issuers published, as files.

use base64ct::{Base64, Encoding};
use healthpass_cli::picture::{PictureError, read_codes};
use healthpass_tests::vectors;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, LumaA, imageops};
use serde_json::Value;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

/// A picture, and the text that must come out; none where it must not be readable.
struct Case {
    name: String,
    picture: Vec<u8>,
    text: Option<String>,
}

impl Case {
    /// What went wrong, if anything did.
    fn complaint(&self) -> Option<String> {
        let read = read_codes(&self.picture);
        let fine = match (&self.text, &read) {
            (Some(text), Ok(texts)) => texts.contains(text),
            (None, Err(_)) => true,
            _ => false,
        };
        (!fine).then(|| format!("{}: wanted {:?}, read {read:?}", self.name, self.text))
    }
}

/// Runs every case on all cores; answers with the complaints.
fn complaints(cases: &[Case]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut complaints = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(case.complaint());
        }
        complaints
    };
    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|w| w.join().unwrap()).collect()
    })
}

#[test]
fn published_pictures_read_to_their_texts() {
    let Some(directory) = vectors::locate("images") else {
        return;
    };
    let expected = fs::read(directory.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let cases: Vec<Case> = expected
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, text)| Case {
            name: name.clone(),
            picture: fs::read(directory.join(name)).unwrap(),
            text: Some(text.as_str().unwrap().to_owned()),
        })
        .collect();
    assert_eq!(cases.len(), 56);
    assert_eq!(complaints(&cases), [""; 0]);
}

#[test]
fn pictures_of_the_eu_test_data_read_to_their_texts() {
    let Some(file) = vectors::locate("hcert-dcc/dgc-testdata.jsonl") else {
        return;
    };
    let file = fs::read_to_string(file).unwrap();
    let lines = file.lines().map(|line| serde_json::from_str(line).unwrap());
    let cases: Vec<Case> = lines.filter_map(|test: Value| picture_case(&test)).collect();
    let (readable, unreadable): (Vec<_>, Vec<_>) = cases.iter().partition(|c| c.text.is_some());
    assert_eq!((readable.len(), unreadable.len()), (138, 1));
    assert_eq!(complaints(&cases), [""; 0]);
}

/// The picture of a test that has one and says what becomes of it.
fn picture_case(test: &Value) -> Option<Case> {
    let expected = test["EXPECTEDRESULTS"]["EXPECTEDPICTUREDECODE"].as_bool()?;
    let picture = test["2DCODE"].as_str()?;
    let text = test["PREFIX"].as_str().map(str::to_owned);
    Some(Case {
        name: test["path"].as_str().unwrap_or_default().to_owned(),
        picture: Base64::decode_vec(picture).unwrap_or_default(),
        text: text.filter(|_| expected),
    })
}

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A code of ours as grey levels, three pixels a module.
fn code(text: &str) -> GrayImage {
    let symbol = healthpass_qr::encode(text, healthpass_qr::Medium::Screen).unwrap();
    let png = symbol.to_png(3).unwrap();
    image::load_from_memory(&png).unwrap().into_luma8()
}

#[test]
fn inverted_rotated_cropped_transparent_and_jpeg_codes_read() {
    let text = "HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHGWJC0FDC:5AIA%G7X";
    let upright = code(text);
    let mut inverted = upright.clone();
    imageops::invert(&mut inverted);
    let side = upright.width();
    let cropped = imageops::crop_imm(&upright, 12, 12, side - 24, side - 24).to_image();
    let transparent =
        image::GrayAlphaImage::from_fn(side, side, |x, y| LumaA([0, 255 - upright.get_pixel(x, y)[0]]));
    let mut pair = GrayImage::from_pixel(2 * side, side, Luma([255]));
    imageops::replace(&mut pair, &upright, 0, 0);
    imageops::replace(&mut pair, &code("HC1:SECOND"), side.into(), 0);
    for (name, picture) in [
        ("upright", file(upright.clone(), ImageFormat::Png)),
        ("inverted", file(inverted, ImageFormat::Png)),
        ("rotated", file(imageops::rotate90(&upright), ImageFormat::Png)),
        ("cropped", file(cropped, ImageFormat::Png)),
        ("transparent", file(transparent, ImageFormat::Png)),
        ("jpeg", file(upright, ImageFormat::Jpeg)),
    ] {
        assert_eq!(read_codes(&picture).as_deref(), Ok(&[text.to_owned()][..]), "{name}");
    }
    let mut both = read_codes(&file(pair, ImageFormat::Png)).unwrap();
    both.sort();
    assert_eq!(both, [text, "HC1:SECOND"]);
}

#[test]
fn what_is_no_picture_of_a_code_says_why() {
    let blank = file(GrayImage::from_pixel(64, 64, Luma([255])), ImageFormat::Png);
    let cut = &blank[..blank.len() / 2];
    // The size stands at bytes 16 to 24 of a PNG; its check value no longer fits.
    let mut huge = blank.clone();
    huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(read_codes(&huge), Err(PictureError::Damaged));
    let wide = file(GrayImage::new(50_001, 1_000), ImageFormat::Png);
    assert_eq!(read_codes(&wide), Err(PictureError::TooLarge { pixels: 50_001_000 }));
    assert_eq!(read_codes(&blank), Err(PictureError::NoCode));
    assert_eq!(read_codes(cut), Err(PictureError::Damaged));
    assert_eq!(read_codes(b""), Err(PictureError::Format));
    assert_eq!(read_codes(b"GIF89a\x01\0\x01\0\0\0\0"), Err(PictureError::Format));
}
