//! Keeping what the window drew as a file, where the person says in the system's own dialog. Nothing is written before she
//! has chosen, and what is written is whole: it is made beside its place and put there at once.

use std::io::Write;
use std::path::{Path, PathBuf};

use keyholder_desk::DeskError;
use serde::Deserialize;
use tauri::{Manager, Runtime, Window};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A table for a spreadsheet.
    Csv,
    /// A picture.
    Png,
    /// A text.
    Txt,
}

impl Kind {
    const fn shown(self) -> (&'static str, &'static str) {
        match self {
            Kind::Csv => ("CSV", "csv"),
            Kind::Png => ("PNG", "png"),
            Kind::Txt => ("TXT", "txt"),
        }
    }
}

/// Asks where to and writes there; `None` where she thought better of it.
pub async fn save<R: Runtime>(
    window: &Window<R>,
    title: &str,
    name: &str,
    kind: Kind,
    bytes: &[u8],
) -> Result<Option<PathBuf>, DeskError> {
    match ask(window, title, &file_name(name), kind).await {
        Some(path) => write(&path, bytes).map(|()| Some(path)),
        None => Ok(None),
    }
}

async fn ask<R: Runtime>(window: &Window<R>, title: &str, name: &str, kind: Kind) -> Option<PathBuf> {
    let (chosen, choice) = oneshot::channel();
    let (label, extension) = kind.shown();
    let mut dialog = window.dialog().file().set_parent(window).set_title(title).set_file_name(name);
    if let Some(folder) = window.path().document_dir().ok().filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    dialog.add_filter(label, &[extension]).save_file(move |path| drop(chosen.send(path)));
    choice.await.ok().flatten()?.into_path().ok()
}

/// Writes a whole file. A disk that is full or a folder that may not be written is told as such, and leaves what was there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    put(path, bytes).map_err(|problem| {
        // The kind only; the path is the one that she chose herself.
        let told = DeskError::from(problem);
        DeskError { code: "not_saved".to_owned(), ..told }.fact("path", path.to_string_lossy())
    })
}

fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = tempfile::Builder::new();
    beside.prefix(".keyholder-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any file that she saves: the system's mask decides who else may read it.
        beside.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = beside.tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|problem| problem.error)
}

/// A name that every system takes as the name of a file: a store may be called anything.
pub fn file_name(wanted: &str) -> String {
    let fits = |letter: char| !letter.is_control() && !"/\\:*?\"<>|".contains(letter);
    let plain: String = wanted.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect();
    plain.trim_matches([' ', '.']).to_owned()
}
