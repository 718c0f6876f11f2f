//! What a person is called on a screen.

/// Both forms of a name.
pub(crate) struct Names {
    pub native: Option<String>,
    pub latin: Option<String>,
}

impl Names {
    pub fn of(
        document: Option<&healthpass_passport::BoundDocument>,
        certificate: Option<&healthpass_cert::model::Certificate>,
    ) -> Self {
        let person = certificate.map(|view| &view.person);
        let join = |surname: &str, given: &str| format!("{surname} {given}").trim().to_owned();
        let from_document = document.map(|document| join(&document.surname, &document.given_names));
        let from_person = person.map(|person| {
            join(
                person.surname.as_deref().or(person.full_name.as_deref()).unwrap_or_default(),
                person.given_names.as_deref().unwrap_or_default(),
            )
        });
        Self {
            // A certificate gives the whole native name; the passport's zone has room for three characters.
            native: person
                .and_then(|person| person.native_name.clone())
                .or_else(|| document.and_then(|document| document.native_name.clone())),
            latin: from_document.or(from_person).filter(|name| !name.is_empty()),
        }
    }
}
