//! Frames that agree: one frame may be wrong where no check digit guards, several are not likely to.

use crate::band::{self, Band, Stripe};
use crate::cells;
use crate::classify::{Network, Scores};
use crate::decode::{self, LEAST_CLEAR, Reading, Repair};
use crate::frame::Frame;
use crate::grid::{self, Place};
use crate::hint;
use crate::order::sort_by;

/// Frames that must agree before the holder is asked.
pub const VOTES_NEEDED: u32 = 3;
/// Frames in which the same full text was seen, the name included, which no check digit guards.
const SAME_TEXT: u32 = 2;
/// Different zones kept at a time.
const MOST_CANDIDATES: usize = 4;
/// So many clear cells in a hundred are the zone, whether or not its check digits hold.
const CERTAIN: usize = 95;
/// Characters narrower than this, in pixels, are not read.
const LEAST_PITCH: f32 = 10.0;

/// What one frame, with those before it, shows.
#[derive(Clone, Debug, Default)]
pub struct Sighting {
    /// The lines as read; those of all frames together once several agree.
    pub lines: Option<Vec<String>>,
    /// Where the lines are.
    pub band: Option<Band>,
    /// Every check digit of `lines` holds.
    pub checks_hold: bool,
    /// Enough frames agree: show `lines` to the holder and ask.
    pub steady: bool,
    /// Frames that agree so far.
    pub votes: u32,
    /// What to do better, a code of [`CODES`](crate::CODES).
    pub hint: Option<&'static str>,
    /// Characters that were replaced so that the check digits hold, for the holder to look at.
    pub repairs: Vec<Repair>,
}

/// Reads frame after frame of one document.
#[derive(Default)]
pub struct Reader {
    network: Network,
    candidates: Vec<Candidate>,
}

/// One zone as frames have shown it: what check digits guard is the same in all of them.
struct Candidate {
    guarded: String,
    votes: u32,
    sums: Vec<Vec<Scores>>,
    texts: Vec<(Vec<String>, u32)>,
}

/// A zone in one frame.
struct Found {
    reading: Reading,
    scores: Vec<Vec<Scores>>,
    places: Vec<Vec<Place>>,
}

impl Found {
    /// Clear cells, in hundredths: a longer line that is as clear says more.
    fn clear_cells(&self) -> usize {
        self.reading.clear * self.scores.iter().map(Vec::len).sum::<usize>()
    }
}

impl Reader {
    /// A reader that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all frames: another document comes.
    pub fn reset(&mut self) {
        self.candidates.clear();
    }

    /// Looks at one frame. Time is bounded for any picture of up to
    /// [`MAX_PIXELS`](crate::frame::MAX_PIXELS).
    pub fn read(&mut self, frame: &Frame<'_>) -> Sighting {
        if !frame.is_readable() {
            return Sighting { hint: Some(hint::FRAME), ..Sighting::default() };
        }
        let (groups, steep) = band::find(frame);
        let Some(first) = groups.first() else {
            let hint = if steep { hint::TILTED } else { hint::NO_LINES };
            return Sighting { hint: Some(hint), ..Sighting::default() };
        };
        let outline = outline(first);
        let small = grid::spacing(first) * 0.4 < LEAST_PITCH;
        match self.best(frame, &groups) {
            Some(found) => self.vote(found),
            None => {
                let hint = if small { hint::TOO_SMALL } else { hint::BLURRED };
                Sighting { band: Some(outline), hint: Some(hint), votes: self.most(), ..Sighting::default() }
            }
        }
    }

    /// The first group that reads with its check digits, else the clearest.
    fn best(&self, frame: &Frame<'_>, groups: &[Vec<Stripe>]) -> Option<Found> {
        let mut best: Option<Found> = None;
        for group in groups {
            for &cells in shapes(group) {
                let places = grid::fit(frame, group, cells);
                let Some(found) = self.name(frame, places) else { continue };
                if found.reading.checks_hold && found.reading.clear >= LEAST_CLEAR {
                    return Some(found);
                }
                if best.as_ref().is_none_or(|best| best.clear_cells() < found.clear_cells()) {
                    best = Some(found);
                }
            }
            // So clear in wrong lines it would not be.
            if best.as_ref().is_some_and(|best| best.reading.clear >= CERTAIN) {
                return best;
            }
        }
        best.filter(|best| best.reading.clear >= LEAST_CLEAR)
    }

    fn name(&self, frame: &Frame<'_>, places: Vec<Vec<Place>>) -> Option<Found> {
        let line = |line: &Vec<Place>| {
            line.iter().map(|place| self.network.scores(&cells::cut(frame, place))).collect()
        };
        let scores: Vec<Vec<Scores>> = places.iter().map(line).collect();
        Some(Found { reading: decode::read(&scores)?, scores, places })
    }

    fn vote(&mut self, found: Found) -> Sighting {
        let Found { reading, scores, places } = found;
        let band = outline_of(&places);
        if !reading.checks_hold {
            let lines = Some(reading.lines);
            return Sighting {
                lines,
                band,
                hint: Some(hint::UNSURE),
                votes: self.most(),
                ..Sighting::default()
            };
        }
        let guarded = guarded(&reading.lines);
        let rivals =
            self.candidates.iter().filter(|other| other.guarded != guarded).map(|other| other.votes).max();
        let mut candidate = self.taken(guarded, scores);
        candidate.count(&reading.lines);
        // All frames together name a character better than one does.
        let together = decode::read(&candidate.sums).filter(|all| all.checks_hold).unwrap_or(reading);
        let same =
            candidate.texts.iter().find(|(text, _)| *text == together.lines).map_or(0, |(_, count)| *count);
        let votes = candidate.votes;
        let steady = votes >= VOTES_NEEDED && same >= SAME_TEXT && votes > 2 * rivals.unwrap_or(0);
        self.candidates.push(candidate);
        Sighting {
            lines: Some(together.lines),
            band,
            checks_hold: true,
            steady,
            votes,
            hint: None,
            repairs: together.repairs,
        }
    }

    fn most(&self) -> u32 {
        self.candidates.iter().map(|candidate| candidate.votes).max().unwrap_or(0)
    }

    /// The candidate with this guarded text, taken out, its scores added up.
    fn taken(&mut self, guarded: String, scores: Vec<Vec<Scores>>) -> Candidate {
        let at = self.candidates.iter().position(|candidate| candidate.guarded == guarded);
        match at {
            Some(at) => {
                let mut candidate = self.candidates.swap_remove(at);
                candidate.add(&scores);
                candidate
            }
            None => {
                // The weakest one makes room.
                sort_by(&mut self.candidates, |a, b| a.votes > b.votes);
                self.candidates.truncate(MOST_CANDIDATES - 1);
                Candidate { guarded, votes: 1, sums: scores, texts: Vec::new() }
            }
        }
    }
}

impl Candidate {
    /// Half of what was, and the new frame: scores stay in the range of one frame.
    fn add(&mut self, scores: &[Vec<Scores>]) {
        self.votes = self.votes.saturating_add(1);
        let sums = self.sums.iter_mut().flatten().flatten();
        for (sum, score) in sums.zip(scores.iter().flatten().flatten()) {
            *sum = (*sum * 2 + *score) / 3;
        }
    }

    fn count(&mut self, lines: &[String]) {
        match self.texts.iter_mut().find(|(text, _)| text == lines) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => {
                if self.texts.len() >= 2 * MOST_CANDIDATES {
                    self.texts.remove(0);
                }
                self.texts.push((lines.to_vec(), 1));
            }
        }
    }
}

/// Lines with check digits: not the one that holds the name.
fn guarded(lines: &[String]) -> String {
    match lines {
        [_, second] => second.clone(),
        [first, second, _] => format!("{first}{second}"),
        _ => String::new(),
    }
}

/// How many cells a line may have, likelier first: passports are wider than cards of two lines.
fn shapes(group: &[Stripe]) -> &'static [usize] {
    let length = group.first().map_or(0.0, |stripe| stripe.right - stripe.left);
    let cells = length / (grid::spacing(group) * 0.4).max(1.0);
    match group.len() {
        3 => &[30],
        _ if cells > 40.0 => &[44, 36],
        _ => &[36, 44],
    }
}

fn outline(group: &[Stripe]) -> Band {
    let left = group.iter().map(|stripe| stripe.left).fold(f32::MAX, f32::min);
    let right = group.iter().map(|stripe| stripe.right).fold(0.0, f32::max);
    let (x, slope) = ((left + right) / 2.0, group.first().map_or(0.0, |stripe| stripe.slope));
    let ends = group.first().zip(group.last()).map_or((0.0, 0.0), |(a, b)| (a.y(x), b.y(x)));
    let spacing = grid::spacing(group);
    Band {
        x,
        y: (ends.0 + ends.1) / 2.0,
        width: (right - left) * slope.hypot(1.0),
        height: ends.1 - ends.0 + 0.7 * spacing,
        angle: slope.atan().to_degrees(),
    }
}

fn outline_of(places: &[Vec<Place>]) -> Option<Band> {
    let (top, bottom) = (places.first()?, places.last()?);
    let (a, b) = (top.first()?.centre, top.last()?.centre);
    let (c, d) = (bottom.first()?.centre, bottom.last()?.centre);
    let (across, down) = ((b.0 - a.0, b.1 - a.1), (c.0 - a.0, c.1 - a.1));
    let cells = top.len() as f32;
    Some(Band {
        x: (a.0 + b.0 + c.0 + d.0) / 4.0,
        y: (a.1 + b.1 + c.1 + d.1) / 4.0,
        width: across.0.hypot(across.1) * cells / (cells - 1.0),
        height: down.0.hypot(down.1) * (1.0 + 0.7 / (places.len() as f32 - 1.0).max(1.0)),
        angle: across.1.atan2(across.0).to_degrees(),
    })
}
