//! The cloud as a whole, through its real router in process. One binary: modules only.

mod accounts;
mod activity;
mod bodies;
mod contract;
mod counting;
mod exchange;
mod invitations;
mod invited;
mod limits;
mod live;
mod me;
mod openapi;
mod refusals;
mod routes;
mod sessions;
mod storage;
mod stores;
