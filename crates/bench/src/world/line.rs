//! The desk's own HTTP, with a switch: what opening a store costs is over before the clock starts.

use futures_util::FutureExt;
use keyholder_desk::cloud::{Answering, Cloud, Entries, Fault, Pokes, Refusals, Stores, Text, Tokens};
use keyholder_desk::http::HttpCloud;
use keyholder_desk::keychain::Secret;
use keyholder_desk::picture::MyAccess;
use keyholder_desk::views::program::Device;
use keyholder_domain::{InvitationId, StoreId};
use serde_json::Value;
use tokio::sync::watch;
use uuid::Uuid;

/// The wire.
pub(crate) struct Line {
    pub(crate) inner: HttpCloud,
    pub(crate) cut: watch::Sender<bool>,
}

impl Line {
    fn through<'a, T: Send + 'a>(&self, answer: Answering<'a, T>) -> Answering<'a, T> {
        if *self.cut.borrow() {
            return std::future::ready(Err(Fault::Unreachable("cut".to_owned()))).boxed();
        }
        answer
    }
}

impl Cloud for Line {
    fn sign_up<'a>(&'a self, email: &'a str, password: &'a Secret, name: &'a str) -> Answering<'a, ()> {
        self.inner.sign_up(email, password, name)
    }
    fn sign_in<'a>(&'a self, email: &'a str, password: &'a Secret, device: &'a str) -> Answering<'a, Tokens> {
        self.inner.sign_in(email, password, device)
    }
    fn refresh<'a>(&'a self, refresh: &'a Secret) -> Answering<'a, Tokens> {
        self.inner.refresh(refresh)
    }
    fn sign_out<'a>(&'a self, access: &'a Secret) -> Answering<'a, ()> {
        self.inner.sign_out(access)
    }
    fn stores<'a>(&'a self, access: &'a Secret) -> Answering<'a, Stores> {
        self.inner.stores(access)
    }
    fn create_store<'a>(&'a self, access: &'a Secret, store: StoreId, name: String) -> Answering<'a, ()> {
        self.inner.create_store(access, store, name)
    }
    fn exchange<'a>(&'a self, access: &'a Secret, store: StoreId, body: Vec<u8>) -> Answering<'a, Value> {
        self.through(self.inner.exchange(access, store, body))
    }
    fn snapshot<'a>(&'a self, access: &'a Secret, store: StoreId, at: u64, from: u64) -> Answering<'a, Text> {
        self.through(self.inner.snapshot(access, store, at, from))
    }
    fn live<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, Pokes> {
        self.through(self.inner.live(access, store))
    }
    fn me<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, MyAccess> {
        self.through(self.inner.me(access, store))
    }
    fn activity<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Entries> {
        self.through(self.inner.activity(access, store, before, limit))
    }
    fn refused<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Refusals> {
        self.through(self.inner.refused(access, store, before, limit))
    }
    fn link<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        invitation: InvitationId,
    ) -> Answering<'a, String> {
        self.inner.link(access, store, invitation)
    }
    fn devices<'a>(&'a self, access: &'a Secret) -> Answering<'a, Vec<Device>> {
        self.inner.devices(access)
    }
    fn end_device<'a>(&'a self, access: &'a Secret, device: Uuid) -> Answering<'a, ()> {
        self.inner.end_device(access, device)
    }
}
