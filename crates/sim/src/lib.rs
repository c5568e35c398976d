//! Desks, a cloud and everything between them, driven by one seed: no thread, no runtime, no real time.
//!
//! ```text
//!   dice(seed, step) ──▶ Step ──▶ World ── SimDesk × 2..6   the shipped `keyholder_desk::actor::Actor`
//!                                   │         └─ questions: carried, lost, repeated, held up, answered by others
//!                                   ├── SimCloud             the shipped transactions over `keyholder_cloud::db::inline`
//!                                   ├── disks                `keyholder_sim_vfs`: SQLite's files, and what a crash takes of them
//!                                   └── Truth                what must hold, written down apart
//! ```
//! `docs/simulator.md` tells what is simulated, what is not, and how a failing seed is seen again.

pub mod calm;
pub mod cloud;
pub mod desk;
pub mod dice;
pub mod ops;
pub mod run;
pub mod seams;
pub mod step;
pub mod truth;
pub mod world;
