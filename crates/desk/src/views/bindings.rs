//! The window's TypeScript, generated from the types of the views: `ui/src/lib/bindings.ts`, one file, sorted by name.
//!
//! Ops and codes are the domain's own types, so that a new permission reaches the window by itself. A test of this crate fails while the file in the repository is not what is generated here.

use std::collections::BTreeMap;

use keyholder_domain::plan::Plan;
use ts_rs::{Config, TS, TypeVisitor};

use super::{Answer, Ask, bulk, frame, preview, program, settle, updates};
use crate::error::DeskError;
use crate::invite_many::InviteManyAct;
use crate::qr::Qr;
use crate::tidings::Tiding;

const HEAD: &str = "\
// Generated from crates/desk/src/views by `cargo xtask bindings`. Do not edit.

/** A UUID. */
export type Id = string;

/** `null`: it may be done. Else: why not. */
export type May = Told | null;

/** How much of an area a role has. */
export type CellLevel = 'full' | 'partial' | 'none';
";

/// The whole of `bindings.ts`.
pub fn typescript() -> String {
    let mut text = HEAD.to_owned();
    let config = Config::new().with_large_int("number");
    let mut all = Collect { config: &config, found: BTreeMap::new() };
    all.visit::<Ask>();
    all.visit::<Answer>();
    all.visit::<preview::PreviewView>();
    all.visit::<program::SessionView>();
    all.visit::<program::Dispatched>();
    all.visit::<bulk::BulkOf>();
    all.visit::<bulk::BulkOrder>();
    all.visit::<bulk::BulkDone>();
    all.visit::<settle::SettleOrder>();
    all.visit::<settle::SettleDone>();
    all.visit::<program::Device>();
    all.visit::<InviteManyAct>();
    all.visit::<Qr>();
    all.visit::<Tiding>();
    all.visit::<updates::UpdatesView>();
    all.visit::<frame::Screen>();
    all.visit::<Plan>();
    all.visit::<DeskError>();
    all.visit::<serde_json::Value>();
    for declaration in all.found.into_values() {
        text.push('\n');
        text.push_str(&declaration);
    }
    text
}

/// Every type that is reached from the roots, by name.
struct Collect<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Collect<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a file of their own (numbers, lists) are written where they are used.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let fields = T::decl(self.config).lines().map(str::trim_end).collect::<Vec<_>>().join("\n  ");
        self.found.insert(name, format!("{docs}export {}\n", fields.replace("} | {", "}\n  | {")));
        T::visit_dependencies(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo xtask bindings` runs this with `KEYHOLDER_WRITE_BINDINGS` set: then the file is written first.
    #[test]
    fn the_windows_types_are_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/lib/bindings.ts");
        if std::env::var_os("KEYHOLDER_WRITE_BINDINGS").is_some() {
            std::fs::write(path, typescript()).expect("the window's folder can be written");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == typescript(), "ui/src/lib/bindings.ts is stale: run `cargo xtask bindings`");
    }

    #[test]
    fn no_number_becomes_a_bigint() {
        assert!(!typescript().contains("bigint"));
    }
}
