//! A closed profile as version 0.1 would have left it: plain files, and no keys. Where that had the system's keychain for the
//! tokens, a vault holds them here.

use std::path::{Path, PathBuf};

use super::machine::Machine;

/// The list of what was asked in a store whose place is gone, as version 0.1 wrote it.
const LIST: &str = r#"[{"id":"018f0000-0000-7000-8000-00000000dead","made_at":"2026-01-02T03:04:05.678Z",
    "op":{"name":"Listed"},"state":"waiting"}]"#;
const GONE: &str = "018f0000-0000-7000-8000-0000000060ed";

impl Machine {
    /// Turns the files into those of version 0.1, with a list of a store whose place is gone.
    pub fn is_of_version_0_1(&self) {
        for name in ["outbox.db", "cache.db"] {
            let file = self.store_folder().join(name);
            let plain = file.with_extension("plain");
            let db = self.opens(name);
            db.execute("attach database ?1 as plain key ''", [plain.to_str()]).expect("a plain file");
            db.query_row("select sqlcipher_export('plain')", [], |_| Ok(())).expect("it is copied");
            for mark in ["application_id", "user_version"] {
                let value: i32 = db.pragma_query_value(None, mark, |row| row.get(0)).expect("a mark");
                db.pragma_update(Some("plain"), mark, value).expect("the same mark");
            }
            db.query_row("pragma plain.journal_mode = wal", [], |_| Ok(())).expect("as version 0.1 wrote");
            db.execute_batch("detach database plain").expect("it is whole");
            drop(db);
            std::fs::rename(plain, file).expect("in its place");
        }
        std::fs::write(self.list().with_extension("json"), LIST).expect("a list");
        let notes = self.profile().join("profile.db");
        let session = self.disk("profile key").note(&notes, "session").expect("it opens").expect("a session");
        std::fs::write(self.profile().join("session.json"), session).expect("a plain session");
        std::fs::remove_file(notes).expect("no sealed one");
        let keys = "delete from secrets where name like 'data key%' or name like 'profile key%'";
        assert_eq!(self.vault().execute(keys, ()).expect("they go"), 2);
    }

    /// What the list holds, now that it is sealed.
    pub fn listed(&self) -> String {
        let list = self.disk("data key").note(&self.list(), "unsent.db").expect("it opens");
        String::from_utf8(list.unwrap_or_default()).expect("a text")
    }

    /// Whatever is written while the files are sealed.
    pub fn all_that_is_sealed(&self) -> Vec<PathBuf> {
        let store = self.store_folder();
        let notes = self.profile().join("profile.db");
        let databases = [store.join("outbox.db"), store.join("cache.db"), self.list(), notes];
        let parts = ["", "-wal", "-shm", "-journal", ".sealing", ".sealing-wal", ".sealing-journal"];
        let mut files: Vec<PathBuf> =
            databases.iter().flat_map(|file| parts.map(|part| with(file, part))).collect();
        files.extend([self.list().with_extension("json"), self.profile().join("session.json"), store]);
        files
    }

    /// The files in which one of these texts can be read.
    pub fn readable(&self, texts: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.profile().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).expect("a file");
                let holds = |text: &&&str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
                found.extend(texts.iter().find(holds).map(|text| format!("{text} in {}", path.display())));
            }
        }
        found
    }

    fn list(&self) -> PathBuf {
        self.store_folder().with_file_name(format!("{GONE}.unsent.db"))
    }
}

fn with(file: &Path, part: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(part);
    name.into()
}
