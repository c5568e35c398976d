//! Faults made for real in process: whole desks against a whole cloud over HTTP, with a line between them that does harm. Each
//! is named `fault_NN_…` after its number in `docs/faults.md`; those that need programs as processes are in `tests/faults`.

mod copies;
mod live;
mod network;
mod pulling;
mod pushing;
mod restored;
mod rights;
mod storage;
mod versions;

use keyholder_between::Between;
use keyholder_desk::picture::Picture;

use crate::world::{TestDesk, World};

/// A desk that reaches the world's cloud by a line that can be harmed, with the team and nothing to do.
async fn behind(world: &World, line: &Between, name: &str) -> TestDesk {
    let mut desk = TestDesk::signed_in(&line.url(), name).await;
    desk.keyholder.open_store(world.store).await.unwrap();
    desk.store = world.store;
    desk.until(|picture| picture.has_team && picture.as_of.is_some()).await;
    desk
}

/// Whether the desk says that this is wrong.
fn says(code: &'static str) -> impl Fn(&Picture) -> bool {
    move |picture| picture.problem.as_ref().is_some_and(|problem| problem.code == code)
}
