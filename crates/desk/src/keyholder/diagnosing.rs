//! A report for whoever helps: a text that a person can read before she sends it. It tells versions, choices, counts and
//! times, and the last lines of the log; every name that this machine knows is taken out of it.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::Keyholder;
use crate::desk::Desk;
use crate::diagnostics::{CRASH, Known, system};
use crate::picture::Picture;
use crate::views::frame;
use crate::{DeskError, lock::Shut};

/// What only the program around the desk knows.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The program's version.
    pub version: String,
    /// What draws its window, and in which version.
    pub web_view: String,
    /// How long ago it was started.
    pub runs_for: Duration,
    /// The last lines of its log.
    pub log: Vec<String>,
}

impl Keyholder {
    /// The report, to be read and perhaps sent.
    pub async fn diagnostics(&self, around: Around) -> Result<String, DeskError> {
        self.gate()?;
        let mut known = Known::default();
        self.learn_people(&mut known);
        let mut stores = Vec::new();
        for desk in self.open_desks().await {
            let picture = desk.picture().await?;
            learn_store(&mut known, &picture);
            stores.push(store(&desk, &picture).await?);
        }
        let about = self.about(&around);
        let log = around.log.iter().map(|line| known.scrub(line)).collect::<Vec<_>>().join("\n");
        Ok(format!("{about}\n{}\nthe log's last lines\n{log}\n", stores.join("\n")))
    }

    /// Whether the last run left a report of a crash that nobody looked at.
    pub fn crashed(&self) -> bool {
        self.crash_file().exists()
    }

    /// The report of the last crash, without any name that this machine knows by now.
    ///
    /// # Errors
    /// `not_found` where there is none.
    pub fn crash_report(&self) -> Result<String, DeskError> {
        self.gate()?;
        let kept = std::fs::read(self.crash_file());
        let kept = kept.map_err(|_| DeskError::new("not_found", "there is no report of a crash"))?;
        let mut known = Known::default();
        self.learn_people(&mut known);
        Ok(known.scrub(&String::from_utf8_lossy(&kept)))
    }

    /// The report of the last crash was seen, or nobody wants to.
    pub fn forget_crash(&self) -> Result<(), DeskError> {
        match std::fs::remove_file(self.crash_file()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => {
                self.changed();
                Ok(())
            }
        }
    }

    fn crash_file(&self) -> PathBuf {
        self.0.profile.data().join(CRASH)
    }

    /// The program and this machine, as far as they are anybody's business.
    fn about(&self, around: &Around) -> String {
        let inner = &self.0;
        let mut about = format!(
            "Keyholder {} on {}, drawn by {}\nmade at {}, {} s after its start\n\nsettings\n",
            around.version,
            system(),
            around.web_view,
            inner.clock.now(),
            around.runs_for.as_secs(),
        );
        if let Ok(Value::Object(settings)) = serde_json::to_value(self.settings()) {
            for (name, value) in settings.iter().filter(|(name, _)| *name != "cloud") {
                let _ = writeln!(about, "  {name}: {value}");
            }
        }
        let (rest, _) = inner.rest.stands();
        let (memory, problem) = inner.session.keychain();
        let locked = match self.look_at_lock() {
            None => "open",
            Some(Shut::Asked | Shut::Away | Shut::Idle) => "locked",
        };
        let _ = writeln!(about, "\nthis machine");
        for (name, value) in [
            ("data rests", code(&rest)),
            ("keychain", if memory { "none".to_owned() } else { "system".to_owned() }),
            ("keychain's problem", if problem.is_some() { "yes".to_owned() } else { "no".to_owned() }),
            ("people signed in", inner.session.people().len().to_string()),
            ("session ended", inner.session.ended().to_string()),
            ("program", locked.to_owned()),
        ] {
            let _ = writeln!(about, "  {name}: {value}");
        }
        about
    }

    fn learn_people(&self, known: &mut Known) {
        known.learn(&self.0.options.device_name);
        known.learn(self.settings().cloud.split("://").last().unwrap_or_default());
        for person in self.0.session.people() {
            known.learn(&person.account.name);
            known.learn(&person.account.email);
            known.learn(person.cloud.host_str().unwrap_or_default());
            person.stores.iter().for_each(|store| known.learn(&store.name));
        }
    }
}

fn learn_store(known: &mut Known, picture: &Picture) {
    known.learn(&picture.store_name);
    for store in [&picture.base, &picture.local] {
        known.learn(store.name());
        for member in store.members() {
            known.learn(member.name());
            known.learn(member.email());
        }
        store.invitations().for_each(|invitation| known.learn(invitation.email()));
        store.groups().for_each(|group| known.learn(group.name.as_str()));
    }
}

/// One store: what of it is here, and how it stands with its cloud.
async fn store(desk: &Desk, picture: &Picture) -> Result<String, DeskError> {
    let standing = desk.standing().await?;
    let badge = frame::badge(picture);
    let seats = picture.base.seats(picture.now);
    let mut told = format!("store {}\n", desk.store());
    let none = || "never".to_owned();
    for (name, value) in [
        ("role", picture.my_role().map_or_else(|| "not known".to_owned(), |role| role.code().to_owned())),
        ("members", picture.base.member_count().to_string()),
        ("groups", picture.base.group_count().to_string()),
        ("seats used", seats.used.to_string()),
        ("invitations pending", seats.pending.to_string()),
        ("waiting", standing.waiting.to_string()),
        ("refused", badge.refused.to_string()),
        ("unsent", standing.unsent.to_string()),
        ("heard of the cloud", picture.as_of.map_or_else(none, |at| at.to_string())),
        ("badge", code(&badge.state)),
        ("problem", badge.problem.map_or_else(|| "none".to_owned(), |problem| problem.code)),
        ("closed", standing.closed.to_string()),
        ("notices", standing.notices.iter().map(|notice| notice.code.as_str()).collect::<Vec<_>>().join(" ")),
    ] {
        let _ = writeln!(told, "  {name}: {value}");
    }
    Ok(told)
}

/// A code of ours as it is written on the wire.
fn code(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
