//! Helpers the test targets share.
