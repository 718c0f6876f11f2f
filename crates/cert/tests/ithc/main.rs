//! ITHC from the outside: examples, refusals, properties, the published grammar, and sizes.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod size;
#[cfg(test)]
mod strategy;
