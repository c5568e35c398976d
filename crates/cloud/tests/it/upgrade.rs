//! An upgrade: the database of version 0.1 (its tables end with V2), with rows in every table, opened by this version.

use std::collections::BTreeMap;
use std::path::Path;

use keyholder_cloud::testing::{Person, TestCloud};
use keyholder_domain::StoreId;
use refinery::Target;
use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use uuid::Uuid;

mod migrations {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Every table's rows, each by the names of its columns.
type Rows = BTreeMap<String, Vec<BTreeMap<String, Cell>>>;

fn rows(database: &Path) -> Rows {
    let db = Connection::open(database).unwrap();
    let mut tables = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'refinery_schema_history'")
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let of = |table: &String| {
        let mut all = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
        let row = |row: &rusqlite::Row<'_>| {
            let cells = columns.iter().enumerate().map(|(n, column)| Ok((column.clone(), row.get(n)?)));
            cells.collect::<rusqlite::Result<_>>()
        };
        all.query_map([], row).unwrap().map(Result::unwrap).collect()
    };
    tables.iter().map(|table| (table.clone(), of(table))).collect()
}

/// The schema as it ends with a version, and how far it says that it is.
fn made_by(version: i32, database: &Path) -> Connection {
    let mut db = Connection::open(database).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    migrations::migrations::runner().set_target(Target::Version(version)).run(&mut db).unwrap();
    db
}

/// The same rows in a database of version 0.1.
fn as_version_0_1(database: &Path, rows: &Rows) {
    let db = made_by(2, database);
    for (table, rows) in rows {
        for row in rows {
            let row: Vec<_> = row.iter().filter(|(column, _)| *column != "last_seen").collect();
            let columns: Vec<&str> = row.iter().map(|(column, _)| column.as_str()).collect();
            let places = vec!["?"; row.len()].join(", ");
            let insert = format!("INSERT INTO {table} ({}) VALUES ({places})", columns.join(", "));
            db.execute(&insert, rusqlite::params_from_iter(row.iter().map(|(_, cell)| cell))).unwrap();
        }
    }
}

/// A shop in which everything happened that leaves a row somewhere.
async fn lived_in() -> (TestCloud, Person, StoreId) {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "0").await;
    let renamed = (0..1_000).map(|n: u32| {
        cloud.asked(json!({"type": "store.rename", "from": n.to_string(), "to": (n + 1).to_string()}))
    });
    for batch in renamed.collect::<Vec<_>>().chunks(250) {
        let reply = cloud.sync(&ana, store, json!({"wire": 1, "cursor": 0, "ops": batch})).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
    }
    let op = json!({"type": "plan.change", "from": "starter", "to": "team"});
    assert!(cloud.ask(&ana, store, op).await["accepted"].is_object());
    cloud.member(store, "Sari", "seller").await;
    let invitation = Uuid::now_v7();
    let invite = json!({
        "type": "invitation.send", "invitation": invitation, "email": "budi@toko.example", "role": "seller",
        "groups": []
    });
    assert!(cloud.ask(&ana, store, invite).await["accepted"].is_object());
    let link = format!("/v1/stores/{store}/invitations/{invitation}/link");
    assert_eq!(cloud.get(&link, &ana.token).await.status, 200);
    // By a desk that counts: the second is refused for its name.
    let desk = Uuid::now_v7();
    let group = |n: u64| {
        let made =
            json!({"type": "group.create", "group": Uuid::now_v7(), "name": "Gudang", "permissions": []});
        let mut op = cloud.asked(made);
        op["n"] = json!(n);
        op
    };
    let body = json!({"wire": 1, "desk": desk, "cursor": 0, "ops": [group(1), group(2)]});
    let reply = cloud.sync(&ana, store, body).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
    (cloud, ana, store)
}

#[tokio::test]
async fn a_database_of_version_0_1_is_taken_over_with_every_row_of_every_table() {
    let (cloud, ana, store) = lived_in().await;
    let held = cloud.held(store).await;
    cloud.state.db.closed().await;
    let database = cloud.folder().join("cloud.db");
    let before = rows(&database);
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "nothing in {table}: it would prove nothing");
    }
    std::fs::remove_file(&database).unwrap();
    as_version_0_1(&database, &before);
    let old = rows(&database);
    assert!(old["families"].iter().all(|row| !row.contains_key("last_seen")), "as version 0.1 had it");
    assert_eq!(old.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());

    let cloud = cloud.restarted();
    let mut expected = old;
    for family in expected.get_mut("families").unwrap() {
        family.insert("last_seen".to_owned(), Cell::Null);
    }
    assert_eq!(rows(&database), expected, "nothing else is touched");
    let applied: Vec<i64> = {
        let db = Connection::open(&database).unwrap();
        let mut versions =
            db.prepare("SELECT version FROM refinery_schema_history ORDER BY version").unwrap();
        versions.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(applied, [1, 2, 3]);

    // And the cloud goes on with it: the state, the sign-in of before, a device nobody had noted so far, the next edit.
    let again = cloud.held(store).await;
    assert_eq!((&again.row, again.store.to_full()), (&held.row, held.store.to_full()));
    let listed = cloud.get("/v1/devices", &ana.token).await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    assert_eq!(listed.body["devices"].as_array().map(Vec::len), Some(1), "{}", listed.body);
    let renamed: Value =
        cloud.ask(&ana, store, json!({"type": "store.rename", "from": "1000", "to": "Toko"})).await;
    assert_eq!(renamed["accepted"]["seq"], json!(again.row.seq + 1), "{renamed}");
}

/// What was shipped is never edited: a database that has it already would not be opened any more.
#[test]
fn the_migrations_that_were_shipped_are_as_they_were() {
    let shipped =
        [(1, 6_901_188_786_123_972_169), (2, 5_301_984_580_334_572_993), (3, 515_016_092_580_488_289)];
    let runner = migrations::migrations::runner();
    let now = runner.get_migrations().iter().map(|migration| (migration.version(), migration.checksum()));
    assert_eq!(now.take(3).collect::<Vec<_>>(), shipped);
}
