//! The holder's gate: from a bound passport to a code that may be shown.
