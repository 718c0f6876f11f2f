//! A reader that is not ours, for the codes we draw.

use rxing::common::HybridBinarizer;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, Luma8LuminanceSource, Reader};

/// The text of the one QR code in a square picture of grey levels, or what the reader says.
pub fn read_square(side: u32, levels: Vec<u8>) -> Result<String, String> {
    let source = Luma8LuminanceSource::new(levels, side, side).map_err(|error| error.to_string())?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let result = QrReader.decode(&mut bitmap);
    result.map(|code| code.getText().to_owned()).map_err(|error| error.to_string())
}
