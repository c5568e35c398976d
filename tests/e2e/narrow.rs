//! A window as small as it gets, and one in which everything is drawn half as large again: nothing is cut that has to be read, and
//! one thing scrolls.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::harness::{Shop, Window, eventually, people::new_id};

const CONTROL: &str = "\u{e009}";
const LONG: &str = "raden.mas.aryo.kusumawardhana@toko-batik-lestari-nusantara.example";

/// What is cut in the list of invitations, and whether it has to be scrolled sideways.
const CUT: &str = "const table = document.querySelector('[data-scrolls=list]');
    const box = document.querySelector(`[data-email=\"${arguments[0]}\"] [role=gridcell]`);
    const text = document.createRange();
    text.selectNodeContents(box.querySelector('bdi'));
    const [seen, all] = [box.getBoundingClientRect(), text.getBoundingClientRect()];
    return [all.bottom > seen.bottom + 1, all.right > seen.right + 1, table.scrollWidth > table.clientWidth];";

/// What can be scrolled in an open dialog.
const SCROLLS: &str = "return [...document.querySelectorAll('dialog[open], dialog[open] *')].filter(one =>
    ['auto', 'scroll'].includes(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1).length";

#[tokio::test]
async fn a_long_address_is_read_to_its_end_in_the_smallest_window() {
    let shop = Shop::open("team").await;
    invites(&shop, LONG).await;
    let window = shop.window(&shop.owner).await;
    window.go_to("invitations").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{LONG}\"]")).await;
    for (width, height) in [(900, 600), (1024, 700), (1280, 800)] {
        has_size(&window, width, height).await;
        eventually("the address is whole and nothing lies aside", async || {
            let cut = page(&window, CUT, vec![json!(LONG)]).await;
            (cut == json!([false, false, false])).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn in_low_rows_of_a_wide_window_an_invitation_tells_how_it_fares_and_until_when() {
    let shop = Shop::open("team").await;
    let short = "sari@toko.example";
    for email in [short, LONG] {
        invites(&shop, email).await;
    }
    let window = shop.window(&shop.owner).await;
    window.go_to("settings").await;
    window.choose("settings-density", "compact").await;
    window.go_to("invitations").await;
    has_size(&window, 1500, 900).await;
    // Its own box: the exact time for the ear alone stands in it, too, and is wider.
    let seen = "const row = document.querySelector(`[data-email=\"${arguments[0]}\"]`);
        const around = row.getBoundingClientRect();
        return ['.by', '.when'].map((part) => {
            const box = row.querySelector(part).getBoundingClientRect();
            return box.width > 40 && box.height > 8 && box.top >= around.top && box.bottom <= around.bottom + 1;
        })";
    for email in [short, LONG] {
        let row = format!("[data-testid=invitation-row][data-email=\"{email}\"]");
        window.reads(&format!("{row} .by"), "Ratna Wijaya").await;
        window.reads(&format!("{row} .when"), "expires in").await;
        eventually(&format!("both are seen for {email}"), async || {
            (page(&window, seen, vec![json!(email)]).await == json!([true, true])).then_some(())
        })
        .await;
        let cut = page(&window, CUT, vec![json!(email)]).await;
        assert_eq!(cut, json!([false, false, false]), "the address is whole: {email}");
    }
}

#[tokio::test]
async fn half_as_large_again_the_rail_fades_its_menu_is_whole_and_a_list_to_invite_scrolls_as_one() {
    let shop = Shop::open("business").await;
    let window = shop.window(&shop.owner).await;
    has_size(&window, 1024, 700).await;
    for _ in 0..4 {
        window.press(&format!("{CONTROL}+")).await;
    }
    let wide = async || page(&window, "return innerWidth", vec![]).await.as_f64();
    eventually("everything is drawn larger", async || (wide().await? < 700.0).then_some(())).await;

    // The screen that a key leads to is in sight, below others that fade.
    window.press(&format!("{CONTROL},")).await;
    window.sees("nav[data-above]:not([data-below]) [data-testid=nav-settings][aria-current]").await;
    page(&window, "document.querySelector('nav').scrollTop = 0", vec![]).await;
    window.sees("nav[data-below]:not([data-above])").await;

    clicks(&window, "me-menu").await;
    let inside = "const box = document.querySelector('[role=menu]').getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight";
    window.sees("[role=menu]").await;
    eventually("the menu is within the window", async || {
        (page(&window, inside, vec![]).await == true).then_some(())
    })
    .await;
    clicks(&window, "me-menu").await;

    page(&window, "location.hash = '#/invitations'", vec![]).await;
    clicks(&window, "invite-many-open").await;
    window.sees("[data-testid=list-text]").await;
    let list: Vec<String> = (1..=30).map(|no| format!("orang.{no}@toko.example")).collect();
    let paste = "const area = document.querySelector('[data-testid=list-text]');
        area.value = arguments[0];
        area.dispatchEvent(new Event('input', { bubbles: true }))";
    page(&window, paste, vec![json!(list.join("\n"))]).await;
    clicks(&window, "list-read").await;
    window.sees("[data-testid=list-row]").await;
    assert_eq!(page(&window, SCROLLS, vec![]).await, 1, "the list");
    clicks(&window, "list-side-all").await;
    window.sees("[data-testid=list-seats]").await;
    assert_eq!(page(&window, SCROLLS, vec![]).await, 1, "what is for all of it");
}

#[tokio::test]
async fn no_bar_of_the_matrix_shines_through_the_panel_that_lies_over_it() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    has_size(&window, 900, 600).await;
    window.go_to("roles").await;
    window.click_on("[data-testid=matrix-cell][data-area=void_sale][data-role=owner]").await;
    window.sees("[data-testid=holders] [data-testid=holder]").await;
    let sideways = "const box = document.querySelector('[data-scrolls=matrix]'); return box.scrollWidth > box.clientWidth";
    assert_eq!(page(&window, sideways, vec![]).await, true, "there is a bar");
    let with_bars = painted(&window, "[data-testid=holders]").await;
    page(&window, "document.querySelector('[data-scrolls=matrix]').style.display = 'none'", vec![]).await;
    assert_eq!(painted(&window, "[data-testid=holders]").await, with_bars, "what the panel shows is its own");
}

/// What is painted within an element, as numbers that are the same for the same picture.
async fn painted(window: &Window, css: &str) -> Value {
    let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300)))";
    window.client().execute_async(frames, vec![]).await.expect("the page draws");
    let png = window.client().screenshot().await.expect("the window can be photographed");
    let read = "const [css, text, done] = arguments;
        const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
        createImageBitmap(new Blob([bytes], { type: 'image/png' })).then(image => {
            const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
            const brush = canvas.getContext('2d');
            brush.drawImage(image, 0, 0);
            const scale = image.width / innerWidth, box = document.querySelector(css).getBoundingClientRect();
            // Its round corners and its shadow show what lies beneath.
            const inner = [box.left + 14, box.top + 14, box.width - 28, box.height - 28].map(one => Math.round(one * scale));
            const rows = [], { data, width, height } = brush.getImageData(...inner);
            for (let y = 0; y < height; y++) rows.push(data.subarray(y * width * 4, (y + 1) * width * 4).reduce((sum, one, at) => (sum * 31 + one + at) % 1000003, 7));
            done(rows);
        }, wrong => done(String(wrong)))";
    let with = vec![json!(css), json!(STANDARD.encode(png))];
    window.client().execute_async(read, with).await.expect("the page reads the picture")
}

async fn invites(shop: &Shop, email: &str) {
    let op = json!({ "type": "invitation.send", "invitation": new_id(), "email": email, "role": "inventory_handler", "groups": [] });
    shop.owner.ask(&shop.store, op).await;
}

async fn has_size(window: &Window, width: u32, height: u32) {
    window.client().set_window_size(width, height).await.expect("the window can be resized");
    eventually("the window has its size", async || {
        (page(window, "return innerWidth", vec![]).await == width).then_some(())
    })
    .await;
}

/// Clicks from within the page: the driver's clicks miss where the window is not drawn at the usual size.
async fn clicks(window: &Window, testid: &str) {
    let mark = format!("[data-testid={testid}]");
    window.sees(&mark).await;
    page(window, "document.querySelector(arguments[0]).click()", vec![json!(mark)]).await;
}

async fn page(window: &Window, script: &str, with: Vec<Value>) -> Value {
    window.client().execute(script, with).await.expect("the page answers")
}
