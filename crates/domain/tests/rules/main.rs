//! The rules from outside: tables cell by cell, a naive oracle, random histories, golden files. One binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may

mod golden;
mod properties;
mod refusals;
mod tables;
