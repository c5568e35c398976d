//! Opening a desk's two files, and what is said when they are not as they were left.

use std::path::Path;

use keyholder_domain::id::{DeskId, StoreId};
use keyholder_domain::time::Time;
use keyholder_domain::wire::Entry;
use serde_json::json;

use super::{RECENT, notice};
use crate::DeskError;
use crate::cache::{Base, Cache};
use crate::chance::Chance;
use crate::outbox::{Outbox, State};
use crate::storage::Storage;
use crate::views::program::Notice;

/// Opens the outbox. One that another machine's keychain belongs with is set aside when it holds unsent ops: sent from here
/// too, they would be a second hand in the same numbers.
pub(super) fn open_outbox(
    storage: &Storage,
    folder: &Path,
    machine: Option<&str>,
    now: Time,
    chance: &dyn Chance,
    notices: &mut Vec<Notice>,
) -> Result<Outbox, DeskError> {
    let path = folder.join("outbox.db");
    let (mut outbox, salvaged) = Outbox::open(storage, &path, now)?;
    if let Some(salvaged) = salvaged {
        notices.push(if salvaged.foreign {
            notice("sealed_elsewhere", &json!({"file": salvaged.file}))
        } else {
            let with = json!({"file": salvaged.file, "rows": salvaged.rows, "lost": salvaged.lost});
            notice("outbox_salvaged", &with)
        });
    }
    if let Some(machine) = machine
        && outbox.machine().is_some_and(|own| own != machine)
    {
        let count = outbox.kept().iter().filter(|kept| !matches!(kept.state, State::Answered(_))).count();
        drop(outbox);
        let file = storage.set_aside(&path, now)?;
        if count > 0 {
            notices.push(notice("other_machine", &json!({"file": file, "count": count})));
        }
        outbox = Outbox::open(storage, &path, now)?.0;
    }
    if outbox.is_new() {
        outbox.renew_desk(DeskId::from_uuid(chance.id()))?;
    }
    if let Some(machine) = machine
        && outbox.machine().is_none()
    {
        outbox.belongs_to(machine)?;
    }
    Ok(outbox)
}

/// Opens the cache and reads what a desk shows of it at once. A file of which any of that cannot be read is set aside: one that
/// lies in one place is believed in none.
pub(super) fn open_cache(
    files: &Storage,
    path: &Path,
    store: StoreId,
    now: Time,
    notices: &mut Vec<Notice>,
) -> Result<(Cache, Base, Vec<Entry>), DeskError> {
    let (mut cache, mut base, mut aside) = Cache::open(files, path, store, now)?;
    let read = cache.recent(RECENT).and_then(|recent| cache.lease().map(|_| recent));
    let recent = match read {
        Ok(recent) => recent,
        Err(error) if error.cannot_be_read() => {
            tracing::warn!(%error, "the cache cannot be read whole and is built anew");
            drop(cache);
            aside = Some(files.set_aside(path, now)?);
            (cache, base, _) = Cache::open(files, path, store, now)?;
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    if let Some(file) = aside {
        notices.push(notice("cache_set_aside", &json!({"file": file})));
    }
    Ok((cache, base, recent))
}
