//! Presentations from the outside: issuing, choosing, showing, reading, the published grammar, and sizes.

#[cfg(test)]
mod batch;
#[cfg(test)]
#[path = "../ithc/examples.rs"]
mod examples;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod size;
#[cfg(test)]
mod world;
