//! Algorithms, keys and X.509; knows no certificate format.
