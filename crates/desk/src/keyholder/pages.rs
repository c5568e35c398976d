//! A page of activity: what the cache has, and from the cloud what only it has.

use std::time::Duration;

use super::Keyholder;
use crate::DeskError;
use crate::cache::KeptEntry;
use crate::desk::Desk;
use crate::picture::{ActivityPage, PageWanted};

/// How long a screen waits for what only the cloud has, before it shows what is held here.
const SCREEN: Duration = Duration::from_secs(8);

impl Keyholder {
    /// A page of activity: what the cache has, and from the cloud what only it has.
    pub(super) async fn page(&self, desk: &Desk, wanted: PageWanted) -> Result<ActivityPage, DeskError> {
        let (held, complete) = desk.page(wanted).await?;
        if complete {
            return Ok(held);
        }
        let (store, PageWanted { before, count, refused }) = (desk.store(), wanted);
        let session = &self.0.session;
        let fetched = tokio::time::timeout(SCREEN, async {
            if refused {
                let page = session.with(|cloud, access| cloud.refused(access, store, before, count)).await?;
                return Ok(ActivityPage {
                    refused: page.refused,
                    more: page.more,
                    ..ActivityPage::default()
                });
            }
            let page = session.with(|cloud, access| cloud.activity(access, store, before, count)).await?;
            let read = page.entries.into_iter().filter_map(|raw| KeptEntry::read(raw).ok());
            let mut entries: Vec<_> = read.map(|kept| kept.entry).collect();
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
            Ok(ActivityPage { entries, more: page.more, ..ActivityPage::default() })
        });
        match fetched.await {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(error)) => Ok(ActivityPage { problem: Some(error), ..held }),
            Err(_) => {
                Ok(ActivityPage { problem: Some(DeskError::offline("the cloud does not answer")), ..held })
            }
        }
    }
}
