//! Sample certificates and the page that shows them, with what a traveller types to bind each.

use crate::authority::{Authority, DESK_PASSPHRASE, DESKS, DeskKey, Issued, LISTED};
use crate::paths;
use anyhow::Result;
use std::fs;

/// One sample: what is in it, who signs it when, and what verifying it says.
struct Sample {
    name: &'static str,
    title: &'static str,
    /// What the verifier answers, and why.
    answer: &'static str,
    /// File with its content; `{{days:-25}}` in it is the date 25 days before it is made.
    content: &'static str,
    signer: &'static str,
    /// Days from now to issue and expiry.
    days: [i64; 2],
    /// The passport it belongs to, as its machine readable zone.
    passport: [&'static str; 2],
}

const ZHANG_WEI: [&str; 2] =
    ["P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8"];
const ANNA_MARIA: [&str; 2] =
    ["P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6"];

/// The sample its issuer withdrew.
const WITHDRAWN: &str = "withdrawn";

const SAMPLES: &[Sample] = &[
    Sample {
        name: "international",
        title: "International certificate of \u{5f20}\u{4f1f} ZHANG WEI",
        answer: "Verified: signed by a listed issuer and valid now.",
        content: "zhang-wei.json",
        signer: "cn",
        days: [0, 180],
        passport: ZHANG_WEI,
    },
    Sample {
        name: "digital-covid",
        title: "EU Digital COVID Certificate of Anna Maria Example",
        answer: "Verified: another state's format, by the same rules.",
        content: "anna-maria.json",
        signer: "de",
        days: [0, 180],
        passport: ANNA_MARIA,
    },
    Sample {
        name: "yellow-fever",
        title: "WHO yellow card (ICVP) of Anna Maria Example",
        answer: "Verified: the certificate of vaccination that WHO's member states issue since 2025.",
        content: "anna-maria-yellow-fever.json",
        signer: "de",
        days: [0, 3650],
        passport: ANNA_MARIA,
    },
    Sample {
        name: "polio",
        title: "Polio vaccination (ICVP) of \u{5f20}\u{4f1f} ZHANG WEI, 25 days old",
        answer: "Verified; on a trip that begins in Pakistan today: rule not met, three days short.",
        content: "zhang-wei-polio.json",
        signer: "cn",
        days: [0, 365],
        passport: ZHANG_WEI,
    },
    Sample {
        name: WITHDRAWN,
        title: "Certificate of \u{5f20}\u{4f1f} ZHANG WEI that its issuer withdrew",
        answer: "Withdrawn by issuer: it is on the list of revoked certificates.",
        content: "zhang-wei.json",
        signer: "cn",
        days: [-1, 179],
        passport: ZHANG_WEI,
    },
    Sample {
        name: "expired",
        title: "Expired certificate of \u{5f20}\u{4f1f} ZHANG WEI",
        answer: "Not valid now: genuine, but it ran out a month ago.",
        content: "zhang-wei.json",
        signer: "cn",
        days: [-90, -30],
        passport: ZHANG_WEI,
    },
    Sample {
        name: "unlisted",
        title: "Certificate by a clinic on no list",
        answer: "Issuer not recognised: well formed, but nobody on the list vouches for it.",
        content: "zhang-wei.json",
        signer: "unlisted",
        days: [0, 180],
        passport: ZHANG_WEI,
    },
];

/// Issues every sample and writes the page over them; answers with what the listed signers issued.
pub fn write(authority: &Authority) -> Result<Vec<Issued>> {
    let folder = authority.samples();
    let contents = paths::root().join("crates/xtask/samples");
    let (mut articles, mut issued) = (String::new(), Vec::new());
    for sample in SAMPLES {
        let picture = folder.join(format!("{}.svg", sample.name));
        let content = folder.join(format!("{}.content.json", sample.name));
        fs::write(&content, authority.dated(&fs::read_to_string(contents.join(sample.content))?)?)?;
        let code = authority.issue(sample.signer, &content, sample.days, &picture)?;
        fs::remove_file(&content)?;
        fs::write(folder.join(format!("{}.txt", sample.name)), &code)?;
        articles.push_str(&article(sample, &code));
        if LISTED.contains(&sample.signer) {
            issued.push(Issued { code, withdrawn: sample.name == WITHDRAWN });
        }
    }
    articles.push_str(&desks());
    fs::write(folder.join("index.html"), page(&articles))?;
    fs::write(folder.join("samples.css"), include_str!("samples.css"))?;
    Ok(issued)
}

fn article(sample: &Sample, code: &str) -> String {
    let Sample { name, title, answer, passport, .. } = sample;
    let lines = passport.map(escaped).join("\n");
    format!(
        "<article>\n<h2>{title}</h2>\n<p>{answer}</p>\n<img src=\"{name}.svg\" alt=\"Code of this certificate\">\n\
         <h3>Passport to bind it to</h3>\n<pre>{lines}</pre>\n\
         <h3>Text of the code</h3>\n<textarea readonly rows=\"4\" aria-label=\"Text of the code\">{}</textarea>\n\
         </article>\n",
        escaped(code)
    )
}

/// The keys that open what is sealed to the demo's authorities.
fn desks() -> String {
    let item = |desk: &DeskKey| {
        format!(
            "<li><a href=\"{file}.key.pem\" download>{file}.key.pem</a>: {} of {}</li>\n",
            desk.name,
            desk.state,
            file = desk.file
        )
    };
    let items: String = DESKS.iter().map(item).collect();
    format!(
        "<article id=\"desks\">\n<h2>Keys of the demo's desks</h2>\n\
         <p>A code can be sealed so that one authority alone reads it. Load its key in the verifier to be that \
         authority. These keys are for this demo only: anybody may have them.</p>\n\
         <h3>Passphrase of all of them</h3>\n<pre>{}</pre>\n<h3>Files</h3>\n<ul>\n{items}</ul>\n</article>\n",
        escaped(DESK_PASSPHRASE)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn page(articles: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Sample certificates</title>\n<link rel=\"stylesheet\" href=\"/index.css\">\n\
         <link rel=\"stylesheet\" href=\"samples.css\">\n<main>\n<header>\n<h1>Sample certificates</h1>\n\
         <p>Made on this machine, by authorities that exist only in this demo.</p>\n</header>\n\
         {articles}</main>\n</html>\n"
    )
}
