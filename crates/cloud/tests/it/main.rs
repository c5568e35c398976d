//! The cloud as a whole, through its real router in process. One binary: modules only.

mod activity;
mod bodies;
mod contract;
mod counting;
mod exchange;
mod live;
mod me;
mod refusals;
mod routes;
mod storage;
mod stores;
