//! Every refusal of the wire that an exchange can reach, once, over HTTP. Each changes nothing, so they share one shop.
//!
//! Not reachable over HTTP, and tested in the domain: `permission_not_held` (whoever has the area holds all 25), `not_a_member` and
//! `suspended` as refusals (the exchange answers 404 and 403 first). Reached by accepting an invitation, and tested there:
//! `inviter_lost_authority`, `wrong_account`. Tested in `exchange.rs`: `depends_on_refused`, `op_id_in_use`.

use keyholder_cloud::act::act;
use keyholder_cloud::error::ApiError;
use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_domain::{MemberId, Plan, StoreId, force_plan};
use serde_json::{Value, json};
use uuid::Uuid;

struct Shop {
    cloud: TestCloud,
    store: StoreId,
    ana: Person,
    budi: Person,
    citra: Person,
    ana_member: MemberId,
    budi_member: MemberId,
    citra_member: MemberId,
    kasir: Uuid,
    gudang: Uuid,
    pending: Uuid,
    withdrawn: Uuid,
}

/// Owner Ana, Admin Budi, Manager Citra in Kasir, an invitation into Kasir that waits and one that was withdrawn: 4 of 5 seats.
async fn shop() -> Shop {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let ana_member = cloud.held(store).await.store.owner().map(|owner| owner.id).unwrap();
    let done = async |op: Value| {
        let outcome = cloud.ask(&ana, store, op).await;
        assert!(outcome["accepted"].is_object(), "{outcome}");
    };
    done(json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    let (budi, budi_member) = cloud.member(store, "Budi", "admin").await;
    let (citra, citra_member) = cloud.member(store, "Citra", "manager").await;
    let (kasir, gudang, pending, withdrawn) =
        (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    done(json!({"type": "group.create", "group": kasir, "name": "Kasir", "permissions": []})).await;
    done(json!({"type": "group.create", "group": gudang, "name": "Gudang", "permissions": []})).await;
    done(json!({"type": "member.add_to_group", "member": citra_member, "group": kasir})).await;
    done(invite(withdrawn, "eka@toko.example", "seller", &[])).await;
    done(json!({"type": "invitation.withdraw", "invitation": withdrawn})).await;
    done(invite(pending, "dewi@toko.example", "seller", &[kasir])).await;
    Shop {
        cloud,
        store,
        ana,
        budi,
        citra,
        ana_member,
        budi_member,
        citra_member,
        kasir,
        gudang,
        pending,
        withdrawn,
    }
}

fn invite(invitation: Uuid, email: &str, role: &str, groups: &[Uuid]) -> Value {
    json!({"type": "invitation.send", "invitation": invitation, "email": email, "role": role, "groups": groups})
}

fn fresh(email: &str, role: &str) -> Value {
    invite(Uuid::now_v7(), email, role, &[])
}

#[tokio::test]
async fn every_refusal_is_told_with_its_facts_and_changes_nothing() {
    let s = shop().await;
    let before = s.cloud.held(s.store).await.row.clone();
    let nobody = Uuid::now_v7();
    let table: Vec<(&Person, Value, Value)> = vec![
        (&s.ana, json!({"type": "group.paint"}), json!({"code": "unknown_op", "with": {}})),
        (
            &s.ana,
            json!({"type": "group.rename", "group": s.kasir, "from": "Kasir", "to": "K", "colour": "red"}),
            json!({"code": "unknown_op", "with": {}}),
        ),
        (
            &s.citra,
            json!({"type": "group.create", "group": nobody, "name": "X", "permissions": []}),
            json!({"code": "area_required", "with": {"area": "change_member_role"}}),
        ),
        (
            &s.citra,
            fresh("x@toko.example", "seller"),
            json!({"code": "area_required", "with": {"area": "invite_remove_staff"}}),
        ),
        (
            &s.ana,
            json!({"type": "group.grant", "group": s.kasir, "permissions": ["moon.fly"]}),
            json!({"code": "unknown_permission", "with": {"permission": "moon.fly"}}),
        ),
        (
            &s.ana,
            json!({"type": "member.change_role", "member": s.citra_member, "from": "manager", "to": "captain"}),
            json!({"code": "unknown_role", "with": {}}),
        ),
        (
            &s.ana,
            json!({"type": "plan.change", "from": "team", "to": "galaxy"}),
            json!({"code": "unknown_plan", "with": {}}),
        ),
        (
            &s.ana,
            json!({"type": "group.create", "group": nobody, "name": " ", "permissions": []}),
            json!({"code": "invalid_name", "with": {"why": "empty"}}),
        ),
        (
            &s.ana,
            json!({"type": "member.suspend", "member": Uuid::now_v7()}),
            json!({"code": "unknown_member", "with": {}}),
        ),
        (
            &s.ana,
            json!({"type": "group.delete", "group": s.gudang, "move_to": Uuid::now_v7()}),
            json!({"code": "unknown_group", "with": {}}),
        ),
        (
            &s.ana,
            json!({"type": "invitation.withdraw", "invitation": Uuid::now_v7()}),
            json!({"code": "unknown_invitation", "with": {}}),
        ),
        (
            &s.ana,
            invite(s.withdrawn, "x@toko.example", "seller", &[]),
            json!({"code": "id_in_use", "with": {}}),
        ),
        (
            &s.budi,
            json!({"type": "member.suspend", "member": s.budi_member}),
            json!({"code": "own_access", "with": {}}),
        ),
        (
            &s.budi,
            json!({"type": "member.suspend", "member": s.ana_member}),
            json!({"code": "owner_protected", "with": {}}),
        ),
        (&s.budi, fresh("x@toko.example", "owner"), json!({"code": "owner_role_reserved", "with": {}})),
        (
            &s.budi,
            fresh("x@toko.example", "admin"),
            json!({"code": "outranked", "with": {"actor_role": "admin", "target_role": "admin"}}),
        ),
        (
            &s.ana,
            json!({"type": "member.change_role", "member": s.citra_member, "from": "seller", "to": "viewer"}),
            json!({"code": "changed_meanwhile", "with": {"field": "role", "expected": "seller", "present": "manager"}}),
        ),
        (
            &s.ana,
            json!({"type": "invitation.resend", "invitation": s.withdrawn}),
            json!({"code": "invitation_not_pending", "with": {"status": "withdrawn"}}),
        ),
        (
            &s.ana,
            json!({"type": "group.create", "group": Uuid::now_v7(), "name": "KASIR", "permissions": []}),
            json!({"code": "name_taken", "with": {"group": s.kasir}}),
        ),
        (
            &s.ana,
            fresh("Budi@Toko.Example", "seller"),
            json!({"code": "already_member", "with": {"member": s.budi_member, "status": "active"}}),
        ),
        (
            &s.ana,
            fresh("dewi@toko.example", "seller"),
            json!({"code": "already_invited", "with": {"invitation": s.pending}}),
        ),
        (
            &s.ana,
            json!({"type": "group.delete", "group": s.kasir}),
            json!({"code": "group_in_use", "with": {"members": 1, "invitations": 1}}),
        ),
        (
            &s.ana,
            json!({"type": "plan.change", "from": "team", "to": "starter"}),
            json!({"code": "plan_too_small", "with": {"used": 4, "limit": 1}}),
        ),
    ];
    for (who, op, wanted) in table {
        let outcome = s.cloud.ask(who, s.store, op.clone()).await;
        assert_eq!(outcome, json!({"refused": wanted}), "{op}");
    }
    let bad = s.cloud.ask(&s.ana, s.store, fresh("not an address", "seller")).await;
    assert_eq!(bad["refused"]["code"], "invalid_email");
    assert_eq!(s.cloud.held(s.store).await.row, before);
}

#[tokio::test]
async fn the_seats_refuse_what_grows() {
    let s = shop().await;
    let last = s.cloud.ask(&s.ana, s.store, fresh("fajar@toko.example", "seller")).await;
    assert!(last["accepted"].is_object(), "{last}");
    let full = s.cloud.ask(&s.budi, s.store, fresh("gita@toko.example", "seller")).await;
    assert_eq!(full["refused"], json!({"code": "no_free_seat", "with": {"used": 5, "limit": 5}}));

    let (store, now, random) = (s.store, s.cloud.now(), s.cloud.state.random.clone());
    let forced: Result<(), ApiError> = s
        .cloud
        .state
        .db
        .write(move |tx| {
            act(tx, &random, store, now, |_, held, _| {
                Ok((force_plan(&held.store, Plan::Starter).map(|event| (event, None)), ()))
            })
        })
        .await;
    forced.expect("the operator may force a plan");
    let over = s.cloud.ask(&s.ana, s.store, fresh("gita@toko.example", "seller")).await;
    assert_eq!(over["refused"], json!({"code": "over_limit", "with": {"used": 5, "limit": 1}}));
    let shrink = json!({"type": "invitation.withdraw", "invitation": s.pending});
    assert!(s.cloud.ask(&s.ana, s.store, shrink).await["accepted"].is_object());
    let activity = s.cloud.get(&format!("/v1/stores/{}/activity?limit=2", s.store), &s.ana.token).await.body;
    let forced = &activity["entries"][1];
    assert_eq!(forced["event"], json!({"type": "plan.forced", "from": "team", "to": "starter"}));
    assert!(forced["by"].is_null() && forced["device"].is_null(), "the system's own act");
}

#[tokio::test]
async fn codes_that_are_not_known_are_never_recorded() {
    let s = shop().await;
    for op in [
        json!({"type": "group.grant", "group": s.kasir, "permissions": ["moon.fly"]}),
        json!({"type": "plan.change", "from": "team", "to": "galaxy"}),
        json!({"type": "member.change_role", "member": s.citra_member, "from": "manager", "to": "captain"}),
    ] {
        s.cloud.ask(&s.ana, s.store, op).await;
    }
    let listed = s.cloud.get(&format!("/v1/stores/{}/activity?refused=1", s.store), &s.ana.token).await.body;
    assert_eq!(listed, json!({"refused": [], "more": false}));
}
