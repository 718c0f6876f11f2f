//! The JavaScript edge.
