//! What an ITHC says. Each type shows the CDDL (RFC 8610) it is signed as; `ithc.cddl` has it whole.

use super::time::{BirthDate, Moment};
use time::Date;

/// The value under claim -260, sub-key [`super::ITHC_SUBCLAIM`].
///
/// ```cddl
/// ithc = { 0: 1, 1: person, 2: document, 3: block<test>, 4: block<antibody>, 5: block<vaccination>,
///          ? 6: statement, ? 7: provenance }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ithc {
    /// Whom it is about.
    pub person: Person,
    /// The travel document it is tied to.
    pub document: Document,
    /// Nucleic acid tests.
    pub tests: Block<Test>,
    /// Serum antibody tests; IgG and IgM are separate entries.
    pub antibodies: Block<Antibody>,
    /// Vaccine doses.
    pub vaccinations: Block<Vaccination>,
    /// The holder's declaration for one flight on one date.
    pub statement: Option<Statement>,
    /// Present when every record is restated from one other source.
    pub provenance: Option<Provenance>,
}

/// ```cddl
/// person = { ? 1: native name, 2: surname, ? 3: given names, ? 4: icao surname, ? 5: icao given names,
///            6: birth date, 7: sex, 8: nationality }
/// ```
/// The ICAO renderings are left out of the signed bytes where [`plain_icao`] of the name gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Full name in the holder's own script.
    pub native_name: Option<String>,
    /// Surname (primary identifier) in Latin letters as the travel document prints it.
    pub surname: String,
    /// Given names (secondary identifier); absent for a holder with a single name.
    pub given_names: Option<String>,
    /// Surname as in a machine readable zone: `A`-`Z` and `<`.
    pub icao_surname: String,
    /// Given names as in a machine readable zone; present exactly when `given_names` is.
    pub icao_given_names: Option<String>,
    /// Date of birth.
    pub birth_date: BirthDate,
    /// Sex as the travel document states it.
    pub sex: Sex,
    /// ISO 3166-1 alpha-3, or an ICAO 9303-3 addition such as `XXA`.
    pub nationality: String,
}

/// Signed as ISO/IEC 5218 numbers: `sex = 0 / 1 / 2`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sex {
    /// 2.
    Female,
    /// 1.
    Male,
    /// 0; `X` or `<` in the document.
    Unspecified,
}

/// The issuing state is left out of the signed bytes where it is the person's nationality.
///
/// ```cddl
/// document = { 1: kind, ? 2: issuing state, (3: number // 4: [salt, commitment]) }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Which kind of document.
    pub kind: DocumentKind,
    /// Issuing state, alpha-3.
    pub issuer: String,
    /// Its number, in clear or committed to.
    pub number: DocumentNumber,
}

/// The five documents the certificate is issued for: `kind = 0..4`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DocumentKind {
    /// 0, 普通护照.
    Ordinary,
    /// 1, 外交护照.
    Diplomatic,
    /// 2, 公务护照.
    Service,
    /// 3, 公务普通护照.
    PublicAffairs,
    /// 4, 旅行证.
    TravelDocument,
}

/// The number, or what lets a reader with the document in hand confirm it.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentNumber {
    /// As in the machine readable zone without its fillers: `A`-`Z`, `0`-`9`.
    Clear(String),
    /// See [`super::commitment`].
    Committed {
        /// Random, new for each certificate.
        salt: [u8; 16],
        /// [`super::commitment`] of salt, number, birth and expiry.
        value: [u8; 16],
    },
}

/// What came of asking for one kind of record; "no data" never looks like "not vaccinated".
///
/// ```cddl
/// block<entry> = 0 / [1, asked at, source] / [2, + entry]
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Block<E> {
    /// 2: at least one record.
    Found(Vec<E>),
    /// 1: the source was asked and had none.
    NoneFound {
        /// When it was asked.
        asked_at: Moment,
        /// Who was asked.
        source: Label,
    },
    /// 0: no source was connected, so nothing is known.
    NotConnected,
}

/// A nucleic acid test.
///
/// ```cddl
/// test = { 1: disease, 2: sampled at, ? 3: resulted at, ? 4: method, ? 5: product, ? 6: maker,
///          7: outcome, 8: place, ? 9: record issuer, 10: identifier }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Disease looked for.
    pub disease: Snomed,
    /// Time of sampling; validity counts from here.
    pub sampled_at: Moment,
    /// Time of the result; absent only in a restated record whose source did not say.
    pub resulted_at: Option<Moment>,
    /// Method; it or the product is present.
    pub method: Option<Coded>,
    /// Test product.
    pub product: Option<Coded>,
    /// Maker of the product.
    pub maker: Option<Coded>,
    /// What it found.
    pub outcome: Outcome,
    /// Where the sample was taken.
    pub place: Place,
    /// Who recorded it; left out of the signed bytes where it is the facility.
    pub issuer: Label,
    /// Certificate identifier of this record.
    pub identifier: String,
}

/// A serum antibody test: `antibody = { test's members, 11: 0 (IgG) / 1 (IgM) }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Antibody {
    /// Which antibody.
    pub class: AntibodyClass,
    /// Everything it shares with a nucleic acid test.
    pub test: Test,
}

/// Which antibody a serum test looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AntibodyClass {
    /// 0.
    IgG,
    /// 1.
    IgM,
}

/// One vaccine dose.
///
/// ```cddl
/// vaccination = { 1: disease, ? 4: vaccine, ? 5: product, 6: maker, 8: place, ? 9: record issuer,
///                 10: identifier, 12: given on, ? 13: batch, 14: dose, 15: doses }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Vaccination {
    /// Disease it protects against.
    pub disease: Snomed,
    /// Day it was given.
    pub given_on: Date,
    /// Kind of vaccine; it or the product is present.
    pub vaccine: Option<Coded>,
    /// Vaccine product.
    pub product: Option<Coded>,
    /// Maker or marketing authorisation holder.
    pub maker: Coded,
    /// Batch or lot.
    pub batch: Option<String>,
    /// Number of this dose, from 1.
    pub dose: u8,
    /// Doses in the series, boosters included.
    pub doses: u8,
    /// Where it was given; it may be abroad.
    pub place: Place,
    /// Who recorded it; left out of the signed bytes where it is the facility.
    pub issuer: Label,
    /// Certificate identifier of this record.
    pub identifier: String,
}

/// What a test found: `outcome = 0 / 1 / 2`; [`Outcome::snomed`] gives the SNOMED CT code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// 0.
    NotDetected,
    /// 1.
    Detected,
    /// 2.
    Inconclusive,
}

impl Outcome {
    /// The SNOMED CT qualifier value.
    pub fn snomed(self) -> &'static str {
        match self {
            Self::NotDetected => "260415000",
            Self::Detected => "260373001",
            Self::Inconclusive => "419984006",
        }
    }
}

/// A SNOMED CT concept identifier, signed as an integer; the most frequent diseases as `1..4`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Snomed(pub u64);

/// Where it happened: `place = { ? 1: facility, ? 2: city, 3: state }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Facility; absent only in a restated record whose source did not say.
    pub facility: Option<Label>,
    /// City; as the facility.
    pub city: Option<Label>,
    /// State, ISO 3166-1 alpha-2.
    pub state: String,
}

/// A name in Latin letters, and in the local script where there is one: `label = tstr / [local, latin]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// In the local script.
    pub local: Option<String>,
    /// In Latin letters.
    pub latin: String,
}

/// A method, product, vaccine or maker.
///
/// ```cddl
/// coded = tstr / [catalogue, code, ? name] / 1..3     ; a bare text is a name that no catalogue holds
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Coded {
    /// An entry of a catalogue.
    Listed {
        /// Which catalogue.
        catalogue: Catalogue,
        /// The code there.
        code: String,
        /// Proper name, for readers without the catalogue.
        name: Option<String>,
    },
    /// The proper name of something no catalogue holds: "not in catalogue" is not "invalid".
    Unlisted(String),
}

/// Where a code is defined: `catalogue = 1..7`, or its name for any other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Catalogue {
    /// 1, SNOMED CT.
    Snomed,
    /// 2, LOINC.
    Loinc,
    /// 3, WHO ATC.
    Atc,
    /// 4, EU value sets: vaccine products and their authorisation holders.
    Eu,
    /// 5, the EU common list of antigen tests (JRC device numbers).
    Jrc,
    /// 6, WHO prequalification and emergency use lists.
    Who,
    /// 7, approval numbers of China's NMPA (国药准字, 国械注准).
    Nmpa,
    /// Any other, by name: `a`-`z`, `0`-`9`, `-`.
    Other(String),
}

/// ```cddl
/// statement = { 1: flight, 2: date, 3: port, 4: [+ [question, bool]] }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Flight number with its airline's designator: `CA988`.
    pub flight: String,
    /// Local date of departure.
    pub date: Date,
    /// Port of arrival: IATA airport (`PEK`) or UN/LOCODE (`CNPEK`).
    pub port: String,
    /// Questions and the holder's answers, in the order asked.
    pub answers: Vec<Answer>,
}

/// One declared answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Identifier of the question.
    pub question: String,
    /// True for yes.
    pub yes: bool,
}

/// ```cddl
/// provenance = { 1: state of the source, 2: format, 3: check }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// State that issued the source, ISO 3166-1 alpha-2.
    pub issuer: String,
    /// Format of the source: `dcc`, `icvp`, `shc`, ...; `paper` for a booklet.
    pub format: String,
    /// What checking the source gave.
    pub check: SourceCheck,
}

/// What checking a source gave, before it was restated: `check = 0..4`.
///
/// A source that is not genuine, revoked or somebody else's has no value here: it cannot be restated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SourceCheck {
    /// 0: typed from paper; nothing could be checked.
    Transcribed,
    /// 1.
    Verified,
    /// 2: genuine, a rule was not met.
    RuleNotMet,
    /// 3: well formed, its issuer was not listed.
    IssuerNotRecognised,
    /// 4: genuine, outside its validity.
    NotValidNow,
}

/// The ICAO 9303-3 rendering of a name that needs no transliteration table: letters `A`-`Z` in either
/// case, spaces and hyphens (to `<`), apostrophes, full stops and commas (dropped). `None` for any other.
///
/// ```
/// use healthpass_cert::ithc::plain_icao;
/// assert_eq!(plain_icao("Smith-Jones").as_deref(), Some("SMITH<JONES"));
/// assert_eq!(plain_icao("O'CONNOR").as_deref(), Some("OCONNOR"));
/// assert_eq!(plain_icao("MÜLLER"), None);
/// ```
pub fn plain_icao(name: &str) -> Option<String> {
    let mut rendered = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'A'..='Z' => rendered.push(c),
            'a'..='z' => rendered.push(c.to_ascii_uppercase()),
            ' ' | '-' if rendered.is_empty() || rendered.ends_with('<') => {}
            ' ' | '-' => rendered.push('<'),
            '\'' | '\u{2019}' | '.' | ',' => {}
            _ => return None,
        }
    }
    let rendered = rendered.trim_end_matches('<');
    (!rendered.is_empty()).then(|| rendered.to_owned())
}
