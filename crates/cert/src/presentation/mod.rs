//! A certificate as its holder shows it: signed for the moment by the holder's device, and sealed to whom it is for.

pub mod seal;
