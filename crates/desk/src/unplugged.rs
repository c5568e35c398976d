//! A cloud that is never reached: what `--offline` puts in the place of the wire, so that nothing at all is asked of a network.

use futures_util::FutureExt;
use keyholder_domain::{InvitationId, StoreId};
use serde_json::Value;
use uuid::Uuid;

use crate::cloud::{Answering, Cloud, Entries, Fault, Pokes, Refusals, Stores, Text, Tokens};
use crate::keychain::Secret;
use crate::picture::MyAccess;
use crate::views::program::Device;

/// Answers everything as a cut wire does.
#[derive(Debug, Default, Clone, Copy)]
pub struct Unplugged;

fn cut<'a, T: Send + 'a>() -> Answering<'a, T> {
    std::future::ready(Err(Fault::NotReached("asked not to use the network".to_owned()))).boxed()
}

impl Cloud for Unplugged {
    fn sign_up<'a>(&'a self, _: &'a str, _: &'a Secret, _: &'a str) -> Answering<'a, ()> {
        cut()
    }
    fn sign_in<'a>(&'a self, _: &'a str, _: &'a Secret, _: &'a str) -> Answering<'a, Tokens> {
        cut()
    }
    fn refresh<'a>(&'a self, _: &'a Secret) -> Answering<'a, Tokens> {
        cut()
    }
    fn sign_out<'a>(&'a self, _: &'a Secret) -> Answering<'a, ()> {
        cut()
    }
    fn devices<'a>(&'a self, _: &'a Secret) -> Answering<'a, Vec<Device>> {
        cut()
    }
    fn end_device<'a>(&'a self, _: &'a Secret, _: Uuid) -> Answering<'a, ()> {
        cut()
    }
    fn stores<'a>(&'a self, _: &'a Secret) -> Answering<'a, Stores> {
        cut()
    }
    fn create_store<'a>(&'a self, _: &'a Secret, _: StoreId, _: String) -> Answering<'a, ()> {
        cut()
    }
    fn exchange<'a>(&'a self, _: &'a Secret, _: StoreId, _: Vec<u8>) -> Answering<'a, Value> {
        cut()
    }
    fn snapshot<'a>(&'a self, _: &'a Secret, _: StoreId, _: u64, _: u64) -> Answering<'a, Text> {
        cut()
    }
    fn live<'a>(&'a self, _: &'a Secret, _: StoreId) -> Answering<'a, Pokes> {
        cut()
    }
    fn me<'a>(&'a self, _: &'a Secret, _: StoreId) -> Answering<'a, MyAccess> {
        cut()
    }
    fn activity<'a>(&'a self, _: &'a Secret, _: StoreId, _: Option<u64>, _: usize) -> Answering<'a, Entries> {
        cut()
    }
    fn refused<'a>(&'a self, _: &'a Secret, _: StoreId, _: Option<u64>, _: usize) -> Answering<'a, Refusals> {
        cut()
    }
    fn link<'a>(&'a self, _: &'a Secret, _: StoreId, _: InvitationId) -> Answering<'a, String> {
        cut()
    }
}
