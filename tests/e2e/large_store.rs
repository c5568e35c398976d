//! A large store in the window: it holds the rows that it shows and a few more, wherever it is scrolled to, and a filter finds one
//! among thousands.

use serde_json::{Value, json};

use crate::harness::{Shop, Window, people::new_id};

/// Enough that drawing all would be noticed, few enough to be made at once.
const ROWS: usize = 5_000;
/// Above and below what is in sight, and the step in which slices begin.
const OVERSCAN: u64 = 4 + 4 + 5 + 5;

#[tokio::test]
async fn the_window_never_holds_more_rows_than_it_shows() {
    let shop = Shop::open("enterprise").await;
    for part in 0..ROWS / 500 {
        let ops = (0..500).map(|no| {
            let email = format!("person{}@example.test", part * 500 + no);
            json!({ "type": "invitation.send", "invitation": new_id(), "email": email, "role": "seller", "groups": [] })
        });
        shop.owner.ask_all(&shop.store, ops.collect()).await;
    }
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("invitations").await;
    window.sees(&format!("main [role=grid][aria-rowcount=\"{}\"]", ROWS + 1)).await;

    let drawn = scrolls_through(&window).await;
    assert!(
        drawn[0].as_u64() <= drawn[1].as_u64().map(|shown| shown + OVERSCAN),
        "rows drawn, in sight: {drawn}"
    );
    assert_eq!(drawn[2], ROWS, "the last row is the last one");

    window.type_in("invitations-search", "person4321@").await;
    window.sees("main [role=grid][aria-rowcount=\"2\"]").await;
    window.sees("[data-testid=invitation-row][data-email=\"person4321@example.test\"]").await;
}

/// From the first row to the last in forty steps; tells the most rows that were drawn, how many fit, and the last one's place.
async fn scrolls_through(window: &Window) -> Value {
    let script = r#"
const done = arguments[0];
const box = document.querySelector('main [role=grid]');
const rows = () => [...box.querySelectorAll('[role=row][aria-rowindex]:not([aria-rowindex="1"])')];
let [most, shown, step] = [0, 0, 0];
const go = () => {
  most = Math.max(most, rows().length);
  shown = Math.max(shown, Math.ceil(box.clientHeight / (rows()[0]?.offsetHeight || 48)));
  if (step++ < 40) {
    box.scrollTop = (step / 40) * (box.scrollHeight - box.clientHeight);
    return requestAnimationFrame(() => setTimeout(go, 30));
  }
  const last = () => Math.max(0, ...rows().map(one => Number(one.getAttribute('aria-rowindex')) - 1));
  const wait = (more) => (last() === Number(box.getAttribute('aria-rowcount')) - 1 || !more ? done([Math.max(most, rows().length), shown, last()]) : setTimeout(() => wait(more - 1), 60));
  wait(200);
};
go();
"#;
    window.client().execute_async(script, vec![]).await.expect("the page answers")
}
