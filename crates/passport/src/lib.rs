//! ICAO 9303 machine readable zones, names and identity matching.
