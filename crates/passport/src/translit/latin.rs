//! Table A: Latin letters with marks. Also the Vietnamese and pinyin letters it leaves out, by
//! their base letter.

use super::{Letter, look_up};

/// Letters with renderings of their own, and letters that lose their mark; read by [`look_up`].
const TABLE: &str = "\
    Ä=AE,A Å=AA,A Æ=AE Ĳ=IJ Ñ=N,NXX Ö=OE,O Ø=OE Œ=OE Þ=TH ẞ=SS ÀÁÂÃĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ=A ÇĆĈĊČ=C ÐĎĐ=D \
    ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ=E ĜĞĠĢǦ=G ĤĦ=H ÌÍÎÏĨĪĬĮİIǏỈỊ=I Ĵ=J ĶǨ=K ĹĻĽĿŁ=L ŃŅŇŊǸ=N \
    ÒÓÔÕŌŎŐǑƠỌỎỐỒỔỖỘỚỜỞỠỢ=O ŔŖŘ=R ŚŜŞŠȘ=S ŢŤŦȚ=T ÙÚÛŨŪŬŮŰŲǓƯỤỦỨỪỬỮỰ=U ŴẀẂẄ=W ÝŶŸỲỴỶỸ=Y ŹŻŽ=Z";

const U_DIAERESIS: &[&str] = &["UE", "UXX", "U"];
/// PRC passports: `YU` since 2012 after L and N, `V` and `U` before.
const PINYIN_U_DIAERESIS: &[&str] = &["UE", "UXX", "U", "YU", "V"];

pub(super) fn render(letter: &Letter<'_>) -> Option<Vec<&'static str>> {
    if matches!(letter.this, 'Ü' | 'Ǖ' | 'Ǘ' | 'Ǚ' | 'Ǜ') {
        let pinyin = matches!(letter.before, ['L' | 'N']);
        return Some(if pinyin { PINYIN_U_DIAERESIS } else { U_DIAERESIS }.to_vec());
    }
    look_up(TABLE, letter.this)
}
