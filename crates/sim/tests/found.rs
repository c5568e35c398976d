//! What the simulator found in the shipped code, each as a short story of its own: it must stay mended, whatever the seeds do.

use keyholder_domain::Plan;
use keyholder_sim::step::{Carried, Step};
use keyholder_sim::world::World;
use keyholder_sim_vfs::{Fault, Kept};

/// Takes the steps in their order, then lets everything calm down; everything must hold.
fn holds(seed: u64, steps: &[Step]) {
    let mut world = World::new(seed).unwrap();
    for (place, step) in (1..).zip(steps) {
        world.takes(place, *step).unwrap_or_else(|broken| panic!("{broken:?}\n{}", world.trace.join("\n")));
    }
    world.calms(1_000).unwrap_or_else(|broken| panic!("{broken:?}\n{}", world.trace.join("\n")));
}

fn whole(desk: usize) -> Step {
    Step::Carries(desk, Carried::Whole)
}

#[test]
fn a_poke_from_before_a_restore_makes_no_endless_questions() {
    let settled = (0..8).map(|_| whole(0));
    let mut steps =
        vec![Step::BacksUp, Step::ForcesPlan(Plan::Enterprise), Step::Poke(0, 0), Step::Restores(true)];
    steps.splice(0..0, settled);
    holds(1, &steps);
}

#[test]
fn a_team_that_is_not_hers_any_more_leaves_the_picture_though_the_disk_fails() {
    let a_managers = |seed: &u64| World::new(*seed).is_ok_and(|world| world.person_of(0) == 4);
    let seed = (1..100).find(a_managers).unwrap();
    for fault in [Fault::Full(8), Fault::SyncFails] {
        for after in 0..25 {
            let mut world = World::new(seed).unwrap();
            let settle = (0..12).map(|_| whole(0));
            let told = (0..4).flat_map(|_| [Step::Passes(61_000), whole(0), whole(0)]);
            for (place, step) in (1..).zip(settle) {
                world.takes(place, step).unwrap();
            }
            world.the_owner_changes(4, "manager", "seller").unwrap();
            world.takes(50, Step::DeskDiskFails(0, after, fault)).unwrap();
            for (place, step) in (51..).zip(told) {
                world.takes(place, step).unwrap_or_else(|broken| panic!("{after}: {broken:?}"));
            }
            world.calms(1_000).unwrap_or_else(|broken| panic!("{after}: {broken:?}"));
        }
    }
}

#[test]
fn a_disk_that_fails_while_a_snapshot_comes_or_is_given_up_stops_no_desk() {
    for fault in [Fault::Full(5), Fault::SyncFails] {
        for after in 0..40 {
            let steps = [
                whole(0),
                Step::ForcesPlan(Plan::Enterprise),
                Step::DeskDiskFails(0, after, fault),
                // Its pins are gone: the rows that were named are not there any more.
                Step::CloudDies(Kept::Everything, None),
                whole(0),
                whole(0),
                whole(0),
                whole(0),
            ];
            holds(1, &steps);
        }
    }
}
