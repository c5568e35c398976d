//! The first fetching of a large store over a slow line: how far it is, in numbers, and then the store.

use std::time::Duration;

use keyholder_between::{Between, Harm};
use serde_json::json;

use crate::harness::{Shop, Window, people::new_id};

/// Enough that a slow line is seen, few enough to be made at once.
const GROUPS: usize = 2_000;

#[tokio::test]
async fn a_large_store_tells_how_far_it_is_while_it_is_fetched() {
    let shop = Shop::open("business").await;
    for _ in 0..GROUPS / 500 {
        let ops = (0..500).map(|_| {
            // Names that no compression makes small.
            let name = format!("{}{}", new_id(), new_id()).replace('-', "")[..60].to_owned();
            json!({ "type": "group.create", "group": new_id(), "name": name, "permissions": ["product.view"] })
        });
        shop.owner.ask_all(&shop.store, ops.collect()).await;
    }
    let line = Between::before(&shop.cloud.url()).await;
    line.does_to("/snapshot", Harm::Delay(Duration::from_millis(600)));
    let window = Window::open(&line.url()).await;

    window.sign_in(&shop.owner.email).await;

    let progress = "[data-testid=first-sync]";
    window.sees(progress).await;
    window.reads(progress, " of ").await;
    let told = window.attributes(progress, &["data-total"]).await.concat().concat();
    assert!(told.parse::<usize>().is_ok_and(|total| total >= GROUPS), "all rows are counted: {told}");

    line.heals();
    window.badge_is("up_to_date").await;
    window.sees_no(progress).await;
    window.go_to("groups").await;
    window.sees("[data-testid=group-row]").await;
}
