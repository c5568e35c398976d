//! Making the files known to SQLite: once a process, under a name that nobody takes by accident.

use std::cell::Cell;
use std::sync::Once;
use std::time::Duration;

use rsqlite_vfs::{OsCallback, SQLiteIoMethods, SQLiteVfs, VfsResult, register_vfs};

use crate::file::Files;

const NAME: &str = "keyholder-sim";

/// What SQLite asks of a system. Nothing here is real time or chance: a world is the same whenever it runs.
pub(crate) struct Os;

thread_local! {
    static TURN: Cell<u64> = const { Cell::new(1) };
}

impl OsCallback for Os {
    fn sleep(&self, _: Duration) {}

    fn random(&self, buf: &mut [u8]) -> usize {
        for byte in buf.iter_mut() {
            let next =
                TURN.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            TURN.set(next);
            *byte = next.to_be_bytes()[0];
        }
        buf.len()
    }

    fn epoch_timestamp_in_ms(&self) -> VfsResult<i64> {
        Ok(0)
    }
}

struct Methods;

impl SQLiteIoMethods for Methods {
    type Store = Files;
}

struct Vfs;

impl SQLiteVfs<Methods> for Vfs {
    type Os = Os;

    fn os(data: &Os) -> &Os {
        data
    }
}

/// The name under which SQLite knows these files. Without shared memory: a connection takes `locking_mode = exclusive` before WAL.
pub fn name() -> &'static str {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(register);
    NAME
}

// SAFETY: `Vfs` and `Methods` keep the library's default constructor, layouts, versions and callbacks, and `Files` and `Os` are the
// types that both name. `Once` serialises the registration, and no other code registers this name. What the callbacks reach is the
// calling thread's own, and a connection is used on the thread that opened it. The registration is never taken back, so nothing
// that SQLite points at is freed. rusqlite, in whose SQLite this registers, builds it in its serialised mode.
#[allow(unsafe_code)]
fn register() {
    // The library is linked by rusqlite; it is started before the list of file systems is touched.
    drop(rusqlite::Connection::open_in_memory());
    let registered = unsafe { register_vfs::<Methods, Vfs>(NAME, Os, false) };
    match registered {
        Ok(registration) => _ = registration.into_raw(),
        Err(error) => panic!("SQLite takes no file layer: {error}"),
    }
}
