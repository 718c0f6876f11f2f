//! Text to QR symbol to pixels.
