//! A camera's picture of a travel document to the lines of its machine readable zone.
//!
//! Frame by frame: find two or three parallel lines of text ([`band`]), fit 44, 36 or 30 cells of
//! equal pitch to each ([`grid`]), cut the cells out straight and of one size ([`cells`]), let a
//! small network of 8-bit weights name each ([`classify`]), read them as the fields they are, with
//! the check digits ([`decode`]), and ask several frames to agree ([`vote`]).
//!
//! Nothing is invented. A character is replaced only under the rule of [`decode`], and the
//! [`Sighting`] says so; whether the check digits hold and whether the frames agree are separate
//! answers, and the holder confirms what was read in any case.
//!
//! ```
//! use healthpass_mrz_camera::{Frame, Reader};
//! let mut reader = Reader::new();
//! let white = vec![255; 640 * 360];
//! let seen = reader.read(&Frame { luma: &white, width: 640, height: 360 });
//! assert_eq!((seen.lines, seen.hint), (None, Some("camera.no-lines")));
//! ```

pub mod band;
pub mod cells;
pub mod classify;
pub mod decode;
pub mod frame;
pub mod grid;
mod hint;
mod order;
mod vote;

pub use band::Band;
pub use decode::Repair;
pub use frame::{Frame, luma_from_rgba};
pub use hint::CODES;
pub use vote::{Reader, Sighting};
