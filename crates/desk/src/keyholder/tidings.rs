//! What is told to somebody who does not look at the window: as much as she wants to hear, and without names unless she allowed
//! them. A locked program names nobody.

use super::Keyholder;
use crate::tidings::{Tiding, What};
use crate::views::program::Settings;

impl Keyholder {
    /// What happened in the open stores since this was asked last, as far as she wants to be told.
    pub async fn tidings(&self) -> Vec<Tiding> {
        let mut news = Vec::new();
        for desk in self.open_desks().await {
            news.extend(desk.news().await.unwrap_or_default());
        }
        let settings = self.settings();
        let names = settings.tell_names && self.look_at_lock().is_none();
        news.retain(|tiding| wanted(&settings, tiding.what));
        news.into_iter().map(|tiding| Tiding { name: tiding.name.filter(|_| names), ..tiding }).collect()
    }
}

fn wanted(settings: &Settings, what: What) -> bool {
    match what {
        What::Refused => !settings.untold_refused,
        What::Accepted => !settings.untold_accepted,
        What::Expiring => !settings.untold_expiring,
        What::Seat => !settings.untold_seat,
    }
}
