//! Why an issuer may not sign a certificate: everything incomplete or inconsistent, by name, before signing.

use super::code;
use super::states;
use super::text::{self, Limit};
use super::time::{BirthDate, UNIX_DAYS, unix_days};
use super::types::{
    Antibody, Block, Catalogue, Coded, Document, DocumentNumber, Ithc, Label, Person, Place, Provenance,
    Snomed, SourceCheck, Statement, Test, Vaccination,
};
use super::{MAX_ENTRIES, Moment};
use crate::report::Reason;
use time::Date;

/// Every reason not to sign `certificate` at `issued_at` (Unix seconds); none for one that may be signed.
pub fn problems(certificate: &Ithc, issued_at: i64) -> Vec<Reason> {
    let mut checker = Checker {
        issued_at,
        birth: certificate.person.birth_date,
        restated: certificate.provenance.is_some(),
        identifiers: Vec::new(),
        reasons: Vec::new(),
    };
    checker.certificate(certificate);
    checker.reasons
}

struct Checker<'c> {
    issued_at: i64,
    birth: BirthDate,
    /// A restated record may lack what its source did not say.
    restated: bool,
    identifiers: Vec<&'c str>,
    reasons: Vec<Reason>,
}

impl<'c> Checker<'c> {
    fn certificate(&mut self, c: &'c Ithc) {
        self.person(&c.person);
        self.document(&c.document);
        self.block("tests", &c.tests, Self::test);
        self.block("antibodies", &c.antibodies, |this, at, a: &'c Antibody| this.test(at, &a.test));
        self.block("vaccinations", &c.vaccinations, Self::vaccination);
        if let Some(statement) = &c.statement {
            self.statement(statement);
        }
        if let Some(provenance) = &c.provenance {
            self.provenance(provenance);
        }
        let silent = c.statement.is_none()
            && matches!(c.tests, Block::NotConnected)
            && matches!(c.antibodies, Block::NotConnected)
            && matches!(c.vaccinations, Block::NotConnected);
        self.refuse_if(silent, "", Reason::new(code::CONTENT_NOTHING));
    }

    fn person(&mut self, p: &Person) {
        if let Some(name) = &p.native_name {
            self.text("person.nativeName", name, text::NAME);
        }
        self.latin_name("person.surname", &p.surname);
        self.icao_name("person.icaoSurname", &p.icao_surname);
        if let Some(given) = &p.given_names {
            self.latin_name("person.givenNames", given);
        }
        if let Some(icao) = &p.icao_given_names {
            self.icao_name("person.icaoGivenNames", icao);
        }
        if p.given_names.is_some() != p.icao_given_names.is_some() {
            self.refuse("person.icaoGivenNames", Reason::new(code::NAME_ICAO_MISSING));
        }
        self.state("person.nationality", &p.nationality, code::STATE_ALPHA3);
        self.birth_date(p.birth_date);
    }

    fn birth_date(&mut self, birth: BirthDate) {
        if BirthDate::from_number(birth.number()) != Some(birth) {
            self.refuse("person.birthDate", Reason::new(code::BIRTH_DATE));
        }
        let born_later = birth.earliest().is_some_and(|date| self.is_after_issue(date));
        self.refuse_if(
            born_later,
            "person.birthDate",
            Reason::new(code::BIRTH_IN_FUTURE).found(birth.to_string()),
        );
    }

    fn latin_name(&mut self, at: &str, name: &str) {
        self.text(at, name, text::NAME);
        let wrong = !name.is_empty() && !text::is_latin_name(name);
        self.refuse_if(wrong, at, Reason::new(code::NAME_NOT_LATIN).found(name));
    }

    fn icao_name(&mut self, at: &str, name: &str) {
        self.text(at, name, text::NAME);
        let wrong = !name.is_empty() && !text::is_icao_name(name);
        self.refuse_if(wrong, at, Reason::new(code::NAME_ICAO_ALPHABET).expected("A-Z <").found(name));
    }

    fn document(&mut self, d: &Document) {
        self.state("document.issuer", &d.issuer, code::STATE_ALPHA3);
        if let DocumentNumber::Clear(number) = &d.number {
            let reason = Reason::new(code::DOCUMENT_NUMBER).expected("A-Z 0-9").found(number.as_str());
            self.refuse_if(!text::is_document_number(number), "document.number", reason);
        }
    }

    fn block<E>(&mut self, at: &str, block: &'c Block<E>, entry: impl Fn(&mut Self, &str, &'c E)) {
        match block {
            Block::Found(entries) => {
                self.refuse_if(entries.is_empty(), at, Reason::new(code::BLOCK_EMPTY));
                let too_many = Reason::new(code::BLOCK_TOO_MANY)
                    .expected(MAX_ENTRIES.to_string())
                    .found(entries.len().to_string());
                self.refuse_if(entries.len() > MAX_ENTRIES, at, too_many);
                for (i, each) in entries.iter().enumerate() {
                    entry(self, &format!("{at}[{i}]"), each);
                }
            }
            Block::NoneFound { asked_at, source } => {
                self.label(&format!("{at}.source"), source);
                self.not_after_issue(&format!("{at}.askedAt"), *asked_at, code::BLOCK_ASKED_IN_FUTURE);
            }
            Block::NotConnected => {}
        }
    }

    fn test(&mut self, at: &str, test: &'c Test) {
        self.disease(at, test.disease);
        self.coded(&format!("{at}.method"), test.method.as_ref());
        self.coded(&format!("{at}.product"), test.product.as_ref());
        self.coded(&format!("{at}.maker"), test.maker.as_ref());
        let neither = test.method.is_none() && test.product.is_none();
        self.refuse_if(neither, &format!("{at}.method"), Reason::new(code::TEST_METHOD_OR_PRODUCT));
        self.test_times(at, test);
        self.recorded(at, &test.place, &test.issuer, &test.identifier);
    }

    fn test_times(&mut self, at: &str, test: &Test) {
        let sampled = format!("{at}.sampledAt");
        self.not_after_issue(&sampled, test.sampled_at, code::TEST_SAMPLED_IN_FUTURE);
        self.not_before_birth(&sampled, test.sampled_at.local_date(), code::TEST_BEFORE_BIRTH);
        let resulted = format!("{at}.resultedAt");
        let Some(resulted_at) = test.resulted_at else {
            return self.refuse_if(!self.restated, &resulted, Reason::new(code::TEST_RESULT_TIME));
        };
        self.not_after_issue(&resulted, resulted_at, code::TEST_RESULT_IN_FUTURE);
        let reason = Reason::new(code::TEST_RESULT_BEFORE_SAMPLING)
            .expected(test.sampled_at.to_string())
            .found(resulted_at.to_string());
        self.refuse_if(resulted_at.unix() < test.sampled_at.unix(), &resulted, reason);
    }

    fn vaccination(&mut self, at: &str, dose: &'c Vaccination) {
        self.disease(at, dose.disease);
        self.coded(&format!("{at}.vaccine"), dose.vaccine.as_ref());
        self.coded(&format!("{at}.product"), dose.product.as_ref());
        self.coded(&format!("{at}.maker"), Some(&dose.maker));
        let neither = dose.vaccine.is_none() && dose.product.is_none();
        self.refuse_if(neither, &format!("{at}.product"), Reason::new(code::DOSE_VACCINE_OR_PRODUCT));
        if let Some(batch) = &dose.batch {
            self.text(&format!("{at}.batch"), batch, text::BATCH);
        }
        self.dose_number(at, dose);
        let given = format!("{at}.givenOn");
        self.date(&given, dose.given_on);
        self.not_before_birth(&given, dose.given_on, code::DOSE_BEFORE_BIRTH);
        let reason = Reason::new(code::DOSE_IN_FUTURE).found(dose.given_on.to_string());
        self.refuse_if(self.is_after_issue(dose.given_on), &given, reason);
        self.recorded(at, &dose.place, &dose.issuer, &dose.identifier);
    }

    fn dose_number(&mut self, at: &str, dose: &Vaccination) {
        let range = 1..=text::MAX_DOSES;
        for (name, number) in [("dose", dose.dose), ("doses", dose.doses)] {
            let reason = Reason::new(code::DOSE_NUMBER)
                .expected(format!("{}..{}", range.start(), range.end()))
                .found(number.to_string());
            self.refuse_if(!range.contains(&number), &format!("{at}.{name}"), reason);
        }
        let reason =
            Reason::new(code::DOSE_OVER_TOTAL).expected(dose.doses.to_string()).found(dose.dose.to_string());
        self.refuse_if(dose.dose > dose.doses, &format!("{at}.dose"), reason);
    }

    fn recorded(&mut self, at: &str, place: &Place, issuer: &Label, identifier: &'c str) {
        for (name, label) in [("facility", &place.facility), ("city", &place.city)] {
            let at = format!("{at}.place.{name}");
            match label {
                Some(label) => self.label(&at, label),
                None => self.refuse_if(!self.restated, &at, Reason::new(code::PLACE_INCOMPLETE)),
            }
        }
        self.state(&format!("{at}.place.state"), &place.state, code::STATE_ALPHA2);
        self.label(&format!("{at}.issuer"), issuer);
        let at = format!("{at}.identifier");
        self.text(&at, identifier, text::IDENTIFIER);
        let again = self.identifiers.contains(&identifier);
        self.refuse_if(again, &at, Reason::new(code::IDENTIFIER_DUPLICATE).found(identifier));
        self.identifiers.push(identifier);
    }

    fn statement(&mut self, s: &Statement) {
        let flight = Reason::new(code::STATEMENT_FLIGHT).expected("CA988").found(s.flight.as_str());
        self.refuse_if(!text::is_flight(&s.flight), "statement.flight", flight);
        let port = Reason::new(code::STATEMENT_PORT).expected("PEK, CNPEK").found(s.port.as_str());
        self.refuse_if(!text::is_port(&s.port), "statement.port", port);
        self.date("statement.date", s.date);
        // The flight's local date may be a day behind UTC, nowhere more.
        let past = unix_days(s.date) < self.issued_at.div_euclid(SECONDS_PER_DAY) - 1;
        let reason = Reason::new(code::STATEMENT_PAST).found(s.date.to_string());
        self.refuse_if(past, "statement.date", reason);
        self.refuse_if(s.answers.is_empty(), "statement.answers", Reason::new(code::STATEMENT_NO_ANSWERS));
        let too_many = Reason::new(code::STATEMENT_TOO_MANY)
            .expected(MAX_ENTRIES.to_string())
            .found(s.answers.len().to_string());
        self.refuse_if(s.answers.len() > MAX_ENTRIES, "statement.answers", too_many);
        for (i, answer) in s.answers.iter().enumerate() {
            let at = format!("statement.answers[{i}].question");
            self.text(&at, &answer.question, text::CODE);
            let again = s.answers.iter().take(i).any(|a| a.question == answer.question);
            let reason = Reason::new(code::STATEMENT_TWO_ANSWERS).found(answer.question.as_str());
            self.refuse_if(again, &at, reason);
        }
    }

    fn provenance(&mut self, p: &Provenance) {
        self.state("provenance.issuer", &p.issuer, code::STATE_ALPHA2);
        self.text("provenance.format", &p.format, text::CODE);
        let reason = Reason::new(code::PROVENANCE_FORMAT).expected("a-z 0-9 - .").found(p.format.as_str());
        self.refuse_if(!text::is_slug(&p.format), "provenance.format", reason);
        let paper = p.format == "paper";
        let transcribed = p.check == SourceCheck::Transcribed;
        self.refuse_if(paper != transcribed, "provenance.check", Reason::new(code::PROVENANCE_PAPER));
    }

    fn disease(&mut self, at: &str, disease: Snomed) {
        let reason = Reason::new(code::SNOMED).found(disease.0.to_string());
        self.refuse_if(!text::is_snomed_concept(disease.0), &format!("{at}.disease"), reason);
    }

    fn coded(&mut self, at: &str, coded: Option<&Coded>) {
        match coded {
            None => {}
            Some(Coded::Unlisted(name)) => self.text(at, name, text::LABEL),
            Some(Coded::Listed { catalogue, code: entry, name }) => {
                self.text(&format!("{at}.code"), entry, text::CODE);
                self.catalogue(at, catalogue, entry);
                if let Some(name) = name {
                    self.text(&format!("{at}.name"), name, text::LABEL);
                }
            }
        }
    }

    fn catalogue(&mut self, at: &str, catalogue: &Catalogue, entry: &str) {
        match catalogue {
            Catalogue::Snomed => {
                let identifier = entry.parse().ok().filter(|n: &u64| n.to_string() == entry);
                let reason = Reason::new(code::SNOMED).found(entry);
                let known = identifier.is_some_and(text::is_snomed_concept);
                self.refuse_if(!known, &format!("{at}.code"), reason);
            }
            Catalogue::Other(name) => {
                self.text(&format!("{at}.catalogue"), name, text::CODE);
                let numbered = Catalogue::named(name) != *catalogue;
                let reason = Reason::new(code::CATALOGUE).expected("a-z 0-9 - .").found(name.as_str());
                self.refuse_if(numbered || !text::is_slug(name), &format!("{at}.catalogue"), reason);
            }
            _ => {}
        }
    }

    fn label(&mut self, at: &str, label: &Label) {
        if let Some(local) = &label.local {
            self.text(&format!("{at}.local"), local, text::LABEL);
        }
        self.text(at, &label.latin, text::LABEL);
    }

    fn state(&mut self, at: &str, found: &str, code: &'static str) {
        let (known, example) = match code {
            code::STATE_ALPHA2 => (states::is_alpha2(found), "CN"),
            _ => (states::is_alpha3(found), "CHN"),
        };
        self.refuse_if(!known, at, Reason::new(code).expected(example).found(found));
    }

    fn text(&mut self, at: &str, found: &str, limit: Limit) {
        if let Some(fault) = text::fault(found, limit) {
            self.refuse(at, fault.reason(found, limit));
        }
    }

    fn date(&mut self, at: &str, date: Date) {
        let in_range = UNIX_DAYS.contains(&unix_days(date));
        self.refuse_if(!in_range, at, Reason::new(code::DATE_RANGE).found(date.to_string()));
    }

    fn not_before_birth(&mut self, at: &str, date: Date, code: &'static str) {
        let Some(birth) = self.birth.earliest() else { return };
        let reason = Reason::new(code).expected(self.birth.to_string()).found(date.to_string());
        self.refuse_if(date < birth, at, reason);
    }

    fn not_after_issue(&mut self, at: &str, moment: Moment, code: &'static str) {
        self.refuse_if(moment.unix() > self.issued_at, at, Reason::new(code).found(moment.to_string()));
    }

    /// True when `date` has begun nowhere on Earth at the time of issue (UTC+14 is first).
    fn is_after_issue(&self, date: Date) -> bool {
        let first = self.issued_at.saturating_add(14 * 60 * 60).div_euclid(SECONDS_PER_DAY);
        unix_days(date) > first
    }

    fn refuse_if(&mut self, wrong: bool, at: &str, reason: Reason) {
        if wrong {
            self.refuse(at, reason);
        }
    }

    fn refuse(&mut self, at: &str, reason: Reason) {
        self.reasons.push(if at.is_empty() { reason } else { reason.at(at) });
    }
}

const SECONDS_PER_DAY: i64 = 86_400;
