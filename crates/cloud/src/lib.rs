//! Keyholder cloud.
