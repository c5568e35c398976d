//! Every listing as a table and as a document. The documents' fields are a promise: a test names each of them.

use serde_json::{Value, json};

use crate::world::{World, fields};

const SEATS: &str = "active free limit pending used waiting";
const MEMBER: &str = "email groups id mark me name role since status";

async fn shop() -> (World, crate::world::Machine) {
    let world = World::new().await;
    let dewi = world.member("Dewi", "seller").await;
    let kasir = world.group("Kasir", &["orders.fulfillment", "orders.view", "inventory.update"]).await;
    world.owner_asks(json!({"type": "member.add_to_group", "member": dewi, "group": kasir})).await;
    let invitation = uuid::Uuid::now_v7();
    let op = json!({"type": "invitation.send", "invitation": invitation, "email": "Rina@Toko.example", "role": "viewer", "groups": [kasir]});
    world.owner_asks(op).await;
    let ana = world.machine("Ana").await;
    (world, ana)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_team_and_a_member() {
    let (world, ana) = shop().await;
    let text = ana.runs(&["team"]).await.ok().out;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "Name  Address            Role    Groups  Status",
            "Ana   ana@toko.example   Owner           Active",
            "Dewi  dewi@toko.example  Seller  Kasir   Active",
        ]
    );
    let told = ana.tells(&["team"]).await;
    assert_eq!(fields(&told), "all from members store total");
    assert_eq!(told["store"], json!({"id": world.store, "name": "Toko Ana"}));
    assert_eq!((told["total"].as_u64(), told["all"].as_u64()), (Some(2), Some(2)));
    assert_eq!(fields(&told["members"][1]), MEMBER);
    assert_eq!(told["members"][1]["groups"][0]["name"], "Kasir");

    let names = |told: Value| -> Vec<String> {
        told["members"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    for (asked, expected) in [
        (vec!["team", "--search", "DEW"], vec!["Dewi"]),
        (vec!["team", "--role", "owner"], vec!["Ana"]),
        (vec!["team", "--group", "kasir"], vec!["Dewi"]),
        (vec!["team", "--status", "suspended"], vec![]),
        (vec!["team", "--sort", "role", "--descending"], vec!["Dewi", "Ana"]),
        (vec!["team", "--from", "1", "--count", "1"], vec!["Dewi"]),
    ] {
        assert_eq!(names(ana.tells(&asked).await), expected, "{asked:?}");
    }

    let told = ana.tells(&["member", "dewi"]).await;
    assert_eq!(fields(&told), "areas can_change may member permissions store");
    assert_eq!(fields(&told["member"]), MEMBER);
    assert_eq!(
        (told["areas"].as_array().unwrap().len(), told["permissions"].as_array().unwrap().len()),
        (12, 25)
    );
    assert_eq!(fields(&told["areas"][0]), "area level limit");
    assert_eq!(fields(&told["permissions"][0]), "allowed groups limit permission reason section sensitive");
    let text = ana.runs(&["member", "Dewi"]).await.ok().out;
    assert!(text.contains("Fulfil orders") && text.contains("Granted by Kasir"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invitations_groups_and_the_plan() {
    let (_world, ana) = shop().await;
    let told = ana.tells(&["invitations"]).await;
    assert_eq!(fields(&told), "from invitations seats store total");
    assert_eq!(
        fields(&told["invitations"][0]),
        "accepted_at delivery delivery_reason email expires_at groups id invited_by mark role sent_count status"
    );
    assert_eq!(fields(&told["seats"]), SEATS);
    assert_eq!(
        (&told["invitations"][0]["email"], &told["invitations"][0]["invited_by"]),
        (&json!("Rina@Toko.example"), &json!("Ana"))
    );
    assert!(ana.runs(&["invitations", "--status", "expired"]).await.ok().out.contains("Nothing here"));
    let link = ana.tells(&["link", "rina@toko.example"]).await;
    assert_eq!(fields(&link), "invitation link store");
    assert!(link["link"].as_str().unwrap().contains("/join"), "{link}");

    let told = ana.tells(&["groups"]).await;
    assert_eq!(fields(&told), "groups store");
    assert_eq!(fields(&told["groups"][0]), "id invitations mark members name permissions");
    let told = ana.tells(&["group", "KASIR"]).await;
    assert_eq!(
        fields(&told["group"]),
        "id invitations invitations_total mark members members_total name permissions unknown"
    );
    assert_eq!(
        told["group"]["permissions"],
        json!(["inventory.view", "inventory.update", "orders.view", "orders.fulfillment"])
    );
    let told = ana.tells(&["plan"]).await;
    assert_eq!(fields(&told), "over_limit plan plans seats store");
    assert_eq!((&told["plan"], &told["seats"]["used"]), (&json!("team"), &json!(3)));
    let text = ana.runs(&["plan"]).await.ok().out;
    assert!(text.starts_with("3 of 5 seats: 2 active, 1 invited"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_matrix_the_activity_and_explanations() {
    let (_world, ana) = shop().await;
    let told = ana.tells(&["roles"]).await;
    assert_eq!(fields(&told), "areas permissions roles");
    assert_eq!(fields(&told["areas"][0]["cells"][0]), "level limit role");
    assert_eq!(fields(&told["permissions"][0]), "bounds permission section");
    let told = ana.tells(&["activity", "--count", "2"]).await;
    assert_eq!(fields(&told), "before more rows store");
    assert_eq!(fields(&told["rows"][0]), "at by by_me device made_at refused seq type with");
    assert_eq!((told["rows"].as_array().unwrap().len(), &told["more"]), (2, &json!(true)));
    let text = ana.runs(&["activity"]).await.ok().out;
    assert!(text.contains("You invited Rina@Toko.example as Viewer."), "{text}");
    let told = ana.tells(&["my-access"]).await;
    assert_eq!(fields(&told), "areas as_of can_change email groups name permissions role status store");

    let told = ana.tells(&["explain", "Dewi", "orders.fulfillment"]).await;
    assert_eq!(fields(&told), "allowed asked can_change groups kind level limit member reason store");
    assert_eq!(
        (&told["allowed"], &told["reason"], &told["groups"][0]["name"]),
        (&json!(true), &json!("by_group"), &json!("Kasir"))
    );
    let told = ana.tells(&["explain", "dewi@toko.example", "inventory.update"]).await;
    assert_eq!((&told["allowed"], &told["reason"]), (&json!(false), &json!("cut_by_role")));
    let told = ana.tells(&["explain", "Dewi", "view-reports"]).await;
    assert_eq!(
        (&told["allowed"], &told["level"], &told["limit"]),
        (&json!(true), &json!("partial"), &json!("own_sales"))
    );
    let text = ana.runs(&["explain", "Dewi", "void_sale"]).await.ok().out;
    assert_eq!(text, "Dewi: no, not Void a sale.\n  Seller: None\nWho can change it: Ana (Owner)\n");
    let odd = ana.runs(&["explain", "Dewi", "everything", "--json"]).await.ends(7);
    assert_eq!(odd.problem(), "unknown_permission_or_area");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_see_the_team_sees_her_own_access_and_why() {
    let (world, _ana) = shop().await;
    let dewi = world.machine("Dewi").await;
    let told = dewi.tells(&["my-access"]).await;
    assert_eq!((&told["name"], &told["role"]), (&json!("Dewi"), &json!("seller")));
    let refused = dewi.runs(&["team", "--json"]).await.ends(3);
    assert_eq!((refused.problem().as_str(), refused.out.as_str()), ("area_required", ""));
    let refused = dewi.runs(&["suspend", "Ana", "--json"]).await.ends(3);
    assert_eq!(refused.problem(), "area_required");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exports_are_whole_and_read_by_a_spreadsheet() {
    let (_world, ana) = shop().await;
    let team = ana.runs(&["export", "team"]).await.ok().json();
    assert_eq!(fields(&team["members"][0]), MEMBER);
    let csv = ana.runs(&["export", "team", "--format", "csv"]).await.ok().out;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!((lines[0], lines.len()), ("id,name,email,role,groups,status,since", 4));
    assert!(lines[2].contains(",Dewi,dewi@toko.example,seller,Kasir,active,"), "{csv}");
    let matrix = ana.runs(&["export", "matrix", "--format", "csv"]).await.ok().out;
    let head: Vec<&str> = matrix.lines().next().unwrap().split(',').collect();
    assert_eq!((head.len(), head[5]), (30, "dashboard.view"));
    assert!(ana.runs(&["export", "groups"]).await.ok().json()["groups"][0]["permissions"].is_array());
    assert_eq!(ana.runs(&["export", "invitations"]).await.ok().json()["invitations"][0]["role"], "viewer");
    let file = ana.path().join("activity.json");
    let told = ana.tells(&["export", "activity", "--output", file.to_str().unwrap()]).await;
    let written: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let rows = written["rows"].as_array().unwrap();
    assert_eq!(
        (told["written"].as_u64(), rows.last().map(|row| &row["seq"])),
        (Some(rows.len() as u64), Some(&json!(1)))
    );
}
