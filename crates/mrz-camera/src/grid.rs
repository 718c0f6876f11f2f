//! A line's characters stand at one pitch: from a stripe to the places of its cells.

use crate::band::Stripe;
use crate::frame::Frame;
use crate::order::{sort_by, within};

/// Height of capital letters by pitch: 2.4 mm by 2.54 mm (ISO 1073-2 size I, ICAO 9303-3).
const CAP_BY_PITCH: f32 = 0.945;
/// Height of capital letters by distance of lines: 2.4 mm by 6.35 mm.
const CAP_BY_DISTANCE: f32 = 0.378;
/// Rows a cell's height is measured in, over twice the height of a capital letter.
const MEASURED_ROWS: usize = 28;
/// Rounds of the finer search for a pitch, and of a quick try.
const FINE_ROUNDS: usize = 40;
const QUICK_ROUNDS: usize = 6;

/// One cell: its centre and the vectors of one pitch to the right and one cap height down.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Centre.
    pub centre: (f32, f32),
    /// One pitch to the right.
    pub right: (f32, f32),
    /// One cap height down.
    pub down: (f32, f32),
}

/// Where boundaries of cells lie along a line: `start + pitch * u + bend * 4 u (n - u) / n^2`.
#[derive(Clone, Copy, Debug)]
struct Pitch {
    start: f32,
    pitch: f32,
    bend: f32,
    cells: f32,
}

impl Pitch {
    fn at(&self, boundary: f32) -> f32 {
        let bent = 4.0 * boundary * (self.cells - boundary) / (self.cells * self.cells);
        self.start + self.pitch * boundary + self.bend * bent
    }
}

/// Ink by distance along a stripe, from `from` on, a value a pixel.
struct Profile {
    from: f32,
    ink: Vec<i32>,
}

/// One pixel in the fixed-point numbers below.
const ONE: f32 = 65536.0;

impl Profile {
    /// Ink at a fixed-point place counted from the profile's first pixel.
    fn at(&self, x: i32) -> i32 {
        usize::try_from(x >> 16).ok().and_then(|x| self.ink.get(x)).copied().unwrap_or(0)
    }

    /// Calls with the left and right boundary of every cell, in fixed point: the quadratic of
    /// [`Pitch`] by its differences.
    fn each_cell(&self, pitch: &Pitch, cells: usize, mut visit: impl FnMut(i32, i32)) {
        let (n, bend) = (pitch.cells, pitch.bend * ONE);
        let mut left = ((pitch.start - self.from + 0.5) * ONE) as i32;
        let mut step = (pitch.pitch * ONE + 4.0 * bend * (n - 1.0) / (n * n)) as i32;
        let change = (8.0 * bend / (n * n)) as i32;
        for _ in 0..cells {
            let right = left.saturating_add(step);
            visit(left, right);
            left = right;
            step = step.saturating_sub(change);
        }
    }

    /// High where ink stands in cells and none between them.
    fn fit(&self, pitch: &Pitch, cells: usize) -> i32 {
        let mut score = 0;
        let mut last = 0;
        self.each_cell(pitch, cells, |left, right| {
            let part = (right - left) / 64;
            score -= 3 * self.at(left);
            for place in [14, 23, 32, 41, 50] {
                score += self.at(left + place * part);
            }
            last = right;
        });
        score - 3 * self.at(last)
    }

    /// The same, faster, from boundaries alone and one place inside.
    fn coarse(&self, pitch: &Pitch, cells: usize) -> i32 {
        let mut score = 0;
        let mut last = 0;
        self.each_cell(pitch, cells, |left, right| {
            score += self.at(left + (right - left) / 2) - self.at(left);
            last = right;
        });
        score - self.at(last)
    }
}

/// The cells of every line of a group, if it is a zone of `cells` characters a line.
pub fn fit(frame: &Frame<'_>, group: &[Stripe], cells: usize) -> Vec<Vec<Place>> {
    let distance = spacing(group);
    // An end may lie too far out; the line whose length is nearest to what it should be knows best.
    let expected = cells as f32 * distance * CAP_BY_DISTANCE / CAP_BY_PITCH;
    let off = |stripe: &&Stripe| (stripe.right - stripe.left - expected).abs();
    let ends = group.iter().min_by(|a, b| off(a).total_cmp(&off(b)));
    let (left, right) = ends.map_or((0.0, 1.0), |stripe| (stripe.left, stripe.right));
    let row = |stripe: &Stripe| {
        let profile = profile(frame, stripe, (left, right), distance);
        let pitch = pitch(&profile, (left, right), expected / cells as f32, cells);
        (*stripe, profile, pitch)
    };
    let rows: Vec<(Stripe, Profile, Pitch)> = group.iter().map(row).collect();
    places(frame, &aligned(&rows, cells), cells, distance)
}

/// Mean distance of neighbouring lines.
pub fn spacing(group: &[Stripe]) -> f32 {
    let x = group.first().map_or(0.0, |stripe| (stripe.left + stripe.right) / 2.0);
    let first = group.first().map_or(0.0, |stripe| stripe.y(x));
    let last = group.last().map_or(0.0, |stripe| stripe.y(x));
    (last - first) / (group.len().saturating_sub(1).max(1)) as f32
}

/// Darkness of each column under the lightest column nearby.
fn profile(frame: &Frame<'_>, stripe: &Stripe, (left, right): (f32, f32), distance: f32) -> Profile {
    let margin = distance;
    let from = (left - margin).max(-200.0);
    let count = within(right + margin - from, 1.0, 6000.0) as usize;
    let reach = CAP_BY_DISTANCE * distance * 0.42;
    let mean = |x: f32| {
        let samples = (-4..=4).map(|step| {
            let v = reach * step as f32 / 4.0;
            frame.sample(x - stripe.slope * v, stripe.y(x) + v)
        });
        samples.sum::<i32>() / 9
    };
    let means: Vec<i32> = (0..count).map(|step| mean(from + step as f32)).collect();
    let window = (distance * 0.5) as usize + 1;
    let ink = (0..count).map(|at| {
        let near = means.get(at.saturating_sub(window)..(at + window).min(count)).unwrap_or_default();
        near.iter().max().copied().unwrap_or(0) - means.get(at).copied().unwrap_or(0)
    });
    Profile { from, ink: ink.collect() }
}

/// Start, pitch and bend that suit the profile best: a coarse search, then ever smaller steps.
fn pitch(profile: &Profile, (left, right): (f32, f32), expected: f32, cells: usize) -> Pitch {
    let seen = (right - left) / (cells as f32 - 0.25);
    // Where ends lie too far out, the distance of the lines knows the pitch better.
    let guesses = if (seen / expected - 1.0).abs() > 0.05 { &[seen, expected] as &[f32] } else { &[seen] };
    let mut best = Pitch { start: left, pitch: seen, bend: 0.0, cells: cells as f32 };
    let mut score = i32::MIN;
    for &guess in guesses {
        for bend in -4..=4 {
            let tried = coarse(profile, (left, right), guess, guess * bend as f32 * 0.3, cells);
            let (tried, fit) = refined(profile, tried, cells, QUICK_ROUNDS);
            if fit > score {
                (best, score) = (tried, fit);
            }
        }
    }
    refined(profile, best, cells, FINE_ROUNDS).0
}

/// The best of a wide and coarse search with this bend.
fn coarse(profile: &Profile, (left, right): (f32, f32), guess: f32, bend: f32, cells: usize) -> Pitch {
    let mut best = Pitch { start: left, pitch: guess, bend, cells: cells as f32 };
    let mut score = i32::MIN;
    let slack = (right - left - guess * cells as f32) / 2.0;
    let reach = within(slack.abs() / guess * 6.0, 0.0, 24.0) as i32 + 8;
    for stretch in -7..=7 {
        let pitch = guess * (1.0 + stretch as f32 * 0.006);
        let slack = (right - left - pitch * cells as f32) / 2.0;
        for shift in -reach..=reach {
            let start = left + slack + guess * shift as f32 / 6.0;
            let tried = Pitch { start, pitch, ..best };
            let fit = profile.coarse(&tried, cells);
            if fit > score {
                (best, score) = (tried, fit);
            }
        }
    }
    best
}

/// Ever smaller steps from a good start; the fit with the pitch.
fn refined(profile: &Profile, mut best: Pitch, cells: usize, rounds: usize) -> (Pitch, i32) {
    let mut score = profile.fit(&best, cells);
    let mut step = best.pitch * 0.15;
    for _ in 0..rounds {
        let mut better = false;
        for (start, pitch, bend) in STEPS {
            let tried = Pitch {
                start: best.start + start * step,
                pitch: best.pitch + pitch * step / best.cells,
                bend: best.bend + bend * step,
                ..best
            };
            let fit = profile.fit(&tried, cells);
            if fit > score {
                (best, score, better) = (tried, fit, true);
            }
        }
        if !better {
            step *= 0.6;
        }
        if step < 0.2 {
            break;
        }
    }
    (best, score)
}

/// The lines of a zone start one below the other: of all ways to shift lines by whole cells so that
/// they start where one of them does, the one that suits all profiles best.
fn aligned(rows: &[(Stripe, Profile, Pitch)], cells: usize) -> Vec<(Stripe, Pitch)> {
    let (mut best, mut score) = (Vec::new(), i32::MIN);
    for (above, _, lead) in rows {
        for shift in [0.0, -1.0, 1.0] {
            let (mut tried, mut total) = (Vec::new(), 0);
            for (stripe, profile, pitch) in rows {
                // Square to the lines, lower lines of a turned zone start further to one side.
                let down = stripe.y(lead.start) - above.y(lead.start);
                let like = Pitch { start: lead.start + shift * lead.pitch - above.slope * down, ..*lead };
                let off = ((like.start - pitch.start) / pitch.pitch).round();
                let own = Pitch { start: pitch.start + off * pitch.pitch, ..*pitch };
                let own = if off == 0.0 {
                    (own, profile.fit(&own, cells))
                } else {
                    refined(profile, own, cells, QUICK_ROUNDS)
                };
                let like = refined(profile, like, cells, QUICK_ROUNDS);
                let better = if like.1 > own.1 { like } else { own };
                tried.push((*stripe, better.0));
                total += better.1;
            }
            if total > score {
                (best, score) = (tried, total);
            }
        }
    }
    let fine = |((stripe, pitch), (_, profile, _)): ((Stripe, Pitch), &(Stripe, Profile, Pitch))| {
        (stripe, refined(profile, pitch, cells, FINE_ROUNDS).0)
    };
    best.into_iter().zip(rows).map(fine).collect()
}

/// Steps of start, pitch and bend: the whole line, one end, both ends, the middle.
const STEPS: [(f32, f32, f32); 10] = [
    (1.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, -1.0, 0.0),
    (1.0, -1.0, 0.0),
    (-1.0, 1.0, 0.0),
    (-0.5, 1.0, 0.0),
    (0.5, -1.0, 0.0),
    (0.0, 0.0, 1.0),
    (0.0, 0.0, -1.0),
];

fn places(frame: &Frame<'_>, rows: &[(Stripe, Pitch)], cells: usize, distance: f32) -> Vec<Vec<Place>> {
    let cap = CAP_BY_DISTANCE * distance;
    let mut out: Vec<Vec<Place>> = Vec::with_capacity(rows.len());
    let mut heights: Vec<f32> = Vec::new();
    for (stripe, pitch) in rows {
        let raw: Vec<Place> = (0..cells).map(|cell| place(stripe, pitch, cell, cap)).collect();
        let measured: Vec<(f32, f32)> = raw.iter().map(|place| extent(frame, place)).collect();
        let (offset, drift) = centre_line(&measured);
        heights.extend(measured.iter().map(|(_, height)| *height));
        let moved = raw.into_iter().enumerate().map(|(cell, mut place)| {
            let off = offset + drift * (cell as f32 - cells as f32 / 2.0);
            place.centre.0 += place.down.0 * off;
            place.centre.1 += place.down.1 * off;
            place
        });
        out.push(moved.collect());
    }
    sort_by(&mut heights, |a, b| a < b);
    let height = within(heights.get(heights.len() * 3 / 4).copied().unwrap_or(1.0), 0.7, 1.35);
    set_down(&mut out, height);
    out
}

fn place(stripe: &Stripe, pitch: &Pitch, cell: usize, cap: f32) -> Place {
    let u = cell as f32;
    let (from, middle, to) = (pitch.at(u), pitch.at(u + 0.5), pitch.at(u + 1.0));
    let width = to - from;
    let cap = within(cap, 0.75 * CAP_BY_PITCH * width, 1.2 * CAP_BY_PITCH * width);
    Place {
        centre: (middle, stripe.y(middle)),
        right: (width, width * stripe.slope),
        down: (-cap * stripe.slope, cap),
    }
}

/// Centre and height of the ink of one cell, in cap heights, from the place's centre.
fn extent(frame: &Frame<'_>, place: &Place) -> (f32, f32) {
    let v = |row: usize| (row as f32 + 0.5) / MEASURED_ROWS as f32 * 1.8 - 0.9;
    let darkest = |row: usize| {
        let samples = (-3..=3).map(|step| {
            let u = step as f32 * 0.11;
            let (x, y) = along(place, u, v(row));
            frame.sample(x, y)
        });
        samples.min().unwrap_or(255)
    };
    let rows: Vec<i32> = (0..MEASURED_ROWS).map(darkest).collect();
    let (low, high) = rows.iter().fold((255, 0), |(low, high), &row| (low.min(row), high.max(row)));
    let dark = |row: usize| rows.get(row).is_some_and(|&value| 2 * value < low + high);
    let middle = MEASURED_ROWS / 2;
    let start = (0..6).flat_map(|off| [middle + off, middle - off]).find(|&row| dark(row)).unwrap_or(middle);
    let (mut top, mut bottom) = (start, start);
    while top > 0 && (dark(top - 1) || (top > 1 && dark(top - 2))) {
        top -= 1;
    }
    while bottom + 1 < MEASURED_ROWS && (dark(bottom + 1) || dark(bottom + 2)) {
        bottom += 1;
    }
    ((v(top) + v(bottom)) / 2.0, v(bottom) - v(top) + 1.8 / MEASURED_ROWS as f32)
}

/// The point `u` pitches right and `v` cap heights below a place's centre.
pub(crate) fn along(place: &Place, u: f32, v: f32) -> (f32, f32) {
    let x = place.centre.0 + place.right.0 * u + place.down.0 * v;
    let y = place.centre.1 + place.right.1 * u + place.down.1 * v;
    (x, y)
}

/// A straight line through the centres of cells, by cell from the middle one; outliers left out.
fn centre_line(measured: &[(f32, f32)]) -> (f32, f32) {
    let middle = measured.len() as f32 / 2.0;
    let (mut offset, mut drift) = (median(measured.iter().map(|(centre, _)| *centre).collect()), 0.0);
    for allowed in [0.25, 0.15, 0.12] {
        let (mut n, mut x, mut y, mut xx, mut xy) = (0.0f32, 0.0, 0.0, 0.0, 0.0);
        for (cell, (centre, _)) in measured.iter().enumerate() {
            let u = cell as f32 - middle;
            if (centre - offset - drift * u).abs() < allowed {
                (n, x, y, xx, xy) = (n + 1.0, x + u, y + centre, xx + u * u, xy + u * centre);
            }
        }
        let spread = n * xx - x * x;
        if n >= 8.0 && spread > 1.0 {
            drift = (n * xy - x * y) / spread;
            offset = (y - drift * x) / n;
        }
    }
    (offset, drift)
}

fn median(mut values: Vec<f32>) -> f32 {
    sort_by(&mut values, |a, b| a < b);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Down is where the same cell of the next line lies: that holds the shear of a perspective view.
fn set_down(lines: &mut [Vec<Place>], height: f32) {
    let ends: Vec<(f32, f32)> = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => {
            first.iter().zip(last).map(|(a, b)| (b.centre.0 - a.centre.0, b.centre.1 - a.centre.1)).collect()
        }
        _ => return,
    };
    for line in lines {
        for (place, (x, y)) in line.iter_mut().zip(&ends) {
            let cap = height * place.down.1;
            // Lines that do not start one above the other say nothing of the shear.
            let lean = if y.abs() > 1.0 { x / y } else { 0.0 };
            let square = place.down.0 / place.down.1.max(0.1);
            let lean = if (lean - square).abs() < 0.25 { lean } else { square };
            place.down = (cap * lean, cap);
        }
    }
}
