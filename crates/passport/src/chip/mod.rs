//! The conversation with a passport's chip (ICAO 9303-11), without any input or output of its own: the host
//! carries each command to the chip and each response back.
//!
//! Access is by BAC or by PACE (ECDH, generic mapping; P-256, P-384, P-521 and the brainpool curves of 256, 384
//! and 512 bits), where the chip offers one of these. Reading is under secure messaging, 3DES or AES, in short
//! commands that ask for at most [`CHUNK`] bytes: chips of Chinese passports take no longer ones, and a try
//! ends the session. Afterwards active authentication (RSA, ECDSA) and chip authentication (ECDH) ask the chip
//! whether it is the original. PACE with integrated or chip authentication mapping, any protocol over finite
//! fields (DH), and extended lengths are not spoken.
//!
//! Real phones and chips were not at hand: all of this is checked against the standard's worked examples,
//! other implementations' values and a chip in memory.
//!
//! ```
//! use healthpass_passport::chip::{Access, Plan, Seed, Session, Step};
//!
//! let access = Access::from_pieces("L898902C<3", "6908061", "9406236")?;
//! // TEST ONLY: 32 bytes from the system's generator.
//! let mut session = Session::new(access, Plan::default(), Seed::new(&[7; 32])?);
//! let Step::Send { apdu, .. } = session.next(None)? else { return Ok(()) };
//! assert_eq!(apdu, [0x00, 0xa4, 0x02, 0x0c, 0x02, 0x01, 0x1c]); // is there an EF.CardAccess?
//! let Step::Send { apdu, .. } = session.next(Some(&[0x6a, 0x82]))? else { return Ok(()) };
//! assert_eq!(apdu[..5], [0x00, 0xa4, 0x04, 0x0c, 0x07]); // no: the application, and BAC
//! # Ok::<(), healthpass_passport::chip::ChipError>(())
//! ```

mod access;
mod apdu;
mod authentication;
mod bac;
mod channel;
mod error;
mod genuine;
#[cfg(feature = "mock-chip")]
pub mod mock;
mod pace;
mod reading;
mod seed;
mod session;
mod step;

pub use access::Access;
pub use error::ChipError;
pub use genuine::{Genuine, Originality, genuine_chip};
pub use seed::Seed;
pub use session::Session;
pub use step::{ActiveAnswer, ChipFiles, ChipProof, Plan, Stage, Step};

/// Most bytes asked for in one command: with secure messaging around them the response stays below 256 bytes,
/// all a short command can ask for, and below the 231 some chips insist on.
pub const CHUNK: usize = 0xdf;

/// Most commands of one session: a face image of [`crate::lds::FILE_LIMIT`] takes 1176.
pub const EXCHANGES_LIMIT: u32 = 2000;

/// How often a session may be started again after the chip was lost.
pub const RESTARTS_LIMIT: u8 = 10;

/// How often access is made anew, within one session, after the chip ended secure messaging: twice over each file
/// of [`Plan::default`] that may be missing, and once over each proof.
pub const REDO_LIMIT: u8 = 10;

/// Longest response that a chip may hand out in parts.
pub const RESPONSE_LIMIT: usize = 4096;

#[cfg(all(test, feature = "mock-chip"))]
mod tests;
