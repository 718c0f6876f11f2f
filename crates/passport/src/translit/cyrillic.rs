//! Table B: Cyrillic letters, with the exceptions of single states.
//!
//! The letters the table leaves out follow the same states' practice: the soft sign is not written,
//! `Ћ` and `Ѓ` are `C` and `G` (`GJ` in North Macedonia).

use super::{Letter, look_up};

/// Read by [`look_up`]. After the usual rendering those that only some states use, behind the states;
/// `^` for the first letter of a component alone.
const TABLE: &str = "\
    Ё=E,BLR:IO Ђ=D Ѓ=G,MKD:GJ Є=IE,^UKR:YE Ѕ=DZ І=I Ї=I,^UKR:YI Ј=J Љ=LJ Њ=NJ Ћ=C Ќ=K,MKD:KJ Ў=U \
    Џ=DZ,MKD:DJ А=A Б=B В=V Г=G,BLR/SRB/UKR:H Д=D Е=E Ж=ZH,SRB:Z З=Z И=I,UKR:Y Й=I,^UKR:Y К=K Л=L \
    М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=KH,SRB/MKD:H Ц=TS,SRB/MKD:C Ч=CH,SRB:C Ш=SH,SRB:S \
    Щ=SHCH,BGR:SHT Ъ=IE Ы=Y Ь= Э=E Ю=IU,^UKR:YU Я=IA,^UKR:YA Ѫ=U Ѵ=Y Ґ=G Ғ=G,MKD:GJ Һ=C";

pub(super) fn render(letter: &Letter<'_>) -> Option<Vec<&'static str>> {
    let mut renderings = Vec::new();
    // Ukraine keeps ЗГ apart from Ж, which its own rules for passports write ZH.
    if letter.this == 'Г' && letter.issuer == "UKR" && letter.before.last() == Some(&'З') {
        return Some(vec!["H", "GH", "G"]);
    }
    for entry in look_up(TABLE, letter.this)? {
        let Some((states, rendering)) = entry.split_once(':') else {
            renderings.push(entry);
            continue;
        };
        let (first, states) = states.strip_prefix('^').map_or((false, states), |states| (true, states));
        if first && !letter.before.is_empty() {
            continue;
        }
        let at = if states.split('/').any(|state| state == letter.issuer) { 0 } else { renderings.len() };
        renderings.insert(at, rendering);
    }
    Some(renderings)
}
