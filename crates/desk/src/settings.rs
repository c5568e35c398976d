//! What a person set up on this machine, kept in one small file: language, look and the cloud's address. Nothing secret.
//!
//! A file, or a value in it, that cannot be read gives the default: settings never keep the program from opening.

use std::path::Path;

use serde_json::Value;

use crate::DeskError;
use crate::profile::write_whole;
pub use crate::views::program::Settings;

/// What is chosen anew: some of the settings by their names.
pub type SettingsChange = serde_json::Map<String, Value>;

/// Reads the settings of a profile.
pub fn load(data: &Path, cloud_default: &str) -> Settings {
    let preset = Settings { cloud: cloud_default.to_owned(), ..Settings::default() };
    stored(data).into_iter().fold(preset, |settings, (name, value)| {
        if name == "cloud" && value == "" {
            return settings;
        }
        changed(&settings, SettingsChange::from_iter([(name, value)])).unwrap_or(settings)
    })
}

/// Writes them, whole or not at all. What a newer version chose, and this one cannot read, stays as it was written until it is
/// chosen anew here: whoever goes back to the newer version finds it.
pub fn save(settings: &Settings, data: &Path) -> Result<(), DeskError> {
    let unwritten = |error: serde_json::Error| DeskError::storage(error.to_string());
    let all = |settings: &Settings| serde_json::to_value(settings).map_err(unwritten);
    let (before, now) = (all(&load(data, &settings.cloud))?, all(settings)?);
    let mut kept = stored(data);
    if newer(&kept).is_none() {
        kept.insert(VERSION.to_owned(), env!("CARGO_PKG_VERSION").into());
    }
    for (name, value) in now.as_object().into_iter().flatten() {
        if before.get(name) != Some(value) || !kept.contains_key(name) {
            kept.insert(name.clone(), value.clone());
        }
    }
    let text = serde_json::to_vec_pretty(&kept).map_err(unwritten)?;
    write_whole(&data.join(FILE), &text)
}

/// The version that kept them last, where it is a newer one than this.
pub fn of_a_newer_version(data: &Path) -> Option<String> {
    newer(&stored(data))
}

fn newer(stored: &SettingsChange) -> Option<String> {
    let numbers = |version: &str| -> Vec<u64> {
        version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
    };
    let theirs = stored.get(VERSION)?.as_str()?;
    (numbers(theirs) > numbers(env!("CARGO_PKG_VERSION"))).then(|| theirs.to_owned())
}

/// What the file says, whoever wrote it; nothing where it cannot be read.
fn stored(data: &Path) -> SettingsChange {
    let bytes = std::fs::read(data.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// The settings with some of them chosen anew. What the change does not name stays as it is, so that of two choices made at
/// once neither takes the other back.
pub fn changed(settings: &Settings, change: SettingsChange) -> Result<Settings, DeskError> {
    let malformed = |why: String| DeskError::new("malformed", why);
    let mut all = serde_json::to_value(settings).map_err(|error| malformed(error.to_string()))?;
    for (name, value) in change {
        let kept = all.get_mut(&name).ok_or_else(|| malformed(format!("there is no setting `{name}`")))?;
        *kept = value;
    }
    serde_json::from_value(all).map_err(|error| malformed(error.to_string()))
}

const FILE: &str = "settings.json";
/// The name under which the file says who kept it last.
const VERSION: &str = "version";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::views::program::{Density, Language, Theme, Zoom};

    #[test]
    fn settings_survive_and_odd_values_become_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = load(folder.path(), "https://preset.example");
        assert_eq!(settings.cloud, "https://preset.example");
        settings.theme = Theme::Dark;
        settings.cloud = "https://own.example".to_owned();
        settings.lock_after = Some(15);
        settings.single_keys_off = true;
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

    #[test]
    fn what_a_newer_version_chose_outlives_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let newer =
            r#"{"theme":"sepia","density":"compact","from_later":{"a":[1]},"cloud":"https://own.example"}"#;
        std::fs::write(folder.path().join(FILE), newer).unwrap();
        let read = load(folder.path(), "https://preset.example");
        assert_eq!((read.theme, read.density), (Theme::System, Density::Compact));
        save(&Settings { lock_after: Some(5), ..read.clone() }, folder.path()).unwrap();
        let kept = stored(folder.path());
        assert_eq!(
            (&kept["theme"], &kept["from_later"], &kept["lock_after"]),
            (&json!("sepia"), &json!({"a": [1]}), &json!(5))
        );
        save(&Settings { theme: Theme::Dark, ..read }, folder.path()).unwrap();
        assert_eq!(stored(folder.path())["theme"], "dark", "chosen anew");
    }

    #[test]
    fn a_newer_version_is_known_and_stays_named_until_it_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let settings = load(folder.path(), "https://preset.example");
        assert_eq!(of_a_newer_version(folder.path()), None, "nothing is kept yet");
        save(&settings, folder.path()).unwrap();
        assert_eq!(stored(folder.path())["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(of_a_newer_version(folder.path()), None);
        for (version, newer) in [("0.0.9", false), ("99.0.0-rc.1", true), ("soon", false), ("0.1000.0", true)]
        {
            std::fs::write(folder.path().join(FILE), json!({ "version": version }).to_string()).unwrap();
            assert_eq!(of_a_newer_version(folder.path()), newer.then(|| version.to_owned()));
            save(&settings, folder.path()).unwrap();
            let kept = &stored(folder.path())["version"];
            assert_eq!(kept, if newer { version } else { env!("CARGO_PKG_VERSION") });
        }
    }

    #[test]
    fn a_place_that_is_gone_keeps_no_choice_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let settings = load(&gone, "https://preset.example");
        assert_eq!(settings.cloud, "https://preset.example", "and keeps nobody from opening");
        let told = save(&settings, &gone).unwrap_err();
        assert_eq!((told.code.as_str(), &told.with["why"]), ("storage", &json!("gone")));
    }

    #[test]
    fn a_choice_leaves_the_others_as_they_are() {
        let change = |settings: &Settings, change: Value| match change {
            Value::Object(change) => changed(settings, change),
            other => panic!("{other} names no setting"),
        };
        let before = load(Path::new("nowhere"), "https://preset.example");
        let after = change(&before, json!({ "theme": "dark", "lock_after": 5 })).unwrap();
        assert_eq!(after, Settings { theme: Theme::Dark, lock_after: Some(5), ..before.clone() });
        let after = change(&after, json!({ "lock_after": null })).unwrap();
        assert_eq!(after, Settings { theme: Theme::Dark, ..before.clone() });
        for odd in
            [json!({ "colour": 7 }), json!({ "theme": "pink" }), json!({ "theme": "dark", "zoom": 9000 })]
        {
            assert_eq!(change(&before, odd).unwrap_err().code, "malformed");
        }
    }
}
