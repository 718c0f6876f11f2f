//! Table A: Latin letters with marks. Also the letters it leaves out (Vietnamese, pinyin, West African and those with
//! a dot or line below), by their base letter.

use super::{Letter, look_up};

/// Letters with renderings of their own, and letters that lose their mark; read by [`look_up`].
const TABLE: &str = "\
    ÄǞ=AE,A ÅǺ=AA,A ÆǢǼ=AE Ĳ=IJ Ñ=N,NXX ÖȪ=OE,O ØŒǾ=OE Þ=TH ẞ=SS Ə=E,A ǄǱ=DZ Ǉ=LJ Ǌ=NJ \
    ÀÁÂÃĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶǠȀȂȦḀ=A ƁḂḄḆ=B ÇĆĈĊČḈ=C ÐĎĐƉƊḊḌḎḐḒ=D ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆƎƐȄȆȨḔḖḘḚḜ=E ƑḞ=F \
    ĜĞĠĢǦƔǴḠ=G ĤĦȞḢḤḦḨḪ=H ÌÍÎÏĨĪĬĮİIǏỈỊƖƗȈȊḬḮ=I Ĵ=J ĶǨƘḰḲḴ=K ĹĻĽĿŁḶḸḺḼ=L ḾṀṂ=M ŃŅŇŊǸƝṄṆṈṊ=N \
    ÒÓÔÕŌŎŐǑƠỌỎỐỒỔỖỘỚỜỞỠỢƆƟǪǬȌȎȬȮȰṌṎṐṒ=O ṔṖ=P ŔŖŘȐȒṘṚṜṞ=R ŚŜŞŠȘṠṢṤṦṨ=S ŢŤŦȚṪṬṮṰ=T \
    ÙÚÛŨŪŬŮŰŲǓƯỤỦỨỪỬỮỰȔȖṲṴṶṸṺ=U ƲṼṾ=V ŴẀẂẄẆẈ=W ẊẌ=X ÝŶŸỲỴỶỸƳȲẎ=Y ŹŻŽẐẒẔ=Z";

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
