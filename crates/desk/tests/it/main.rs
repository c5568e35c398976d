//! Whole desks against a whole cloud, in process and over real HTTP, with wires that can be cut and clocks moved by hand.

mod converge;
mod faults;
mod first_sync;
mod history;
mod killed;
mod late_refusal;
mod offline;
mod removed;
mod rest;
mod retry;
mod world;
