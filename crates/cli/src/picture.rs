//! The codes in a picture: PNG or JPEG bytes to the texts of its QR and Aztec codes.

use healthpass_cert::envelope::zip;
use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits, Luma};
use rxing::aztec::AztecReader;
use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8Source, RXingResult, Reader};
use std::collections::HashSet;
use std::fmt;
use std::io::Cursor;

/// Pixels of a picture at most: what a phone's 48 megapixel camera takes, with some room.
pub const MAX_PIXELS: u64 = 50_000_000;

/// Bytes the picture decoder may hold: [`MAX_PIXELS`] of sixteen bits in four channels, and its own
/// buffers.
const MAX_ALLOCATION: u64 = 10 * MAX_PIXELS;

/// A side below which a picture is also tried enlarged: a version 40 symbol is 185 modules wide with its
/// quiet zone, and the reader wants some four pixels for each.
const SMALL_SIDE: u32 = 800;

/// A side above which a picture is also tried reduced, which takes the noise out of photographs.
const LARGE_SIDE: u32 = 1_600;

/// Every code a [`PictureError`] carries; each has a sentence in every language file.
pub const CODES: &[&str] = &["picture.damaged", "picture.format", "picture.no-code", "picture.too-large"];

/// Why no text came out of a picture.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PictureError {
    /// It begins like a PNG or JPEG but does not go on like one.
    Damaged,
    /// It is neither PNG nor JPEG.
    Format,
    /// There is no QR or Aztec code in it, or none that can be read.
    NoCode,
    /// It has more than [`MAX_PIXELS`].
    TooLarge {
        /// How many it has.
        pixels: u64,
    },
}

impl PictureError {
    /// The stable code, one of [`CODES`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "picture.damaged",
            Self::Format => "picture.format",
            Self::NoCode => "picture.no-code",
            Self::TooLarge { .. } => "picture.too-large",
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        match self {
            Self::TooLarge { pixels } => write!(f, ": found {pixels}, at most {MAX_PIXELS}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for PictureError {}

/// Reads every QR code, or else the Aztec code, of a PNG or JPEG file.
///
/// The picture is tried as it is, then with a white margin, enlarged or reduced, and each of these with
/// black and white exchanged; what the first successful try finds is the answer, each text once,
/// exactly as encoded.
///
/// # Errors
/// One of [`CODES`].
pub fn read_codes(bytes: &[u8]) -> Result<Vec<String>, PictureError> {
    let picture = decode(bytes)?;
    let tries: [fn(&GrayImage) -> Option<GrayImage>; 5] =
        [as_it_is, with_margin, enlarged, enlarged_more, reduced];
    for prepare in tries {
        let Some(mut prepared) = prepare(&picture) else {
            continue;
        };
        for _ in 0..2 {
            let texts = read_prepared(&prepared);
            if !texts.is_empty() {
                return Ok(texts);
            }
            imageops::invert(&mut prepared);
        }
    }
    Err(PictureError::NoCode)
}

/// The grey levels of the picture, transparent parts white.
fn decode(bytes: &[u8]) -> Result<GrayImage, PictureError> {
    let open = || {
        let format = image::guess_format(bytes).map_err(|_| PictureError::Format)?;
        match format {
            ImageFormat::Jpeg | ImageFormat::Png => Ok(ImageReader::with_format(Cursor::new(bytes), format)),
            _ => Err(PictureError::Format),
        }
    };
    let (width, height) = open()?.into_dimensions().map_err(|_| PictureError::Damaged)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS {
        return Err(PictureError::TooLarge { pixels });
    }
    let mut reader = open()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| PictureError::Damaged)?;
    Ok(on_white(&picture))
}

fn on_white(picture: &DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.to_luma8();
    }
    let picture = picture.to_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [level, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        let level = (level * alpha + 255 * (255 - alpha)) / 255;
        Luma([u8::try_from(level).unwrap_or(u8::MAX)])
    })
}

fn as_it_is(picture: &GrayImage) -> Option<GrayImage> {
    Some(picture.clone())
}

/// Codes cut out to the last module lack the quiet zone readers look for.
fn with_margin(picture: &GrayImage) -> Option<GrayImage> {
    let (width, height) = picture.dimensions();
    let margin = (width.max(height) / 8).max(8);
    let size = (width + 2 * margin, height + 2 * margin);
    let mut padded = GrayImage::from_pixel(size.0, size.1, Luma([u8::MAX]));
    imageops::replace(&mut padded, picture, margin.into(), margin.into());
    Some(padded)
}

fn enlarged(picture: &GrayImage) -> Option<GrayImage> {
    let (width, height) = picture.dimensions();
    let small = width.max(height) <= SMALL_SIDE;
    small.then(|| {
        let margin = with_margin(picture);
        let padded = margin.as_ref().unwrap_or(picture);
        scaled(padded, 3, 1)
    })
}

fn enlarged_more(picture: &GrayImage) -> Option<GrayImage> {
    enlarged(picture).map(|picture| imageops::blur(&picture, 1.0))
}

fn reduced(picture: &GrayImage) -> Option<GrayImage> {
    let (width, height) = picture.dimensions();
    (width.max(height) >= LARGE_SIDE).then(|| scaled(picture, 1, 2))
}

fn scaled(picture: &GrayImage, times: u32, over: u32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let (width, height) = (width * times / over, height * times / over);
    imageops::resize(picture, width.max(1), height.max(1), FilterType::Triangle)
}

/// Local thresholds suit photographs, one for all suits drawings.
fn read_prepared(picture: &GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let source = || Luma8Source::new_with_slice(picture.as_raw(), width, height);
    let local = source().map(|source| read_binary(HybridBinarizer::new(source)));
    match local {
        Ok(texts) if !texts.is_empty() => texts,
        _ => source().map(|source| read_binary(GlobalHistogramBinarizer::new(source))).unwrap_or_default(),
    }
}

fn read_binary<B: Binarizer>(binarizer: B) -> Vec<String> {
    let mut bitmap = BinaryBitmap::new(binarizer);
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let mut codes = QrReader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    if codes.is_empty() {
        codes.extend(AztecReader.decode(&mut bitmap));
    }
    let mut seen = HashSet::new();
    let texts = codes.iter().map(text);
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// A DIVOC code is an archive: bytes, which the reader takes for text in some character set. They are handed
/// on one character a byte.
fn text(code: &RXingResult) -> String {
    let bytes = code.getRawBytes();
    if bytes.starts_with(zip::MAGIC.as_bytes()) {
        return bytes.iter().copied().map(char::from).collect();
    }
    code.getText().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_listed_code() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
        let too_large = PictureError::TooLarge { pixels: 1 };
        for error in [PictureError::Damaged, PictureError::Format, PictureError::NoCode, too_large] {
            assert!(CODES.contains(&error.code()));
        }
    }
}
