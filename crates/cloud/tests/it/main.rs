//! The cloud as a whole, through its real router in process. One binary: modules only.

mod accounts;
mod activity;
mod bodies;
mod contract;
mod counting;
mod demo;
mod devices;
mod exchange;
mod invitations;
mod invited;
mod join;
mod limits;
mod live;
mod mail;
mod me;
mod openapi;
mod program;
mod random;
mod refusals;
mod routes;
mod serve;
mod sessions;
mod snapshot;
mod storage;
mod stores;
mod upgrade;
