//! A file as SQLite opens it. There are no locks between connections here: in a simulated world each file has one at a time.

use std::cell::Cell;

use rsqlite_vfs::{
    AccessMode, LockLevel, OpenOptions, OpenRequest, OpenedFile, SyncOptions, VfsError, VfsErrorCode,
    VfsFile, VfsResult, VfsStore,
};

use crate::disk::{self, Change, Data, Failed, Shared};

/// An opened file.
pub(crate) struct Opened {
    /// None for a temporary file, which no crash leaves.
    path: Option<String>,
    data: Shared,
    life: u64,
    level: Cell<LockLevel>,
}

fn failed(why: Failed) -> VfsError {
    let (code, words) = match why {
        Failed::Dead => (VfsErrorCode::Io, "the machine has stopped"),
        Failed::Full => (VfsErrorCode::Full, "the disk is full"),
        Failed::Sync => (VfsErrorCode::IoSync, "the sync failed"),
    };
    VfsError::new(code, words.into())
}

fn usize_of(number: u64) -> VfsResult<usize> {
    usize::try_from(number).map_err(|_| VfsError::new(VfsErrorCode::Full, "too far".into()))
}

impl Opened {
    fn change(&self, change: Change) -> VfsResult<()> {
        match &self.path {
            Some(path) => {
                disk::touch(path, self.life, false).map_err(failed)?;
                self.data.borrow_mut().change(change);
            }
            None => disk::apply(&mut self.data.borrow_mut().content, &change),
        }
        Ok(())
    }
}

impl VfsFile for Opened {
    fn read(&mut self, buf: &mut [u8], offset: u64) -> VfsResult<usize> {
        if self.path.as_ref().is_some_and(|path| !disk::alive(path, self.life)) {
            return Err(failed(Failed::Dead));
        }
        let Data { content, .. } = &*self.data.borrow();
        let from = usize_of(offset)?.min(content.len());
        let read = buf.len().min(content.len() - from);
        buf[..read].copy_from_slice(&content[from..from + read]);
        Ok(read)
    }

    fn write(&mut self, buf: &[u8], offset: u64) -> VfsResult<()> {
        self.change(Change::Write(usize_of(offset)?, buf.to_vec()))
    }

    fn truncate(&mut self, size: u64) -> VfsResult<()> {
        self.change(Change::Truncate(usize_of(size)?))
    }

    fn sync(&mut self, _: SyncOptions) -> VfsResult<()> {
        let Some(path) = &self.path else { return Ok(()) };
        disk::touch(path, self.life, true).map_err(failed)?;
        disk::synced(path, &self.data);
        Ok(())
    }

    fn size(&self) -> VfsResult<u64> {
        Ok(self.data.borrow().content.len() as u64)
    }

    fn lock(&mut self, level: LockLevel) -> VfsResult<()> {
        self.level.set(level);
        Ok(())
    }

    fn unlock(&mut self, level: LockLevel) -> VfsResult<()> {
        self.level.set(level);
        Ok(())
    }

    fn check_reserved_lock(&self) -> VfsResult<bool> {
        Ok(!matches!(self.level.get(), LockLevel::None | LockLevel::Shared))
    }
}

/// The files of this thread's machines.
pub(crate) struct Files;

impl VfsStore for Files {
    type File = Opened;
    type AppData = crate::register::Os;

    fn open_file(_: &Self::AppData, request: OpenRequest<'_>) -> VfsResult<OpenedFile<Opened>> {
        let options = request.options;
        let level = Cell::new(LockLevel::None);
        let file = match request.filename {
            None => Opened { path: None, data: Shared::default(), life: 0, level },
            Some(name) => {
                let path = name.path().to_owned();
                let Some((data, life)) = disk::open(&path, options.create(), options.exclusive()) else {
                    return Err(VfsError::new(VfsErrorCode::CantOpen, "there is no such file".into()));
                };
                Opened { path: Some(path), data, life, level }
            }
        };
        Ok(OpenedFile { file, access: options.access() })
    }

    fn close_file(
        _: &Self::AppData,
        name: Option<&str>,
        file: Opened,
        options: OpenOptions,
    ) -> VfsResult<()> {
        if let Some(name) = name
            && options.delete_on_close()
            && disk::alive(name, file.life)
        {
            disk::delete(name, false);
        }
        Ok(())
    }

    fn access(_: &Self::AppData, name: &str, _: AccessMode) -> VfsResult<bool> {
        Ok(disk::has(name))
    }

    fn full_pathname(_: &Self::AppData, name: &str) -> VfsResult<String> {
        Ok(name.to_owned())
    }

    fn delete_file(_: &Self::AppData, name: &str, sync_dir: bool) -> VfsResult<()> {
        if disk::is_dead(&disk::machine_of(name)) {
            return Err(failed(Failed::Dead));
        }
        if disk::delete(name, sync_dir) {
            Ok(())
        } else {
            Err(VfsError::new(VfsErrorCode::IoDeleteNoEntry, "there is no such file".into()))
        }
    }
}
