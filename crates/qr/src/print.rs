//! How large a symbol has to be on paper.

use crate::symbol::{QUIET_ZONE, Symbol};

/// Smallest printed module, in micrometres: four dots of a 300 dpi office printer,
/// 4 x 25.4 mm / 300. DENSO WAVE, who devised the symbol, ask for four dots or more a module
/// ("Point for setting the module size").
pub const MIN_PITCH_MICROMETRES: u32 = 339;

impl Symbol {
    /// Width of one module in micrometres when the symbol and its quiet zone are printed
    /// `width` millimetres wide.
    pub fn pitch_micrometres(&self, width: u16) -> u32 {
        u32::from(width) * 1_000 / u32::from(self.width())
    }

    /// Least width of the symbol with its quiet zone on paper, in whole millimetres, for every module to
    /// have [`MIN_PITCH_MICROMETRES`].
    ///
    /// ```
    /// use healthpass_qr::{Medium, encode};
    /// // A usual EU certificate: the 35 to 60 mm its guidelines ask for are no more than needed.
    /// let symbol = encode(&"A".repeat(600), Medium::Paper)?;
    /// assert_eq!((symbol.version(), symbol.min_print_width_millimetres()), (19, 35));
    /// # Ok::<(), healthpass_qr::Error>(())
    /// ```
    pub fn min_print_width_millimetres(&self) -> u16 {
        let micrometres = u32::from(self.width()) * MIN_PITCH_MICROMETRES;
        u16::try_from(micrometres.div_ceil(1_000)).unwrap_or(u16::MAX)
    }

    /// Modules a side, quiet zone included.
    pub(crate) fn width(&self) -> u16 {
        self.size() + 2 * QUIET_ZONE
    }
}

#[cfg(test)]
mod tests {
    use crate::{Ecc, MIN_PITCH_MICROMETRES, encode_at};

    #[test]
    fn the_least_width_is_the_least() {
        for version in 1..=40usize {
            let text = "A".repeat(version * 20);
            let symbol = encode_at(&text, Ecc::Low, 40).unwrap();
            let width = symbol.min_print_width_millimetres();
            assert!(symbol.pitch_micrometres(width) >= MIN_PITCH_MICROMETRES);
            assert!(symbol.pitch_micrometres(width - 1) < MIN_PITCH_MICROMETRES);
        }
    }
}
