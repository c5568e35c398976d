//! What a person set up on this machine, kept in one small file: language, look and the cloud's address. Nothing secret.
//!
//! A file, or a value in it, that cannot be read gives the default: settings never keep the program from opening.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::DeskError;
use crate::profile::write_whole;
pub use crate::views::program::Settings;

/// Reads the settings of a profile.
pub fn load(data: &Path, cloud_default: &str) -> Settings {
    let stored = std::fs::read(data.join(FILE)).ok();
    let stored: Value = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let cloud: String = field(&stored, "cloud");
    Settings {
        language: field(&stored, "language"),
        theme: field(&stored, "theme"),
        density: field(&stored, "density"),
        zoom: field(&stored, "zoom"),
        lock_after: field(&stored, "lock_after"),
        guide_skipped: field(&stored, "guide_skipped"),
        cloud: if cloud.is_empty() { cloud_default.to_owned() } else { cloud },
    }
}

/// Writes them, whole or not at all.
pub fn save(settings: &Settings, data: &Path) -> Result<(), DeskError> {
    let text = serde_json::to_vec_pretty(settings).map_err(|error| DeskError::storage(error.to_string()))?;
    write_whole(&data.join(FILE), &text)
}

fn field<T: DeserializeOwned + Default>(stored: &Value, name: &str) -> T {
    stored.get(name).and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

const FILE: &str = "settings.json";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::program::{Language, Theme, Zoom};

    #[test]
    fn settings_survive_and_odd_values_become_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = load(folder.path(), "https://preset.example");
        assert_eq!(settings.cloud, "https://preset.example");
        settings.theme = Theme::Dark;
        settings.cloud = "https://own.example".to_owned();
        settings.lock_after = Some(15);
        settings.zoom = Zoom::try_from(150).unwrap();
        save(&settings, folder.path()).unwrap();
        assert_eq!(load(folder.path(), "https://preset.example"), settings);

        let odd = r#"{"language":"tlh","theme":"dark","zoom":9000,"colour":7}"#;
        std::fs::write(folder.path().join(FILE), odd).unwrap();
        let read = load(folder.path(), "https://preset.example");
        assert_eq!((read.language, read.theme, read.zoom), (Language::System, Theme::Dark, Zoom::default()));
        std::fs::write(folder.path().join(FILE), "garbage").unwrap();
        assert_eq!(load(folder.path(), "https://preset.example").cloud, "https://preset.example");
    }
}
