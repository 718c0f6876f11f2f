//! Why a CMS message was not accepted.

use super::{CMS_MAX_BYTES, CMS_MAX_SIGNER_CERTIFICATES};
use crate::key::KeyError;
use crate::x509::{CertificateError, ObjectIdentifier};
use std::fmt;

/// Why a CMS message was not accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CmsError {
    /// A digest or signature algorithm not supported here, SHA-1 among them.
    Algorithm {
        /// The OID in dotted form, empty when damaged.
        found: String,
    },
    /// The signed attributes are missing, damaged, or not about this content type.
    Attributes,
    /// A certificate beside the content cannot be read.
    Certificate(CertificateError),
    /// More certificates beside the content than [`CMS_MAX_SIGNER_CERTIFICATES`].
    Certificates,
    /// The content is not in the message.
    Content,
    /// Another type of content than asked for.
    ContentType {
        /// What it is.
        found: ObjectIdentifier,
    },
    /// Not DER SignedData.
    Der {
        /// Byte offset where reading stopped, 0 when unknown.
        offset: usize,
    },
    /// The content is not what was signed: its digest is another.
    Digest,
    /// The signer's key is of a kind not supported here, or damaged.
    Key(KeyError),
    /// The content is no readable master list.
    MasterList,
    /// The signature does not hold.
    Signature,
    /// The signer's certificate is not there, or is not the one given.
    Signer,
    /// No signer, or more than one.
    Signers,
    /// Longer than [`CMS_MAX_BYTES`].
    Size {
        /// Its length in bytes.
        bytes: usize,
    },
}

impl CmsError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Algorithm { .. } => "cms.algorithm",
            Self::Attributes => "cms.attributes",
            Self::Certificate(error) => error.code(),
            Self::Certificates => "cms.certificates",
            Self::Content => "cms.content",
            Self::ContentType { .. } => "cms.content-type",
            Self::Der { .. } => "cms.der",
            Self::Digest => "cms.digest",
            Self::Key(_) => "cms.key",
            Self::MasterList => "cms.master-list",
            Self::Signature => "cms.signature",
            Self::Signer => "cms.signer",
            Self::Signers => "cms.signers",
            Self::Size { .. } => "cms.size",
        }
    }

    /// What would have been right, where that can be said in a word.
    pub fn expected(&self) -> Option<String> {
        match self {
            Self::Certificates => Some(CMS_MAX_SIGNER_CERTIFICATES.to_string()),
            Self::Size { .. } => Some(CMS_MAX_BYTES.to_string()),
            _ => None,
        }
    }

    /// What was there: an OID, an offset, a length, or what is wrong with a key or certificate.
    pub fn found(&self) -> Option<String> {
        match self {
            Self::Algorithm { found } => Some(found.clone()),
            Self::Certificate(error) => error.found(),
            Self::ContentType { found } => Some(found.to_string()),
            Self::Der { offset } => Some(format!("offset {offset}")),
            Self::Key(error) => Some(error.to_string()),
            Self::Size { bytes } => Some(bytes.to_string()),
            _ => None,
        }
    }
}

impl fmt::Display for CmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        self.found().map_or(Ok(()), |found| write!(f, " ({found})"))
    }
}

impl std::error::Error for CmsError {}
