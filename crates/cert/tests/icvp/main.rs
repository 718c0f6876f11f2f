//! ICVP from the outside: what is issued, and what is not.

#[cfg(test)]
mod issue;
