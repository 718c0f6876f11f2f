//! Where the zone is: long thin parallel stripes of ink, two or three at equal distance.

use crate::frame::Frame;

/// The picture is searched at about this width.
const SEARCH_WIDTH: usize = 640;
/// Half the side of the neighbourhood whose mean decides what is dark.
const NEIGHBOURHOOD: usize = 12;
/// Widest gap between characters that is closed; wider than the widest pitch less a stroke.
const GAP: usize = 16;
/// Shorter stretches of ink are no part of a line of text.
const SHORTEST_RUN: usize = 22;
/// A line of the zone is at least this long, in pixels of the searched picture.
const SHORTEST_LINE: f32 = 150.0;
/// Thinnest and thickest stripe.
const THICKNESS: (f32, f32) = (3.0, 30.0);
/// Steepest slope: about 14 degrees.
const STEEPEST: f32 = 0.25;
/// Stripes kept for pairing, longest first.
const MOST_STRIPES: usize = 24;
/// Pixels over which a stripe's end is looked at, about a pitch.
const TRIM_WINDOW: usize = 14;
/// Groups handed on, best first.
const MOST_GROUPS: usize = 4;

/// The zone in the picture, for an overlay: centre, extents along and across its lines, angle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Centre, pixels from the left.
    pub x: f32,
    /// Centre, pixels from the top.
    pub y: f32,
    /// Length along the lines, pixels.
    pub width: f32,
    /// Height of all lines together, pixels.
    pub height: f32,
    /// Degrees, clockwise positive.
    pub angle: f32,
}

/// One stripe: its centre line from left to right, in pixels of the frame.
#[derive(Clone, Copy, Debug)]
pub struct Stripe {
    /// Left end.
    pub left: f32,
    /// Right end.
    pub right: f32,
    /// Height of the centre line where x is 0.
    pub at_zero: f32,
    /// Its slope, y by x.
    pub slope: f32,
    /// Its thickness.
    pub thickness: f32,
    /// How strongly light and dark take turns along it: letters do so more than shadows or cloth.
    pub edges: f32,
}

impl Stripe {
    /// Height of the centre line at this x.
    pub fn y(&self, x: f32) -> f32 {
        self.at_zero + self.slope * x
    }

    fn length(&self) -> f32 {
        self.right - self.left
    }

    /// What speaks for it as a line of the zone.
    fn weight(&self) -> f32 {
        self.length() * self.edges
    }

    fn scaled(self, factor: f32) -> Self {
        let shift = (factor - 1.0) / 2.0;
        Self {
            left: self.left * factor,
            right: (self.right + 1.0) * factor,
            at_zero: self.at_zero * factor + shift - self.slope * shift,
            slope: self.slope,
            thickness: self.thickness * factor,
            edges: self.edges,
        }
    }
}

/// Groups of two or three stripes that may be a zone, best first, and the steepest stripe seen.
pub fn find(frame: &Frame<'_>) -> (Vec<Vec<Stripe>>, bool) {
    let factor = frame.width.div_ceil(SEARCH_WIDTH).max(1);
    let (small, width, height) = frame.shrunk(factor);
    let mut dark = darkness(&small, width, height);
    let mut stripes = Vec::new();
    let steep = stripes_in(&mut dark, width, &mut stripes);
    let mut stripes = joined(stripes);
    stripes.sort_unstable_by(|a, b| b.length().total_cmp(&a.length()));
    stripes.truncate(MOST_STRIPES);
    let seen = Frame { luma: &small, width, height };
    stripes.iter_mut().for_each(|stripe| trim(&seen, stripe));
    stripes.retain(|stripe| stripe.length() >= SHORTEST_LINE);
    let stripes: Vec<Stripe> = stripes.into_iter().map(|stripe| stripe.scaled(factor as f32)).collect();
    (groups(&stripes), steep)
}

/// 1 where a pixel is darker than its neighbourhood and not alone.
fn darkness(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let means = means(luma, width, height);
    let is_dark = |(&pixel, &mean): (&u8, &u8)| {
        let (pixel, mean) = (u32::from(pixel), u32::from(mean));
        u8::from(pixel + 5 + mean / 12 < mean)
    };
    let dark: Vec<u8> = luma.iter().zip(&means).map(is_dark).collect();
    let mut kept = vec![0; dark.len()];
    for y in 1..height.saturating_sub(1) {
        let row = |y: usize| dark.get(y * width..(y + 1) * width).unwrap_or_default();
        let rows = row(y - 1).windows(3).zip(row(y).windows(3)).zip(row(y + 1).windows(3));
        let out = kept.get_mut(y * width + 1..(y + 1) * width).unwrap_or_default();
        for (kept, ((above, here), below)) in out.iter_mut().zip(rows) {
            let total: u8 = above.iter().chain(here).chain(below).sum();
            *kept = u8::from(here.get(1) == Some(&1) && total >= 3);
        }
    }
    kept
}

/// The mean of each pixel's neighbourhood: a running sum along rows over running sums of columns.
fn means(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let mut out = vec![0; luma.len()];
    let mut columns = vec![0u32; width];
    let row = |y: usize| luma.get(y * width..(y + 1) * width).unwrap_or_default();
    for y in 0..height + NEIGHBOURHOOD {
        if y < height {
            columns.iter_mut().zip(row(y)).for_each(|(sum, &pixel)| *sum += u32::from(pixel));
        }
        if let Some(gone) = y.checked_sub(2 * NEIGHBOURHOOD + 1) {
            columns.iter_mut().zip(row(gone)).for_each(|(sum, &pixel)| *sum -= u32::from(pixel));
        }
        let Some(middle) = y.checked_sub(NEIGHBOURHOOD) else { continue };
        let rows = (y.min(height - 1) + 1).saturating_sub(middle.saturating_sub(NEIGHBOURHOOD)) as u32;
        let line = out.get_mut(middle * width..(middle + 1) * width).unwrap_or_default();
        let mut sum: u32 = columns.iter().take(NEIGHBOURHOOD).sum();
        for (x, mean) in line.iter_mut().enumerate() {
            sum += columns.get(x + NEIGHBOURHOOD).copied().unwrap_or(0);
            sum -= x.checked_sub(NEIGHBOURHOOD + 1).and_then(|x| columns.get(x)).copied().unwrap_or(0);
            let across = ((x + NEIGHBOURHOOD).min(width - 1) + 1 - x.saturating_sub(NEIGHBOURHOOD)) as u32;
            *mean = (sum / (rows * across).max(1)) as u8;
        }
    }
    out
}

/// A stretch of ink with its gaps closed.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    group: usize,
}

/// Sums over the pixels of one connected piece, for a straight line through it.
#[derive(Clone, Copy, Default)]
struct Sums {
    n: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    left: usize,
    right: usize,
}

fn stripes_in(dark: &mut [u8], width: usize, stripes: &mut Vec<Stripe>) -> bool {
    let mut parents: Vec<usize> = Vec::new();
    let mut sums: Vec<Sums> = Vec::new();
    let mut above: Vec<Run> = Vec::new();
    for (y, row) in dark.chunks_exact(width.max(1)).enumerate() {
        let mut here = runs(row);
        let mut first = 0;
        for run in &mut here {
            run.group = parents.len();
            parents.push(run.group);
            sums.push(Sums::of(run, y));
            while above.get(first).is_some_and(|other| other.end < run.start) {
                first += 1;
            }
            for other in above.iter().skip(first).take_while(|other| other.start <= run.end) {
                let (a, b) = (root(&mut parents, run.group), root(&mut parents, other.group));
                if let (true, Some(parent)) = (a != b, parents.get_mut(a.max(b))) {
                    *parent = a.min(b);
                }
            }
        }
        above = here;
    }
    let mut whole = vec![Sums::default(); sums.len()];
    for (number, part) in sums.iter().enumerate() {
        let number = root(&mut parents, number);
        if let Some(sum) = whole.get_mut(number) {
            sum.add(part);
        }
    }
    let found = whole.iter().filter_map(Sums::stripe);
    let mut steep = false;
    for stripe in found {
        if stripe.slope.abs() <= STEEPEST {
            stripes.push(stripe);
        } else {
            steep |= stripe.length() > SHORTEST_LINE;
        }
    }
    steep
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(&parent) = parents.get(at) {
        if parent == at {
            break;
        }
        let grandparent = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = grandparent;
        }
        at = grandparent;
    }
    at
}

fn runs(row: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark == 1) {
        match runs.last_mut() {
            Some(run) if x <= run.end + GAP => run.end = x,
            _ => runs.push(Run { start: x, end: x, group: 0 }),
        }
    }
    runs.retain(|run| run.end - run.start >= SHORTEST_RUN);
    runs
}

impl Sums {
    fn of(run: &Run, y: usize) -> Self {
        let (a, b, y) = (run.start as f64, run.end as f64, y as f64);
        let n = b - a + 1.0;
        let x = n * (a + b) / 2.0;
        let squares = |n: f64| n * (n + 1.0) * (2.0 * n + 1.0) / 6.0;
        let xx = squares(b) - squares(a - 1.0);
        Self { n, x, y: n * y, xx, xy: x * y, yy: n * y * y, left: run.start, right: run.end }
    }

    fn add(&mut self, other: &Self) {
        if self.n == 0.0 {
            *self = *other;
            return;
        }
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
        self.left = self.left.min(other.left);
        self.right = self.right.max(other.right);
    }

    /// The stripe this piece is, if it is long, thin and straight.
    fn stripe(&self) -> Option<Stripe> {
        let length = (self.right.saturating_sub(self.left)) as f32;
        if length < SHORTEST_LINE / 6.0 {
            return None;
        }
        let (mx, my) = (self.x / self.n, self.y / self.n);
        let (vx, vy, cxy) =
            (self.xx / self.n - mx * mx, self.yy / self.n - my * my, self.xy / self.n - mx * my);
        let slope = cxy / vx.max(1e-9);
        let thickness = (self.n / f64::from(length + 1.0)) as f32;
        // A filled stripe of height h scatters by h / sqrt 12 about its centre line.
        let scatter = (vy - slope * cxy).max(0.0) as f32;
        let straight = scatter < (thickness * 0.5).powi(2) + 1.0;
        let thin = (THICKNESS.0..=THICKNESS.1).contains(&thickness) && length > 2.5 * thickness;
        let at_zero = (my - slope * mx) as f32;
        let (left, right) = (self.left as f32, self.right as f32);
        (straight && thin).then_some(Stripe {
            left,
            right,
            at_zero,
            slope: slope as f32,
            thickness,
            edges: 0.0,
        })
    }
}

/// Joins stripes that continue each other, then keeps the long ones.
fn joined(mut stripes: Vec<Stripe>) -> Vec<Stripe> {
    stripes.sort_unstable_by(|a, b| a.left.total_cmp(&b.left));
    let mut out: Vec<Stripe> = Vec::new();
    for stripe in stripes {
        let before = out.iter_mut().find(|before| continues(before, &stripe));
        match before {
            Some(before) => before.extend(&stripe),
            None => out.push(stripe),
        }
    }
    out.retain(|stripe| stripe.length() >= SHORTEST_LINE);
    out
}

fn continues(before: &Stripe, after: &Stripe) -> bool {
    let gap = after.left - before.right;
    let x = (after.left + before.right) / 2.0;
    let longer = if before.length() > after.length() { before } else { after };
    let other = if before.length() > after.length() { after } else { before };
    let middle = (other.left + other.right) / 2.0;
    (-10.0..80.0).contains(&gap)
        && (longer.y(middle) - other.y(middle)).abs() < 0.5 * longer.thickness.max(5.0)
        && (before.y(x) - after.y(x)).abs() < longer.thickness.max(5.0)
}

impl Stripe {
    fn extend(&mut self, after: &Self) {
        let (a, b) = (self.length(), after.length());
        let (x0, x1) = ((self.left + self.right) / 2.0, (after.left + after.right) / 2.0);
        let (y0, y1) = (self.y(x0), after.y(x1));
        if a.min(b) * 3.0 > a.max(b) {
            self.slope = (y1 - y0) / (x1 - x0).max(1.0);
            self.at_zero = y0 - self.slope * x0;
        } else if b > a {
            (self.slope, self.at_zero) = (after.slope, after.at_zero);
        }
        self.thickness = (self.thickness * a + after.thickness * b) / (a + b).max(1.0);
        self.right = self.right.max(after.right);
    }
}

/// Cuts off ends in which light and dark hardly take turns: edges of the page, cloth, shadows.
fn trim(frame: &Frame<'_>, stripe: &mut Stripe) {
    let first = stripe.left as i32;
    let edges: Vec<u32> = (first..stripe.right as i32 + 1).map(|x| edge(frame, stripe, x)).collect();
    let windows: Vec<u32> = edges.windows(TRIM_WINDOW).map(|window| window.iter().sum()).collect();
    let mut sorted = windows.clone();
    sorted.sort_unstable();
    let typical = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let busy = |window: &u32| 2 * window >= typical;
    let (Some(start), Some(end)) = (windows.iter().position(busy), windows.iter().rposition(busy)) else {
        return;
    };
    // The window that reaches the first letter starts before it.
    let inner = |from: usize| edges.get(from..from + TRIM_WINDOW).unwrap_or_default().iter();
    let strong = |edge: &u32| (TRIM_WINDOW as u32) * *edge >= typical;
    let start = start + inner(start).position(strong).unwrap_or(0);
    let end = end + inner(end).rposition(strong).unwrap_or(TRIM_WINDOW - 1);
    stripe.left = (first + start as i32) as f32;
    stripe.right = (first + end as i32) as f32;
    stripe.edges = typical as f32 / TRIM_WINDOW as f32;
}

/// Change of light over two pixels along three rows of a stripe.
fn edge(frame: &Frame<'_>, stripe: &Stripe, x: i32) -> u32 {
    let y = stripe.y(x as f32) as i32;
    let change = |row: i32| i32::from(frame.pixel(x - 1, row)).abs_diff(i32::from(frame.pixel(x + 1, row)));
    change(y - 2) + change(y) + change(y + 2)
}

/// Pairs and threes of stripes as a zone has them, best first.
fn groups(stripes: &[Stripe]) -> Vec<Vec<Stripe>> {
    let mut found: Vec<(f32, Vec<Stripe>)> = Vec::new();
    for upper in stripes {
        for lower in stripes {
            let Some(distance) = distance(upper, lower) else { continue };
            let score = upper.weight() + lower.weight();
            found.push((score, vec![*upper, *lower]));
            for third in stripes {
                let Some(next) = self::distance(lower, third) else { continue };
                if (next / distance - 1.0).abs() < 0.2 {
                    found.push((score + 1.2 * third.weight(), vec![*upper, *lower, *third]));
                }
            }
        }
    }
    found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MOST_GROUPS);
    found.into_iter().map(|(_, group)| group).collect()
}

/// How far the second lies below the first, if the two can be neighbours in a zone.
fn distance(upper: &Stripe, lower: &Stripe) -> Option<f32> {
    let (left, right) = (upper.left.max(lower.left), upper.right.min(lower.right));
    let middle = (left + right) / 2.0;
    let distance = lower.y(middle) - upper.y(middle);
    let longest = upper.length().max(lower.length());
    // Baselines are 6.35 mm apart, characters 2.4 mm high; the longest line is 44 pitches of 2.54 mm.
    let thickness = upper.thickness.max(lower.thickness);
    let plausible = distance > 1.3 * thickness
        && distance < 6.0 * thickness
        && (distance * 8.0..distance * 24.0).contains(&longest);
    (plausible && right - left > 0.75 * longest && (upper.slope - lower.slope).abs() < 0.06)
        .then_some(distance)
}
