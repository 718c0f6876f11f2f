//! Pictures of a symbol, all with its quiet zone, black on white.

use crate::error::Error;
use crate::symbol::{QUIET_ZONE, Symbol};
use std::fmt::Write as _;

/// Pixels a side of a picture at most: 4,096 squared is the largest canvas Safari on a phone
/// draws on, 16,777,216 pixels.
pub const MAX_PICTURE_SIDE: u32 = 4_096;

/// What an SVG says beside its modules.
#[derive(Clone, Copy, Debug, Default)]
pub struct SvgOptions<'a> {
    /// What a screen reader says; none hides the picture from it, for pages that say it beside.
    pub title: Option<&'a str>,
    /// Width and height; none leaves them to the page.
    pub width: Option<Length>,
}

/// The side of an SVG, quiet zone included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Length {
    /// For paper, see [`Symbol::min_print_width_millimetres`].
    Millimetres(u16),
    /// CSS pixels.
    Pixels(u16),
}

impl Symbol {
    /// An SVG of one path, one user unit a module.
    ///
    /// ```
    /// use healthpass_qr::{Length, Medium, SvgOptions, encode};
    /// let symbol = encode("HC1:A", Medium::Paper)?;
    /// let width = Some(Length::Millimetres(symbol.min_print_width_millimetres()));
    /// let svg = symbol.to_svg(&SvgOptions { title: Some("Code of A & B"), width });
    /// assert!(svg.contains("<title>Code of A &amp; B</title>") && svg.contains(r#"width="10mm""#));
    /// # Ok::<(), healthpass_qr::Error>(())
    /// ```
    pub fn to_svg(&self, options: &SvgOptions<'_>) -> String {
        let side = self.width();
        let length = match options.width {
            None => String::new(),
            Some(Length::Millimetres(n)) => format!(r#" width="{n}mm" height="{n}mm""#),
            Some(Length::Pixels(n)) => format!(r#" width="{n}" height="{n}""#),
        };
        let (role, title) = match options.title {
            None => (r#"aria-hidden="true""#, String::new()),
            Some(title) => (r#"role="img""#, format!("<title>{}</title>", escape(title))),
        };
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"{length} "#,
                r#"shape-rendering="crispEdges" {role}>{title}"#,
                r##"<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>"##,
            ),
            side = side,
            length = length,
            role = role,
            title = title,
            path = self.svg_path(),
        )
    }

    /// The dark modules as one SVG path in user units of a module, one rectangle for each run, the quiet
    /// zone to the left and above.
    fn svg_path(&self) -> String {
        let mut path = String::new();
        for (row, y) in self.rows().zip(QUIET_ZONE..) {
            let mut start = None;
            for (dark, x) in row.chain([false]).zip(QUIET_ZONE..) {
                match (start, dark) {
                    (None, true) => start = Some(x),
                    (Some(from), false) => {
                        // Writing to a string does not fail.
                        let _ = write!(path, "M{from} {y}H{x}v1H{from}z");
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        path
    }

    /// Pixels, four bytes each as a canvas takes them, `scale` pixels a module.
    ///
    /// Returns the side in pixels and the bytes.
    ///
    /// # Errors
    /// `qr.picture-too-large` over [`MAX_PICTURE_SIDE`], and for a scale of 0.
    pub fn to_rgba(&self, scale: u32) -> Result<(u32, Vec<u8>), Error> {
        let (side, scale) = self.picture_side(scale)?;
        let mut pixels = Vec::with_capacity(4 * side * side);
        for row in self.rows_with_quiet_zone() {
            let wide = row.flat_map(|dark| {
                let level = if dark { 0 } else { u8::MAX };
                std::iter::repeat_n([level, level, level, u8::MAX], scale)
            });
            let line: Vec<u8> = wide.flatten().collect();
            for _ in 0..scale {
                pixels.extend_from_slice(&line);
            }
        }
        Ok((u32::try_from(side).unwrap_or(MAX_PICTURE_SIDE), pixels))
    }

    /// A PNG file of one bit a pixel, `scale` pixels a module.
    ///
    /// # Errors
    /// As [`Symbol::to_rgba`].
    #[cfg(feature = "png")]
    pub fn to_png(&self, scale: u32) -> Result<Vec<u8>, Error> {
        let (side, scale) = self.picture_side(scale)?;
        let mut pixels = Vec::with_capacity(side.div_ceil(8) * side);
        for row in self.rows_with_quiet_zone() {
            let wide: Vec<bool> = row.flat_map(|dark| std::iter::repeat_n(!dark, scale)).collect();
            // PNG rows start on a byte; its grey level 1 is white.
            let line: Vec<u8> = wide.chunks(8).map(pack).collect();
            for _ in 0..scale {
                pixels.extend_from_slice(&line);
            }
        }
        let side = u32::try_from(side).unwrap_or(MAX_PICTURE_SIDE);
        write_png(side, &pixels)
            .map_err(|_| Error::PictureTooLarge { side: side.into(), max: MAX_PICTURE_SIDE })
    }

    /// The side in pixels and the scale, both within bounds.
    fn picture_side(&self, scale: u32) -> Result<(usize, usize), Error> {
        let side = u64::from(self.width()) * u64::from(scale);
        let within = u32::try_from(side).is_ok_and(|side| (1..=MAX_PICTURE_SIDE).contains(&side));
        match (usize::try_from(side), usize::try_from(scale)) {
            (Ok(side), Ok(scale)) if within => Ok((side, scale)),
            _ => Err(Error::PictureTooLarge { side, max: MAX_PICTURE_SIDE }),
        }
    }

    fn rows_with_quiet_zone(&self) -> impl Iterator<Item = impl Iterator<Item = bool>> {
        (0..self.width()).map(move |y| {
            (0..self.width()).map(move |x| {
                let inside = x.checked_sub(QUIET_ZONE).zip(y.checked_sub(QUIET_ZONE));
                inside.is_some_and(|(x, y)| self.module(x, y))
            })
        })
    }
}

/// Up to eight bits in a byte, the first in the highest.
#[cfg(feature = "png")]
fn pack(eight: &[bool]) -> u8 {
    let bits = eight.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
    bits << (8 - eight.len())
}

#[cfg(feature = "png")]
fn write_png(side: u32, pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// Text as XML content; characters XML 1.0 has no way to write become U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Medium, encode};

    fn symbol() -> Symbol {
        encode("HC1:A", Medium::Screen).unwrap()
    }

    #[test]
    fn scales_out_of_bounds_are_errors() {
        for scale in [0, 142, u32::MAX] {
            let error = symbol().to_rgba(scale).unwrap_err();
            assert_eq!(error.code(), "qr.picture-too-large");
        }
        let (side, pixels) = symbol().to_rgba(3).unwrap();
        assert_eq!((side, pixels.len()), (87, 87 * 87 * 4));
    }

    #[test]
    fn pixels_are_the_modules() {
        let symbol = symbol();
        let (side, pixels) = symbol.to_rgba(2).unwrap();
        for (at, pixel) in pixels.chunks(4).enumerate() {
            let at = u32::try_from(at).unwrap();
            let module = |p: u32| u16::try_from(p / 2).unwrap().checked_sub(QUIET_ZONE);
            let dark = match (module(at % side), module(at / side)) {
                (Some(x), Some(y)) => symbol.module(x, y),
                _ => false,
            };
            let level = if dark { 0 } else { 255 };
            assert_eq!(pixel, [level, level, level, 255]);
        }
    }

    #[test]
    fn titles_cannot_break_out() {
        let title = Some("</title><script>&\u{1}");
        let svg = symbol().to_svg(&SvgOptions { title, width: None });
        assert!(svg.contains("<title>&lt;/title&gt;&lt;script&gt;&amp;\u{FFFD}</title>"));
        assert_eq!(svg.matches("<path").count(), 1);
        let silent = symbol().to_svg(&SvgOptions::default());
        assert!(silent.contains("aria-hidden") && !silent.contains("<title>"));
    }
}
