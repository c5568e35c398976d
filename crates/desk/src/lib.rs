//! Keyholder desk.
