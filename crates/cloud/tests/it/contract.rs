//! SQLite keeps the contract of the back ends.

use keyholder_cloud::db::contract::CHECKS;
use keyholder_cloud::db::sqlite::Sqlite;

#[tokio::test]
async fn sqlite_keeps_every_promise() {
    for (promise, check) in CHECKS {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Sqlite::open(&folder.path().join("cloud.db"), 8).expect("a new database opens");
        let kept = tokio::spawn(check(db.clone())).await;
        assert!(kept.is_ok(), "{promise}");
        db.close();
    }
}
