//! Every certificate an issuer may sign at [`ISSUED`], at random.

use healthpass_cert::cbor_write;
use healthpass_cert::ithc::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use time::Date;

/// 2026-11-22T00:00:00Z.
pub const ISSUED: i64 = 1_795_305_600;
const TODAY: i64 = ISSUED / 86_400;

/// Nobody below is born later.
const YOUNGEST: i64 = 7_000;

pub fn certificate() -> impl Strategy<Value = Ithc> {
    let blocks = (block(test()), block(antibody()), block(vaccination()));
    (person(), document(), blocks, statement(), option::of(provenance())).prop_map(
        |(person, document, (tests, antibodies, vaccinations), statement, provenance)| {
            let statement = Some(statement);
            let mut certificate =
                Ithc { person, document, tests, antibodies, vaccinations, statement, provenance };
            number_identifiers(&mut certificate);
            if certificate.provenance.is_none() {
                complete(&mut certificate);
            }
            certificate
        },
    )
}

/// Identifiers are distinct within a certificate.
fn number_identifiers(certificate: &mut Ithc) {
    let mut next = 0;
    let mut number = |identifier: &mut String| {
        next += 1;
        *identifier = format!("{next} {}", identifier.chars().take(70).collect::<String>());
    };
    lab_tests(certificate).for_each(|t| number(&mut t.identifier));
    doses(certificate).for_each(|v| number(&mut v.identifier));
}

/// Only a restated record may lack a facility, a city or a time of result.
fn complete(certificate: &mut Ithc) {
    let label = Label { local: None, latin: "Beijing".into() };
    let fill = |place: &mut Place| {
        place.facility.get_or_insert_with(|| label.clone());
        place.city.get_or_insert_with(|| label.clone());
    };
    for test in lab_tests(certificate) {
        fill(&mut test.place);
        test.resulted_at.get_or_insert(test.sampled_at);
    }
    doses(certificate).for_each(|dose| fill(&mut dose.place));
}

fn lab_tests(certificate: &mut Ithc) -> impl Iterator<Item = &mut Test> {
    let tests = entries(&mut certificate.tests).iter_mut();
    tests.chain(entries(&mut certificate.antibodies).iter_mut().map(|a| &mut a.test))
}

fn doses(certificate: &mut Ithc) -> impl Iterator<Item = &mut Vaccination> {
    entries(&mut certificate.vaccinations).iter_mut()
}

fn entries<E>(block: &mut Block<E>) -> &mut [E] {
    match block {
        Block::Found(entries) => entries,
        _ => &mut [],
    }
}

fn person() -> BoxedStrategy<Person> {
    let names = (option::of(label_text()), name(), option::of(name()));
    let sex = prop_oneof![Just(Sex::Female), Just(Sex::Male), Just(Sex::Unspecified)];
    (names, birth_date(), sex, alpha3())
        .prop_map(|(names, birth_date, sex, nationality)| {
            let (native_name, (surname, icao_surname), given) = names;
            let (given_names, icao_given_names) = given.unzip();
            Person {
                native_name,
                surname,
                given_names,
                icao_surname,
                icao_given_names,
                birth_date,
                sex,
                nationality,
            }
        })
        .boxed()
}

/// A name in Latin letters and a rendering: the plain one where there is one, or another.
fn name() -> BoxedStrategy<(String, String)> {
    ("[A-Za-zÀ-ÖØ-öø-ƿẠ-ỹ]([A-Za-zé' ,.-]{0,60}[A-Za-zßœ])?", "[A-Z][A-Z<]{0,60}", any::<bool>())
        .prop_map(|(name, other, plain)| {
            let rendering = plain_icao(&name).filter(|_| plain).unwrap_or(other);
            (name, rendering)
        })
        .boxed()
}

fn birth_date() -> BoxedStrategy<BirthDate> {
    let full = (-25_000..YOUNGEST).prop_map(date);
    prop_oneof![
        full.clone().prop_map(BirthDate::Full),
        full.clone().prop_map(|d| BirthDate::Month(d.year() as u16, d.month())),
        full.prop_map(|d| BirthDate::Year(d.year() as u16)),
        Just(BirthDate::Unknown),
    ]
    .boxed()
}

fn document() -> BoxedStrategy<Document> {
    let kind = prop_oneof![
        Just(DocumentKind::Ordinary),
        Just(DocumentKind::Diplomatic),
        Just(DocumentKind::Service),
        Just(DocumentKind::PublicAffairs),
        Just(DocumentKind::TravelDocument),
    ];
    let number = prop_oneof![
        "[A-Z0-9]{1,22}".prop_map(DocumentNumber::Clear),
        any::<([u8; 16], [u8; 16])>().prop_map(|(salt, value)| DocumentNumber::Committed { salt, value }),
    ];
    (kind, alpha3(), number).prop_map(|(kind, issuer, number)| Document { kind, issuer, number }).boxed()
}

fn block<E: Clone + core::fmt::Debug + 'static>(entry: BoxedStrategy<E>) -> BoxedStrategy<Block<E>> {
    prop_oneof![
        vec(entry, 1..4).prop_map(Block::Found),
        (moment(0..ISSUED), label()).prop_map(|(asked_at, source)| Block::NoneFound { asked_at, source }),
        Just(Block::NotConnected),
    ]
    .boxed()
}

fn test() -> BoxedStrategy<Test> {
    let sampled = (YOUNGEST + 1) * 86_400;
    let times = (moment(sampled..ISSUED - 1000), option::of(0..1000_i64));
    let outcome =
        prop_oneof![Just(Outcome::Detected), Just(Outcome::NotDetected), Just(Outcome::Inconclusive)];
    let what = (disease(), one_or_both(), option::of(coded()), outcome);
    (what, times, place(), label(), text(70))
        .prop_map(|(what, times, place, issuer, identifier)| {
            let (disease, (method, product), maker, outcome) = what;
            let (sampled_at, later) = times;
            let resulted_at =
                later.and_then(|s| Moment::new(sampled_at.unix() + s, sampled_at.offset_minutes()));
            Test {
                disease,
                sampled_at,
                resulted_at,
                method,
                product,
                maker,
                outcome,
                place,
                issuer,
                identifier,
            }
        })
        .boxed()
}

fn antibody() -> BoxedStrategy<Antibody> {
    let class = prop_oneof![Just(AntibodyClass::IgG), Just(AntibodyClass::IgM)];
    (class, test()).prop_map(|(class, test)| Antibody { class, test }).boxed()
}

fn vaccination() -> BoxedStrategy<Vaccination> {
    let number = (1..=99_u8).prop_flat_map(|doses| (1..=doses, Just(doses)));
    let what = (disease(), one_or_both(), coded(), option::of(text(20)));
    let when = (YOUNGEST + 1..=TODAY).prop_map(date);
    (what, when, number, place(), label(), text(70))
        .prop_map(|(what, given_on, (dose, doses), place, issuer, identifier)| {
            let (disease, (vaccine, product), maker, batch) = what;
            Vaccination {
                disease,
                given_on,
                vaccine,
                product,
                maker,
                batch,
                dose,
                doses,
                place,
                issuer,
                identifier,
            }
        })
        .boxed()
}

fn one_or_both() -> BoxedStrategy<(Option<Coded>, Option<Coded>)> {
    prop_oneof![
        coded().prop_map(|c| (Some(c), None)),
        coded().prop_map(|c| (None, Some(c))),
        (coded(), coded()).prop_map(|(a, b)| (Some(a), Some(b))),
    ]
    .boxed()
}

fn coded() -> BoxedStrategy<Coded> {
    let numbered = prop_oneof![
        Just(Catalogue::Loinc),
        Just(Catalogue::Atc),
        Just(Catalogue::Eu),
        Just(Catalogue::Jrc),
        Just(Catalogue::Who),
        Just(Catalogue::Nmpa),
        "[x-z][a-z0-9.-]{0,10}".prop_map(Catalogue::Other),
    ];
    let entry =
        prop_oneof![(numbered, text(80)), disease().prop_map(|d| (Catalogue::Snomed, d.0.to_string())),];
    prop_oneof![
        text(80).prop_map(Coded::Unlisted),
        (entry, option::of(text(80))).prop_map(|((catalogue, code), name)| Coded::Listed {
            catalogue,
            code,
            name
        }),
    ]
    .boxed()
}

fn disease() -> BoxedStrategy<Snomed> {
    prop_oneof![Just(840_539_006), Just(16_541_001), Just(398_102_009), Just(1_119_349_007)]
        .prop_map(Snomed)
        .boxed()
}

fn place() -> BoxedStrategy<Place> {
    let state = prop_oneof![Just("CN"), Just("AE"), Just("SN"), Just("XK")].prop_map(str::to_owned);
    (option::of(label()), option::of(label()), state)
        .prop_map(|(facility, city, state)| Place { facility, city, state })
        .boxed()
}

fn label() -> BoxedStrategy<Label> {
    (option::of(label_text()), label_text()).prop_map(|(local, latin)| Label { local, latin }).boxed()
}

fn statement() -> BoxedStrategy<Statement> {
    let answers = proptest::collection::btree_map(text(20), any::<bool>(), 1..5);
    let flight = prop_oneof![Just("CA988"), Just("3U8633"), Just("HU7976A")].prop_map(str::to_owned);
    let port = prop_oneof![Just("PEK"), Just("CNPEK")].prop_map(str::to_owned);
    (flight, TODAY - 1..TODAY + 300, port, answers)
        .prop_map(|(flight, day, port, answers)| Statement {
            flight,
            date: date(day),
            port,
            answers: answers.into_iter().map(|(question, yes)| Answer { question, yes }).collect(),
        })
        .boxed()
}

fn provenance() -> BoxedStrategy<Provenance> {
    let how = prop_oneof![
        Just(("paper", SourceCheck::Transcribed)),
        Just(("dcc", SourceCheck::Verified)),
        Just(("icvp", SourceCheck::RuleNotMet)),
        Just(("shc", SourceCheck::IssuerNotRecognised)),
        Just(("dcc", SourceCheck::NotValidNow)),
    ];
    how.prop_map(|(format, check)| Provenance { issuer: "SN".into(), format: format.into(), check }).boxed()
}

fn alpha3() -> BoxedStrategy<String> {
    prop_oneof![Just("CHN"), Just("UTO"), Just("SEN"), Just("XXA")].prop_map(str::to_owned).boxed()
}

fn label_text() -> BoxedStrategy<String> {
    text(80)
}

fn text(max: usize) -> BoxedStrategy<String> {
    let inside = format!("[A-Za-z0-9一-龥é/:.#-]([ -~一-龥ا-ي€]{{0,{}}}[!-~一-龥])?", max - 2);
    proptest::string::string_regex(&inside).unwrap().boxed()
}

fn moment(range: core::ops::Range<i64>) -> impl Strategy<Value = Moment> {
    (range, -720..=840_i64).prop_map(|(unix, offset)| Moment::new(unix, offset).unwrap())
}

fn date(days: i64) -> Date {
    Date::from_julian_day(i32::try_from(days + 2_440_588).unwrap()).unwrap()
}

/// Any CBOR at all, nested as a certificate is.
pub fn value() -> impl Strategy<Value = healthpass_cert::cbor::Value> {
    use healthpass_cert::cbor::Value;
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        (-1..16_i64).prop_map(Value::Integer),
        vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
        ".{0,10}".prop_map(Value::Text),
        "[A-Z]{2,3}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Float),
        Just(Value::Null),
    ];
    leaf.prop_recursive(5, 80, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Array),
            vec(((0..16_i64).prop_map(Value::Integer), inner.clone()), 0..9).prop_map(Value::Map),
            inner.prop_map(|v| Value::Tag(1, Box::new(v))),
        ]
    })
    .prop_map(|value| {
        let _ = cbor_write::write(&value);
        value
    })
}
