//! Which states a country signing authority may speak for: the `C` of its name beside the issuer in the
//! machine readable zone. Without this any state on a list could sign for any other.

/// ISO 3166-1 alpha-2 followed by alpha-3 (and `XK`, `XKX`), five letters each.
const STATES: &str = "\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE \
    BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS \
    BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN \
    COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST \
    EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF \
    GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD \
    HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM \
    JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA \
    LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD \
    MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM \
    NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG \
    PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA \
    SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD \
    STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON \
    TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

/// What the zones of a country's passports say where that is not, or not only, its alpha-3 code: ICAO 9303-3
/// section 5 (8th edition) unless another source is named.
const OTHERS: &[(&str, &[&str])] = &[
    // Part B: British passport holders of other status, issued by the United Kingdom or for a territory.
    ("AI", &["GBD"]),
    ("BM", &["GBD"]),
    ("FK", &["GBD"]),
    ("GB", &["GBD", "GBN", "GBO", "GBP", "GBS"]),
    ("GI", &["GBD"]),
    ("KY", &["GBD"]),
    ("MS", &["GBD"]),
    ("SH", &["GBD"]),
    ("TC", &["GBD"]),
    ("VG", &["GBD"]),
    // Hong Kong's and Macao's passports are issued as China's; their authorities on the German master list
    // of 2026-05-28 have `C=CN` and may be found with their own codes elsewhere.
    ("CN", &["HKG", "MAC"]),
    ("HK", &["CHN"]),
    ("MO", &["CHN"]),
    // Section 5: Germany's one letter.
    ("DE", &["D"]),
    // Part D: the European Union's laissez-passer.
    ("EU", &["EUE"]),
    // Kosovo: `C=KS` on the German master list, RKS in its zones, XKX and UNK elsewhere.
    ("KS", &["RKS", "UNK", "XKX"]),
    ("XK", &["RKS", "UNK"]),
    // Part D: organisations.
    ("UN", &["UNO", "UNA", "UNK"]),
    ("XO", &["XOM"]),
    ("XP", &["XPO"]),
    // Romania's code until 2002, in zones of old documents (ISO 3166-3).
    ("RO", &["ROM"]),
    // ICAO's specimen state, and the mock state of the ZKPassport project.
    ("UT", &["UTO"]),
    ("ZK", &["ZKR"]),
];

/// Whether an authority of this `C` (two letters, or the three of the zone itself) may sign for the `issuer`
/// of a zone (one to three letters).
///
/// ```
/// use healthpass_passport::authentication::may_sign_for;
/// assert!(may_sign_for("DE", "D") && may_sign_for("CN", "CHN") && may_sign_for("UTO", "UTO"));
/// assert!(!may_sign_for("UT", "CHN") && !may_sign_for("", "") && !may_sign_for("D", "D"));
/// ```
pub fn may_sign_for(country: &str, issuer: &str) -> bool {
    match country.len() {
        3 => country == issuer || alpha2(country).is_some_and(|two| may_sign_for(two, issuer)),
        2 => {
            let own =
                STATES.split_ascii_whitespace().any(|row| row.split_at_checked(2) == Some((country, issuer)));
            own || OTHERS.iter().any(|(of, issuers)| *of == country && issuers.contains(&issuer))
        }
        _ => false,
    }
}

/// Whether two codes, of two or three letters in any form an authority or a list writes them, are of one state.
pub fn same_country(a: &str, b: &str) -> bool {
    let two = |code: &str| if code.len() == 3 { alpha2(code).map(str::to_owned) } else { None };
    let one = |code: &str| two(code).unwrap_or_else(|| code.to_owned());
    one(a) == one(b)
}

fn alpha2(three: &str) -> Option<&'static str> {
    let mut rows = STATES.split_ascii_whitespace().filter_map(|row| row.split_at_checked(2));
    rows.find(|(_, alpha3)| *alpha3 == three).map(|(two, _)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_two_codes() {
        let rows: Vec<&str> = STATES.split_ascii_whitespace().collect();
        assert_eq!(rows.len(), 250);
        assert!(rows.iter().all(|row| row.len() == 5 && row.bytes().all(|b| b.is_ascii_uppercase())));
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn nobody_signs_for_another() {
        for (country, issuer) in [("CN", "CHN"), ("HK", "CHN"), ("GB", "GBN"), ("KS", "RKS"), ("UN", "UNA")] {
            assert!(may_sign_for(country, issuer), "{country} {issuer}");
        }
        for (country, issuer) in [("UT", "CHN"), ("CN", "TWN"), ("DE", "DEN"), ("HK", "MAC"), ("US", "USA<")]
        {
            assert!(!may_sign_for(country, issuer), "{country} {issuer}");
        }
        assert!(same_country("CHN", "CN") && same_country("UTO", "UTO") && !same_country("SE", "CHE"));
    }
}
