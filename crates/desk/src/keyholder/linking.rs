//! What a link that opened the program leads to. A link is a suggestion by whoever wrote it: it names a cloud, so a cloud that
//! is not known here is asked about first, and nothing is accepted, signed in to or sent because of it. What it asks for is
//! held until somebody may see it: a locked program shows no link either.

use std::sync::{MutexGuard, PoisonError};

use super::Keyholder;
use crate::DeskError;
use crate::link::{Link, To};
use crate::session::Remembered;
use crate::views::program::{LinkStep, LinkTo, LinkView, PassphraseAsk};

/// A link that was opened and not answered yet: the last one counts.
#[derive(Debug, Default)]
pub(super) struct Led {
    link: Option<Link>,
    /// She said that she expected its cloud.
    trusted: bool,
}

impl Keyholder {
    /// A link was opened. One that is not ours does nothing.
    pub async fn open_link(&self, text: &str) {
        let Some(link) = Link::read(text) else {
            // Whatever it was, it is not repeated anywhere.
            tracing::info!("a link was opened that is none of ours");
            return;
        };
        *self.led() = Led { link: Some(link), trusted: false };
        self.follow_link().await;
        self.changed();
    }

    /// She expected the cloud of the link that is asked about.
    pub async fn trust_link(&self) {
        self.led().trusted = true;
        self.follow_link().await;
        self.changed();
    }

    /// She wants nothing of the link.
    pub fn leave_link(&self) {
        *self.led() = Led::default();
        self.changed();
    }

    /// The page of the invitation that the link leads to, to be shown in her browser. With that, the link is done.
    ///
    /// # Errors
    /// `not_found` where no link leads to a page, or nobody said yet that its cloud may be asked; `locked`.
    pub fn take_link_page(&self) -> Result<String, DeskError> {
        self.gate()?;
        let ready = self.link_view().filter(|view| view.step == LinkStep::Page);
        let page = ready.and_then(|_| self.led().link.as_ref().and_then(Link::page));
        let page = page.ok_or_else(|| DeskError::new("not_found", "no link leads to a page"))?;
        self.leave_link();
        Ok(page)
    }

    /// Goes where the link leads, if nothing is left to be asked: to a store of hers at a cloud that she knows.
    pub(super) async fn follow_link(&self) {
        let Some(link) = self.led().link.clone() else { return };
        let To::Store(store) = link.to else { return };
        if self.gate().is_err() || !self.may_ask(&link) || self.who_is_there(&link).is_none() {
            return;
        }
        let hers = |keyholder: &Self| {
            let there = keyholder.who_is_there(&link)?;
            there.stores.iter().find(|listed| listed.store == store && listed.status == "active").cloned()
        };
        if hers(self).is_none()
            && let Err(error) = self.refresh_stores().await
        {
            tracing::info!(%error, "whether the link's store is hers is told from what was known");
        }
        if hers(self).is_none() {
            return;
        }
        match self.open_store(store).await {
            Ok(()) => self.leave_link(),
            Err(error) => tracing::warn!(%error, %store, "the link's store cannot be opened"),
        }
    }

    /// What the window asks about the link.
    pub(super) fn link_view(&self) -> Option<LinkView> {
        let link = self.led().link.clone()?;
        if self.look_at_lock().is_some() || self.0.rest.stands().1 != PassphraseAsk::None {
            return None;
        }
        let to = match link.to {
            To::Join(_) => LinkTo::Join,
            To::Store(_) => LinkTo::Store,
        };
        let step = match to {
            _ if !self.may_ask(&link) => LinkStep::Ask,
            LinkTo::Join => LinkStep::Page,
            LinkTo::Store => match self.0.session.remembered() {
                None => LinkStep::SignIn,
                Some(hers) if !at(&hers, &link) => LinkStep::Elsewhere,
                Some(_) => LinkStep::Missing,
            },
        };
        Some(LinkView { to, cloud: link.origin(), step })
    }

    /// Whether its cloud may be asked: somebody is signed in there, it is preset here, or she said so.
    fn may_ask(&self, link: &Link) -> bool {
        let preset = self.settings().cloud == link.origin();
        let known = self.0.session.people().iter().any(|person| at(person, link));
        preset || known || self.led().trusted
    }

    /// Who has the program, if she is signed in at the link's cloud.
    fn who_is_there(&self, link: &Link) -> Option<Remembered> {
        self.0.session.remembered().filter(|hers| at(hers, link))
    }

    fn led(&self) -> MutexGuard<'_, Led> {
        self.0.led.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn at(person: &Remembered, link: &Link) -> bool {
    person.cloud.origin() == link.cloud.origin()
}
