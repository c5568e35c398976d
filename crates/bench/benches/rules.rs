//! "May she?" beside two peers on the same tables, and one op judged and applied.

use divan::{Bencher, black_box};
use keyholder_bench::{GROUPS, group_id, groups_of, member_id, member_ids, role_of, shop, walk};
use keyholder_domain::{Asker, Op, Permission, Stamp, Time, decide, evolve};
use serde_json::json;

const CUT: &str = include_str!("../../domain/tests/data/permissions.csv");
const ROLES: [&str; 6] = ["owner", "admin", "manager", "seller", "inventory_handler", "viewer"];

fn main() {
    divan::main();
}

/// (permission, role, bound) of every cell of the cut.
fn cut() -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = CUT.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    lines
        .flat_map(|line| {
            // The four columns before the roles are text; a comma inside them would shift the rest, so count from the end.
            let bounds = line[line.len() - 6..].to_vec();
            ROLES.iter().zip(bounds).map(move |(role, bound)| (line[0], *role, bound)).collect::<Vec<_>>()
        })
        .collect()
}

#[divan::bench(args = [1_000, 100_000])]
fn may(bencher: Bencher, members: usize) {
    let (store, ids) = (shop(members), member_ids(members));
    let (mut person, mut what) = (walk(members), walk(Permission::ALL.len()));
    bencher
        .with_inputs(|| (ids[person()], Permission::ALL[what()]))
        .bench_local_values(|(member, permission)| black_box(store.may(member, permission)));
}

mod casbin_peer {
    use casbin::{CachedEnforcer, CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};

    use super::*;

    const MODEL: &str = "
[request_definition]
r = sub, perm
[policy_definition]
p = sub, perm, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = g(r.sub, p.sub) && r.perm == p.perm
";

    fn policies() -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        for (permission, role, bound) in cut() {
            match bound {
                "always" => {
                    lines.push(vec![format!("role:{role}"), permission.to_owned(), "allow".to_owned()])
                }
                "never" => lines.push(vec![format!("role:{role}"), permission.to_owned(), "deny".to_owned()]),
                _ => {}
            }
        }
        for (no, (_, permissions)) in GROUPS.iter().enumerate() {
            for permission in *permissions {
                lines.push(vec![group_id(no), (*permission).to_owned(), "allow".to_owned()]);
            }
        }
        lines
    }

    fn links(members: usize) -> Vec<Vec<String>> {
        (0..members)
            .flat_map(|no| {
                let groups = groups_of(no).into_iter().map(move |group| vec![member_id(no), group_id(group)]);
                groups.chain([vec![member_id(no), format!("role:{}", role_of(no))]])
            })
            .collect()
    }

    async fn fill(enforcer: &mut impl MgmtApi, members: usize) {
        enforcer.add_policies(policies()).await.expect("the lines are new");
        enforcer.add_grouping_policies(links(members)).await.expect("the links are new");
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime without drivers always starts")
    }

    #[divan::bench(args = [1_000])]
    fn casbin(bencher: Bencher, members: usize) {
        let enforcer = runtime().block_on(async {
            let model = DefaultModel::from_str(MODEL).await.expect("the model is well formed");
            let mut enforcer =
                Enforcer::new(model, MemoryAdapter::default()).await.expect("an empty adapter loads");
            fill(&mut enforcer, members).await;
            enforcer
        });
        let (mut person, mut what) = (walk(members), walk(Permission::ALL.len()));
        bencher.with_inputs(|| (member_id(person()), Permission::ALL[what()].code())).bench_local_values(
            |(member, permission)| {
                enforcer.enforce((member, permission)).expect("the request is well formed")
            },
        );
    }

    #[divan::bench(args = [1_000])]
    fn casbin_cached(bencher: Bencher, members: usize) {
        let enforcer = runtime().block_on(async {
            let model = DefaultModel::from_str(MODEL).await.expect("the model is well formed");
            let mut enforcer =
                CachedEnforcer::new(model, MemoryAdapter::default()).await.expect("an empty adapter loads");
            fill(&mut enforcer, members).await;
            enforcer
        });
        // Twenty people who ask again and again: after the first round every answer comes from the cache.
        let (mut person, mut what) = (walk(20), walk(Permission::ALL.len()));
        bencher.with_inputs(|| (member_id(person()), Permission::ALL[what()].code())).bench_local_values(
            |(member, permission)| {
                enforcer.enforce((member, permission)).expect("the request is well formed")
            },
        );
    }
}

mod cedar_peer {
    use std::collections::{HashMap, HashSet};

    use cedar_policy::{Authorizer, Context, Entities, Entity, EntityUid, PolicySet, Request};

    use super::*;

    fn uid(kind: &str, id: &str) -> EntityUid {
        format!("{kind}::\"{id}\"").parse().expect("ids hold no quotes")
    }

    fn policies() -> PolicySet {
        let mut text = String::new();
        for role in ROLES {
            for (bound, effect) in [("always", "permit"), ("never", "forbid")] {
                let actions: Vec<String> = cut()
                    .into_iter()
                    .filter(|(_, of, is)| *of == role && *is == bound)
                    .map(|(permission, ..)| format!("Action::\"{permission}\""))
                    .collect();
                if !actions.is_empty() {
                    text += &format!(
                        "{effect}(principal in Role::\"{role}\", action in [{}], resource);\n",
                        actions.join(", ")
                    );
                }
            }
        }
        for (no, (_, permissions)) in GROUPS.iter().enumerate() {
            let actions: Vec<String> =
                permissions.iter().map(|permission| format!("Action::\"{permission}\"")).collect();
            text += &format!(
                "permit(principal in Group::\"{}\", action in [{}], resource);\n",
                group_id(no),
                actions.join(", ")
            );
        }
        text.parse().expect("the policies above are well formed")
    }

    fn entities(members: usize) -> Entities {
        let people = (0..members).map(|no| {
            let groups = groups_of(no).into_iter().map(|group| uid("Group", &group_id(group)));
            let parents: HashSet<EntityUid> = groups.chain([uid("Role", role_of(no))]).collect();
            Entity::new(uid("Member", &member_id(no)), HashMap::new(), parents)
                .expect("no attributes to evaluate")
        });
        let rest = ROLES
            .iter()
            .map(|role| uid("Role", role))
            .chain((0..GROUPS.len()).map(|no| uid("Group", &group_id(no))));
        let rest = rest.map(|uid| Entity::new_no_attrs(uid, HashSet::new()));
        Entities::from_entities(people.chain(rest), None).expect("no entity is there twice")
    }

    #[divan::bench(args = [1_000])]
    fn cedar(bencher: Bencher, members: usize) {
        let (authorizer, policies, entities) = (Authorizer::new(), policies(), entities(members));
        let (mut person, mut what) = (walk(members), walk(Permission::ALL.len()));
        bencher
            .with_inputs(|| {
                let member = uid("Member", &member_id(person()));
                let action = uid("Action", Permission::ALL[what()].code());
                Request::new(member, action, uid("Store", "toko"), Context::empty(), None)
                    .expect("no schema to break")
            })
            .bench_local_values(|request| authorizer.is_authorized(&request, &policies, &entities));
    }
}

/// One op that touches one member, judged and applied: flat from 10 to 100,000 members.
#[divan::bench(args = [10, 1_000, 100_000])]
fn decide_and_evolve_a_role_change(bencher: Bencher, members: usize) {
    let store = shop(members);
    let owner = Asker::Member(member_ids(1)[0]);
    let now: Time = "2026-03-01T09:00:00Z".parse().expect("an instant");
    let mut person = walk(members - 1);
    bencher
        .with_inputs(|| {
            let no = person() + 1;
            let (from, to) = (role_of(no), if role_of(no) == "manager" { "seller" } else { "manager" });
            let op = json!({"type": "member.change_role", "member": member_id(no), "from": from, "to": to});
            Op::parse(&op).expect("the op above is well formed")
        })
        .bench_local_values(|op| {
            let event = decide(&store, owner, &op, now).expect("the Owner may").expect("the role differs");
            evolve(&store, &event, &Stamp { at: now, by: owner.member() })
        });
}

/// One op that touches everyone in a group. Divide by the members inside: a fifth of all and more.
#[divan::bench(args = [10, 1_000, 100_000])]
fn decide_and_evolve_a_grant(bencher: Bencher, members: usize) {
    let store = shop(members);
    let owner = Asker::Member(member_ids(1)[0]);
    let now: Time = "2026-03-01T09:00:00Z".parse().expect("an instant");
    let op = json!({"type": "group.grant", "group": group_id(2), "permissions": ["orders.view"]});
    let op = Op::parse(&op).expect("the op above is well formed");
    let inside = store.members_of(group_id(2).parse().expect("an id")).count();
    bencher.counter(divan::counter::ItemsCount::new(inside)).bench_local(|| {
        let event = decide(&store, owner, &op, now).expect("the Owner may").expect("the group has it not");
        evolve(&store, &event, &Stamp { at: now, by: owner.member() })
    });
}
