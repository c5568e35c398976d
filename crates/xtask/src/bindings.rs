//! `cargo xtask bindings`: writes `ui/src/lib/bindings.ts` from the desk's types. The desk's own test says when it is stale.

use crate::{Done, cargo, processes::complete};

/// Runs the desk's freshness test, told to write instead of compare.
pub fn write() -> Done {
    let mut test = cargo();
    test.args(["test", "--package", "keyholder-desk", "bindings"]).env("KEYHOLDER_WRITE_BINDINGS", "1");
    complete("writing the bindings", test)
}
