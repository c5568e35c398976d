//! The disks of this thread's machines: what is on them, what a crash leaves of it, and how they fail.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

/// A sector: what a disk writes whole or not at all.
const SECTOR: usize = 512;

/// One change of a file that is not synced yet.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// One file, as its readers see it, and as it would be after a crash.
#[derive(Debug, Default)]
pub(crate) struct Data {
    pub(crate) content: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Change>,
    /// Whether its name is on the disk for certain.
    named: bool,
}

impl Data {
    pub(crate) fn change(&mut self, change: Change) {
        apply(&mut self.content, &change);
        self.pending.push(change);
    }

    fn settle(&mut self) {
        for change in self.pending.drain(..) {
            apply(&mut self.durable, &change);
        }
        self.named = true;
    }

    fn whole(bytes: Vec<u8>) -> Data {
        Data { content: bytes.clone(), durable: bytes, pending: Vec::new(), named: true }
    }
}

pub(crate) fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, data) => {
            let end = at + data.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[*at..end].copy_from_slice(data);
        }
        Change::Truncate(size) => bytes.truncate(*size),
    }
}

pub(crate) type Shared = Rc<RefCell<Data>>;

/// How a machine's disk fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The machine stops in the middle of it: nothing after this moment happens, until [`crash`].
    Stops,
    /// There is no room, for so many writes.
    Full(u32),
    /// One sync fails; nobody knows what of it is on the disk.
    SyncFails,
}

/// What a crash leaves of that which was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Everything.
    Everything,
    /// What came before some moment.
    Beginning,
    /// Any of it, in any order, torn between sectors.
    Pieces,
}

#[derive(Default)]
struct Machine {
    dead: bool,
    /// How often it crashed: a handle from before is a dead program's.
    life: u64,
    failing: Option<(u32, Fault)>,
    full_for: u32,
    syncs: u64,
    /// Whether an operation failed since the last time somebody asked.
    failed: bool,
    /// Files that were deleted, and whose deletion no later sync has made certain.
    deleted: Vec<(String, Vec<u8>)>,
}

#[derive(Default)]
struct Disks {
    files: BTreeMap<String, Shared>,
    machines: HashMap<String, Machine>,
}

thread_local! {
    static DISKS: RefCell<Disks> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Disks) -> T) -> T {
    DISKS.with(|disks| act(&mut disks.borrow_mut()))
}

pub(crate) fn machine_of(path: &str) -> String {
    path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned()
}

fn in_folder(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Forgets every machine of this thread. Whatever was open must be closed.
pub fn reset() {
    with(|disks| *disks = Disks::default());
}

/// The machine's files as they are on its disk now, for a backup, or for another machine to begin with.
#[derive(Debug, Clone, Default)]
pub struct Image(Vec<(String, Vec<u8>)>);

/// Takes a copy of all that is synced on a machine. Unsynced changes are not in it.
pub fn export(machine: &str) -> Image {
    with(|disks| {
        let of_it = disks.files.iter().filter(|(path, _)| machine_of(path) == machine);
        Image(of_it.map(|(path, data)| (path.clone(), data.borrow().durable.clone())).collect())
    })
}

/// Puts a copy in place of all that is on a machine. Its programs must have stopped.
pub fn import(machine: &str, image: &Image) {
    with(|disks| {
        disks.files.retain(|path, _| machine_of(path) != machine);
        disks.machines.entry(machine.to_owned()).or_default().deleted.clear();
        for (path, bytes) in &image.0 {
            let rest = path.trim_start_matches('/').split_once('/').map_or("", |(_, rest)| rest);
            let data = Rc::new(RefCell::new(Data::whole(bytes.clone())));
            disks.files.insert(format!("/{machine}/{rest}"), data);
        }
    });
}

/// Lets a machine's disk fail at the write or sync after `after` others. One fault at a time.
pub fn fail_after(machine: &str, after: u32, fault: Fault) {
    with(|disks| {
        disks.machines.entry(machine.to_owned()).or_default().failing = Some((after, fault));
    });
}

/// A machine's disk works again.
pub fn heal(machine: &str) {
    with(|disks| {
        let machine = disks.machines.entry(machine.to_owned()).or_default();
        (machine.failing, machine.full_for, machine.failed) = (None, 0, false);
    });
}

/// Whether the machine has stopped in the middle of something.
pub fn is_dead(machine: &str) -> bool {
    with(|disks| disks.machines.get(machine).is_some_and(|machine| machine.dead))
}

/// Whether a machine's disk has failed since this was last asked, or since it crashed.
pub fn has_failed(machine: &str) -> bool {
    with(|disks| {
        let machine = disks.machines.entry(machine.to_owned()).or_default();
        machine.dead || std::mem::take(&mut machine.failed)
    })
}

/// How often a machine has synced.
pub fn syncs(machine: &str) -> u64 {
    with(|disks| disks.machines.get(machine).map_or(0, |machine| machine.syncs))
}

/// Stops a machine's programs: whatever they do from now on fails, so that dropping them writes nothing. Then the disk keeps of
/// what was not synced what `kept` says, with `dice` (any number below its argument) for the choice.
pub fn crash(machine: &str, kept: Kept, drop_programs: impl FnOnce(), mut dice: impl FnMut(usize) -> usize) {
    with(|disks| disks.machines.entry(machine.to_owned()).or_default().dead = true);
    drop_programs();
    with(|disks| {
        let entry = disks.machines.entry(machine.to_owned()).or_default();
        let life = entry.life + 1;
        let deleted = std::mem::take(&mut entry.deleted);
        *entry = Machine { life, syncs: entry.syncs, ..Machine::default() };
        let paths: Vec<String> =
            disks.files.keys().filter(|path| machine_of(path) == machine).cloned().collect();
        for path in paths {
            let Some(data) = disks.files.get(&path).cloned() else { continue };
            let Data { durable, pending, named, .. } = &mut *data.borrow_mut();
            // A name that was never synced may be gone with all that was written under it.
            if !*named && (kept == Kept::Nothing || (kept == Kept::Pieces && dice(2) == 0)) {
                disks.files.remove(&path);
                continue;
            }
            let mut bytes = std::mem::take(durable);
            for change in survivors(std::mem::take(pending), kept, &mut dice) {
                apply(&mut bytes, &change);
            }
            disks.files.insert(path, Rc::new(RefCell::new(Data::whole(bytes))));
        }
        // A deletion is a change of the folder, and may be forgotten as well.
        for (path, bytes) in deleted {
            let back = match kept {
                Kept::Nothing => true,
                Kept::Everything => false,
                Kept::Beginning | Kept::Pieces => dice(2) == 0,
            };
            if back && !disks.files.contains_key(&path) {
                disks.files.insert(path, Rc::new(RefCell::new(Data::whole(bytes))));
            }
        }
    });
}

fn survivors(mut pending: Vec<Change>, kept: Kept, dice: &mut impl FnMut(usize) -> usize) -> Vec<Change> {
    match kept {
        Kept::Nothing => Vec::new(),
        Kept::Everything => pending,
        Kept::Beginning => {
            pending.truncate(dice(pending.len() + 1));
            pending
        }
        Kept::Pieces => pending.into_iter().flat_map(|change| pieces(change, dice)).collect(),
    }
}

/// What of one write reached the disk: all, nothing, or some of its sectors.
fn pieces(change: Change, dice: &mut impl FnMut(usize) -> usize) -> Vec<Change> {
    match (dice(4), change) {
        (0 | 1, change) => vec![change],
        (2, Change::Write(at, data)) if data.len() > SECTOR => {
            let sectors = data.chunks(SECTOR).enumerate();
            let some = sectors.filter(|_| dice(2) == 0);
            some.map(|(turn, sector)| Change::Write(at + turn * SECTOR, sector.to_vec())).collect()
        }
        _ => Vec::new(),
    }
}

/// Why an operation of a file fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    Dead,
    Full,
    Sync,
}

/// A file to be opened: what is under that name, or new if it may be made.
pub(crate) fn open(path: &str, create: bool, only_new: bool) -> Option<(Shared, u64)> {
    with(|disks| {
        let machine = disks.machines.entry(machine_of(path)).or_default();
        let life = machine.life;
        if machine.dead {
            return None;
        }
        match disks.files.get(path) {
            Some(_) if only_new => None,
            Some(data) => Some((Rc::clone(data), life)),
            None if create => {
                let data = Shared::default();
                disks.files.insert(path.to_owned(), Rc::clone(&data));
                Some((data, life))
            }
            None => None,
        }
    })
}

/// Counts an operation that changes a disk, and says whether it fails.
pub(crate) fn touch(path: &str, life: u64, is_sync: bool) -> Result<(), Failed> {
    let touched = fails(path, life, is_sync);
    if touched.is_err() {
        with(|disks| disks.machines.entry(machine_of(path)).or_default().failed = true);
    }
    touched
}

fn fails(path: &str, life: u64, is_sync: bool) -> Result<(), Failed> {
    with(|disks| {
        let machine = disks.machines.entry(machine_of(path)).or_default();
        if machine.dead || machine.life != life {
            return Err(Failed::Dead);
        }
        if machine.full_for > 0 && !is_sync {
            machine.full_for -= 1;
            return Err(Failed::Full);
        }
        match &mut machine.failing {
            Some((0, fault)) => {
                let fault = *fault;
                match fault {
                    Fault::Stops => machine.dead = true,
                    Fault::Full(writes) if !is_sync => machine.full_for = writes,
                    Fault::SyncFails if is_sync => {}
                    // It waits for the next operation of its kind.
                    Fault::Full(_) | Fault::SyncFails => return Ok(()),
                }
                machine.failing = None;
                Err(match fault {
                    Fault::Stops => Failed::Dead,
                    Fault::Full(_) => Failed::Full,
                    Fault::SyncFails => Failed::Sync,
                })
            }
            Some((after, _)) => {
                *after -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    })
}

/// Whether a handle is of a program that runs.
pub(crate) fn alive(path: &str, life: u64) -> bool {
    with(|disks| {
        let machine = disks.machines.entry(machine_of(path)).or_default();
        !machine.dead && machine.life == life
    })
}

/// A sync has done its work: this file is on the disk, and so are the names and deletions of its machine.
pub(crate) fn synced(path: &str, data: &Shared) {
    data.borrow_mut().settle();
    with(|disks| {
        let machine = disks.machines.entry(machine_of(path)).or_default();
        machine.syncs += 1;
        machine.deleted.clear();
    });
}

/// Deletes a file; `false` if there is none.
pub(crate) fn delete(path: &str, certain: bool) -> bool {
    with(|disks| {
        let Some(data) = disks.files.remove(path) else { return false };
        let machine = disks.machines.entry(machine_of(path)).or_default();
        if !certain {
            machine.deleted.push((path.to_owned(), data.borrow().durable.clone()));
        }
        true
    })
}

pub(crate) fn has(path: &str) -> bool {
    with(|disks| disks.files.contains_key(path))
}

/// Whether there is such a file, or a folder with something in it.
pub fn exists(path: &Path) -> bool {
    let path = text(path);
    with(|disks| disks.files.keys().any(|file| in_folder(file, &path)))
}

/// Gives a file another name, for certain. `false` if there is none, or the machine has stopped.
pub fn rename(from: &Path, to: &Path) -> bool {
    let (from, to) = (text(from), text(to));
    with(|disks| {
        if disks.machines.get(&machine_of(&from)).is_some_and(|machine| machine.dead) {
            return false;
        }
        match disks.files.remove(&from) {
            Some(data) => {
                data.borrow_mut().named = true;
                disks.files.insert(to, data);
                true
            }
            None => false,
        }
    })
}

/// Removes a folder and all in it, for certain. `false` if the machine has stopped.
pub fn remove_all(folder: &Path) -> bool {
    let folder = text(folder);
    with(|disks| {
        if disks.machines.get(&machine_of(&folder)).is_some_and(|machine| machine.dead) {
            return false;
        }
        disks.files.retain(|path, _| !in_folder(path, &folder));
        true
    })
}

/// Writes a small file whole, for certain. `false` if the machine has stopped.
pub fn write_whole(path: &Path, bytes: &[u8]) -> bool {
    let path = text(path);
    with(|disks| {
        if disks.machines.get(&machine_of(&path)).is_some_and(|machine| machine.dead) {
            return false;
        }
        disks.files.insert(path, Rc::new(RefCell::new(Data::whole(bytes.to_vec()))));
        true
    })
}
