//! Zones of people who do not exist.

use super::Random;
use healthpass_passport::mrz::check_digit;

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

fn text(random: &mut Random, letters: &str, count: usize) -> String {
    (0..count).map(|_| random.of(letters)).collect()
}

fn checked(field: &str) -> String {
    format!("{field}{}", check_digit(field))
}

fn date(random: &mut Random) -> String {
    format!("{:02}{:02}{:02}", random.below(100), 1 + random.below(12), 1 + random.below(28))
}

fn name(random: &mut Random, length: usize) -> String {
    let parts = |random: &mut Random, most: usize| -> Vec<String> {
        (0..1 + random.below(most))
            .map(|_| {
                let n = 2 + random.below(7);
                text(random, LETTERS, n)
            })
            .collect()
    };
    let (family, given) = (parts(random, 2).join("<"), parts(random, 3).join("<"));
    format!("{:<<length$.length$}", format!("{family}<<{given}"))
}

/// A passport of the People's Republic: its second line has no filler at all.
pub fn chinese(random: &mut Random) -> Vec<String> {
    let number = if random.chance(0.5) {
        format!("E{}", text(random, DIGITS, 8))
    } else {
        format!("E{}{}", random.of("ABCDEFGHJKLMNPQRSTUVWXYZ"), text(random, DIGITS, 7))
    };
    let native = format!("{}{}{}", text(random, "ABCDEFGHIJKLMNOP", 12), random.of("AB"), random.of("09"));
    let first = format!("POCHN{}", name(random, 39));
    second_line(random, first, &number, "CHN", &native)
}

/// A passport of any state.
pub fn passport(random: &mut Random) -> Vec<String> {
    let state = ["UTO", "D<<", "FRA", "GBR", "JPN", "XAA"][random.below(6)];
    let number = text(random, "0123456789CFGHJKLMNPRTVWXYZ", 9);
    let optional =
        if random.chance(0.6) { "<".repeat(14) } else { format!("{}<<<<", text(random, DIGITS, 10)) };
    let first = format!("P<{state}{}", name(random, 39));
    second_line(random, first, &number, state, &optional)
}

fn second_line(random: &mut Random, first: String, number: &str, state: &str, optional: &str) -> Vec<String> {
    let (number, birth, expiry) = (checked(number), checked(&date(random)), checked(&date(random)));
    let optional = if optional.starts_with('<') { format!("{optional}<") } else { checked(optional) };
    let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
    vec![first, format!("{number}{state}{birth}{}{expiry}{optional}{composite}", random.of("MF"))]
}

/// A card of three lines.
pub fn card(random: &mut Random) -> Vec<String> {
    let number = checked(&text(random, "0123456789CFGHJKLMNPRTVWXYZ", 9));
    let (birth, expiry) = (checked(&date(random)), checked(&date(random)));
    let optional = "<".repeat(15);
    let composite = check_digit(&format!("{number}{optional}{birth}{expiry}{}", "<".repeat(11)));
    vec![
        format!("IDUTO{number}{optional}"),
        format!("{birth}{}{expiry}UTO{}{composite}", random.of("MF"), "<".repeat(11)),
        name(random, 30),
    ]
}

/// A card of two lines.
pub fn small(random: &mut Random) -> Vec<String> {
    let number = checked(&text(random, DIGITS, 9));
    let (birth, expiry) = (checked(&date(random)), checked(&date(random)));
    let optional = "<".repeat(7);
    let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
    vec![
        format!("I<UTO{}", name(random, 31)),
        format!("{number}UTO{birth}{}{expiry}{optional}{composite}", random.of("MF")),
    ]
}
