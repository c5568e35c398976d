//! Keyholder cloud.
fn main() {}
