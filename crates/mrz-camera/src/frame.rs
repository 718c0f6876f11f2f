//! Grey pixels and how they are sampled.

/// More pixels than this are not looked at: twice a 1920x1080 frame.
pub const MAX_PIXELS: usize = 2 * 1920 * 1080;

/// Fewer than this on a side cannot hold a zone.
pub const MIN_SIDE: usize = 32;

/// One picture: a byte of luma a pixel, row by row, no padding.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// `width * height` bytes, 0 black, 255 white.
    pub luma: &'a [u8],
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Frame<'_> {
    /// Whether the bytes are a picture of this size, neither too small nor too large to read.
    pub fn is_readable(&self) -> bool {
        let pixels = self.width.checked_mul(self.height);
        self.width.min(self.height) >= MIN_SIDE
            && pixels.is_some_and(|pixels| pixels <= MAX_PIXELS && pixels == self.luma.len())
    }

    /// The pixel there; the nearest one of the edge for places outside.
    pub(crate) fn pixel(&self, x: i32, y: i32) -> u8 {
        let x = usize::try_from(x).unwrap_or(0).min(self.width.saturating_sub(1));
        let y = usize::try_from(y).unwrap_or(0).min(self.height.saturating_sub(1));
        self.luma.get(y * self.width + x).copied().unwrap_or(255)
    }

    /// The luma between pixels, bilinear; pixel centres have whole coordinates.
    pub(crate) fn sample(&self, x: f32, y: f32) -> i32 {
        let (x, y) = ((x * 256.0) as i32, (y * 256.0) as i32);
        let (left, top, right, down) = (x >> 8, y >> 8, x & 255, y & 255);
        if let (Ok(at_x), Ok(at_y)) = (usize::try_from(left), usize::try_from(top))
            && at_x + 1 < self.width
            && let at = at_y * self.width + at_x
            && let (Some(&[a, b]), Some(&[c, d])) =
                (self.luma.get(at..at + 2), self.luma.get(at + self.width..at + self.width + 2))
        {
            let upper = i32::from(a) * (256 - right) + i32::from(b) * right;
            let lower = i32::from(c) * (256 - right) + i32::from(d) * right;
            return (upper * (256 - down) + lower * down) >> 16;
        }
        let row = |y: i32| {
            let (a, b) = (i32::from(self.pixel(left, y)), i32::from(self.pixel(left.saturating_add(1), y)));
            a * (256 - right) + b * right
        };
        (row(top) * (256 - down) + row(top.saturating_add(1)) * down) >> 16
    }

    /// The picture with each square of `factor` pixels averaged into one.
    pub(crate) fn shrunk(&self, factor: usize) -> (Vec<u8>, usize, usize) {
        let factor = factor.max(1);
        let (width, height) = (self.width / factor, self.height / factor);
        let mut out = Vec::with_capacity(width * height);
        let mut sums = vec![0u32; width];
        for rows in self.luma.chunks_exact(self.width * factor).take(height) {
            sums.fill(0);
            for row in rows.chunks_exact(self.width) {
                for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
                }
            }
            let area = (factor * factor) as u32;
            out.extend(sums.iter().map(|sum| (sum / area) as u8));
        }
        (out, width, height)
    }
}

/// Luma of RGBA pixels (ITU-R BT.601 weights in 256ths); alpha is ignored.
///
/// ```
/// assert_eq!(healthpass_mrz_camera::luma_from_rgba(&[255, 255, 255, 255, 0, 0, 0, 255]), [255, 0]);
/// ```
pub fn luma_from_rgba(rgba: &[u8]) -> Vec<u8> {
    let luma = |pixel: &[u8; 4]| {
        let [red, green, blue, _] = pixel.map(u32::from);
        ((red * 77 + green * 150 + blue * 29) >> 8) as u8
    };
    rgba.as_chunks::<4>().0.iter().map(luma).collect()
}
