//! What the window and the command line have in common on one machine: where the profile is, how it is called in the keychain,
//! and how the machine is called at the cloud. Told twice, they would be two profiles.

use std::path::PathBuf;

use super::Options;
use crate::DeskError;

/// The folder's name beneath the place that the system keeps for programs' data (`identifier` in `tauri.conf.json`).
pub const IDENTIFIER: &str = "app.keyholder.desktop";
/// Where a person finds the cloud when nobody told the program otherwise.
const CLOUD: &str = "https://cloud.keyholder.example";

impl Options {
    /// This machine's profile in a folder; a new one is preset with a cloud's address.
    pub fn of_this_machine(data_dir: PathBuf, cloud: Option<String>) -> Self {
        Self {
            data_dir,
            cloud_default: cloud.unwrap_or_else(|| CLOUD.to_owned()),
            profile: "desktop".to_owned(),
            device_name: device_name(),
        }
    }
}

/// Where this machine's profile is kept where nobody named a folder: beneath the system's folder for programs' data. On Windows not the one
/// that is carried from machine to machine, for a profile is one machine's.
pub fn data_dir() -> Result<PathBuf, DeskError> {
    let data = dirs::data_local_dir();
    data.map(|data| data.join(IDENTIFIER))
        .ok_or_else(|| DeskError::storage("this system names no folder for programs' data"))
}

/// How this machine is called in the list of devices and in the history.
fn device_name() -> String {
    let name = std::env::var("COMPUTERNAME").ok().or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let system = match std::env::consts::OS {
        "windows" => "Windows",
        "macos" => "macOS",
        _ => "Linux",
    };
    name.map_or_else(|| system.to_owned(), |name| format!("{name} ({system})"))
}
