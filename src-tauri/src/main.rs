//! keyholder-desktop
fn main() {}
