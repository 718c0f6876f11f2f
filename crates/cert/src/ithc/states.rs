//! Which state codes an issuer may sign. Readers check only the shape, so that a new state needs no update.

/// True for an ISO 3166-1 alpha-2 code, or `XK`, which Kosovo uses in its certificates.
pub fn is_alpha2(code: &str) -> bool {
    is_letters(code, 2) && (code == "XK" || ALPHA_2.split(' ').any(|known| known == code))
}

/// True for an ISO 3166-1 alpha-3 code, or one that ICAO 9303-3 section 5 adds for travel documents
/// (`XXA` stateless, `UNO` United Nations, `UTO` the specimens' Utopia, ...).
pub fn is_alpha3(code: &str) -> bool {
    is_letters(code, 3) && [ALPHA_3, ICAO].iter().any(|list| list.split(' ').any(|known| known == code))
}

/// `length` letters `A`-`Z`: the shape every state code has.
pub fn is_letters(code: &str, length: usize) -> bool {
    code.len() == length && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// ISO 3166-1, as of 2023.
const ALPHA_2: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// ISO 3166-1, as of 2023.
const ALPHA_3: &str = "\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR \
    BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL \
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK \
    FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV \
    HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO \
    LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG \
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN \
    PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE \
    SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO \
    TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

/// ICAO Doc 9303-3 section 5, parts B to E.
const ICAO: &str = "\
    EUE GBD GBN GBO GBP GBS RKS UNA UNK UNO UTO XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC \
    XXX";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_whole() {
        assert_eq!(ALPHA_2.split(' ').count(), 249);
        assert_eq!(ALPHA_3.split(' ').count(), 249);
        for (list, length) in [(ALPHA_2, 2), (ALPHA_3, 3), (ICAO, 3)] {
            let codes: Vec<_> = list.split(' ').collect();
            assert!(codes.iter().all(|c| is_letters(c, length)));
            assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn known_and_unknown() {
        assert!(is_alpha2("CN") && is_alpha2("XK") && is_alpha3("CHN") && is_alpha3("XXA"));
        for wrong in ["cn", "C", "", "CHN", "ZZ", "A ", "C\u{4e}\u{4e}"] {
            assert!(!is_alpha2(wrong), "{wrong}");
        }
        for wrong in ["CN", "chn", "CHA", "D", "D<<", "", "ABW AF"] {
            assert!(!is_alpha3(wrong), "{wrong}");
        }
    }
}
