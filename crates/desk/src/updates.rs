//! When a newer version is looked for and mentioned. It is offered, never forced: looking can be switched off, an offer can be
//! put off, and nothing is fetched before she says so. Nothing here asks the network or knows how a program is replaced.

use std::path::Path;

use keyholder_domain::Time;
use serde::{Deserialize, Serialize};

use crate::DeskError;
use crate::profile::write_whole;

const FILE: &str = "updates.json";
const HOUR: i64 = 3_600_000;
/// How often it is looked for.
const EVERY: i64 = 24 * HOUR;
/// How often at most, where the cloud no longer understands this version.
const PRESSING: i64 = HOUR;
/// How long an offer that was put off is not mentioned.
const PUT_OFF: i64 = 3 * 24 * HOUR;

/// What a profile remembers of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// When it was last looked for.
    pub looked_at: Option<Time>,
    /// The version that was put off, and when.
    pub put_off: Option<(String, Time)>,
}

impl Memory {
    /// Reads it; what cannot be read is forgotten.
    pub fn load(data: &Path) -> Self {
        std::fs::read(data.join(FILE))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    /// Keeps it.
    pub fn save(&self, data: &Path) -> Result<(), DeskError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| DeskError::storage(error.to_string()))?;
        write_whole(&data.join(FILE), &text)
    }

    /// Whether it is time to look again. `pressing`: the cloud no longer understands this version.
    pub fn is_due(&self, now: Time, pressing: bool) -> bool {
        let pause = if pressing { PRESSING } else { EVERY };
        // A clock that was set back must not keep it from looking for years.
        self.looked_at.is_none_or(|at| !(0..pause).contains(&(now.millis() - at.millis())))
    }

    /// Whether an offer is worth a word: another one than what was put off is, at once.
    pub fn mentions(&self, version: &str, now: Time) -> bool {
        let put_off = self.put_off.as_ref().filter(|(put_off, _)| put_off == version);
        put_off.is_none_or(|(_, at)| !(0..PUT_OFF).contains(&(now.millis() - at.millis())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Time {
        Time::from_millis(1_800_000_000_000 + hours * HOUR)
    }

    #[test]
    fn it_is_looked_for_once_a_day_and_sooner_where_the_cloud_presses() {
        let never = Memory::default();
        assert!(never.is_due(at(0), false));
        let looked = Memory { looked_at: Some(at(0)), ..never };
        assert!(!looked.is_due(at(23), false) && looked.is_due(at(24), false));
        assert!(!looked.is_due(at(0), true) && looked.is_due(at(1), true));
        assert!(looked.is_due(at(-9000), false), "the clock was set back");
    }

    #[test]
    fn what_is_put_off_is_not_mentioned_for_three_days_and_a_newer_one_is() {
        let memory = Memory { put_off: Some(("0.2.0".to_owned(), at(0))), ..Memory::default() };
        assert!(!memory.mentions("0.2.0", at(71)) && memory.mentions("0.2.0", at(72)));
        assert!(memory.mentions("0.3.0", at(1)));
        assert!(memory.mentions("0.2.0", at(-9000)), "the clock was set back");
    }

    #[test]
    fn it_is_remembered_and_a_damaged_note_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Memory::load(folder.path()), Memory::default());
        let memory = Memory { looked_at: Some(at(1)), put_off: Some(("0.2.0".to_owned(), at(2))) };
        memory.save(folder.path()).unwrap();
        assert_eq!(Memory::load(folder.path()), memory);
        std::fs::write(folder.path().join(FILE), "garbage").unwrap();
        assert_eq!(Memory::load(folder.path()), Memory::default());
    }
}
