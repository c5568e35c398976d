//! A window as small as it gets, and one in which everything is drawn half as large again: nothing is cut that has to be read, and
//! one thing scrolls.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::harness::{
    Shop, Window, eventually,
    people::{join, new_id},
};

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

/// What is wrong with what stands in front: wider than its box by more than the margin that a press gets for looks, although
/// nothing there scrolls; cut although nothing tells it whole; laid over another text of the same row, line or head.
const WRONG: &str = r#"
const front = [...document.querySelectorAll('dialog[open]')].pop() ?? document.body;
const all = [...front.querySelectorAll('*')].filter(one => one.checkVisibility({ visibilityProperty: true }) && one.clientWidth !== 1 && !one.closest('.aside, [role=tooltip], svg, input, select, option, textarea, style'));
const plain = text => text.replace(/\s+/g, ' ').trim();
const own = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
const wrong = [];
const say = (what, one) => wrong.push(`${what}: ${one.outerHTML.slice(0, 160)}`);
for (const one of all) {
    const { overflowX, overflowY, display, webkitLineClamp } = getComputedStyle(one);
    const over = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
    if (over && one.scrollWidth > one.clientWidth + 8 && overflowX === 'visible' && !display.startsWith('inline')) say('wide', one);
    const clamped = webkitLineClamp !== 'none' && one.scrollHeight > one.clientHeight + 2;
    if (!/hidden|clip/.test(overflowX) || !(over || clamped) || one.matches('[data-scrolls], .still, dialog, nav')) continue;
    const told = one.closest('[title]')?.title ?? [...one.querySelectorAll('[title]')].map(within => within.title).join(' ');
    const spoken = [...one.parentElement.querySelectorAll('[role=tooltip]')].map(words => words.textContent).join(' ');
    const lines = plain(one.innerText);
    if (lines && !plain(told + ' ' + spoken).includes(lines) && ![...one.querySelectorAll('[title]')].length) say('cut', one);
}
const boxes = all.filter(own).map(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    let { left, right, top, bottom } = range.getBoundingClientRect();
    for (let around = one; around && around !== document.documentElement; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === 'visible') continue;
        const box = around.getBoundingClientRect();
        [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { one, left, right, top, bottom, within: one.closest('[role=row], li, tr, header, .head, .foot, p') };
});
boxes.forEach((a, nth) => boxes.slice(nth + 1).forEach(b => {
    if (!a.within || a.within !== b.within || a.one.contains(b.one) || b.one.contains(a.one)) return;
    const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    if (wide > 2 && high > 4) wrong.push(`over each other: ${a.one.outerHTML.slice(0, 120)} AND ${b.one.outerHTML.slice(0, 120)}`);
}));
return wrong;
"#;

#[tokio::test]
async fn the_longest_names_of_pictures_and_from_right_to_left_leave_every_size_and_density_as_it_is() {
    let shop = Shop::open("business").await;
    let longest = |begins: &str| format!("{begins}{}", "W".repeat(60 - begins.chars().count()));
    let name = longest("مجموعة المستودع 🏬");
    assert_eq!(name.chars().count(), 60);
    let group = shop.group(&name, &["orders.view", "price.update"]).await;
    shop.group("Kasir", &["orders.view"]).await;
    for (email, called) in [
        ("maryam@toko.example", "مريم بنت عبد الرحمن الأندلسية صاحبة المتجر الكبير في المدينة"),
        (LONG, &longest("Raden 👩 ")),
    ] {
        let invitation = new_id();
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": email, "role": "inventory_handler", "groups": [group] });
        shop.owner.ask(&shop.store, op).await;
        join(&shop.cloud.url(), &shop.owner.link(&shop.store, &invitation).await, called).await;
    }
    let op = json!({ "type": "invitation.send", "invitation": new_id(), "email": format!("2{LONG}"), "role": "inventory_handler", "groups": [group] });
    shop.owner.ask(&shop.store, op).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    has_size(&window, 1024, 700).await;
    let mut wrong = Vec::new();
    for density in ["comfortable", "compact"] {
        for percent in [100, 150] {
            page(&window, "location.hash = '#/settings'", vec![]).await;
            window.choose("settings-density", density).await;
            window.choose("settings-zoom", &percent.to_string()).await;
            let narrow = f64::from(1024 * 100 / percent);
            eventually("it is drawn in that size", async || {
                let wide = page(&window, "return innerWidth", vec![]).await.as_f64()?;
                ((wide - narrow).abs() < 2.0).then_some(())
            })
            .await;
            for (place, found) in with_longest_names(&window, &name).await {
                wrong.extend(
                    found
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|one| format!("{density}, {percent} %, {place}: {one}")),
                );
            }
            window.choose("settings-zoom", "100").await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Goes where the longest names stand, and tells what is wrong there.
async fn with_longest_names(window: &Window, group: &str) -> Vec<(&'static str, Value)> {
    let mut found = Vec::new();
    let mut look = async |place: &'static str| found.push((place, page(window, WRONG, vec![]).await));
    let goes = async |to: &str, sees: &str| {
        page(window, "location.hash = arguments[0]", vec![json!(format!("#/{to}"))]).await;
        window.sees(sees).await;
    };
    let presses = async |css: &str| {
        window.sees(css).await;
        page(window, "document.querySelector(arguments[0]).click()", vec![json!(css)]).await;
    };
    let closes = async || {
        window.press("\u{e00c}").await;
        window.sees_no("dialog[open]").await;
    };
    goes("overview", "[data-testid=nav-overview][aria-current]").await;
    look("overview").await;
    goes("activity", "[data-testid=activity-row]").await;
    look("activity").await;
    goes("invitations", "[data-testid=invitation-row]").await;
    look("invitations").await;
    goes("team", "[data-testid=team-row]").await;
    look("team").await;
    presses("[data-testid=team-row][data-email=\"maryam@toko.example\"]").await;
    window.sees("[data-testid=access-cell]").await;
    look("member").await;
    presses("[data-testid=member-suspend]").await;
    window.sees("[data-testid=preview]").await;
    look("suspending").await;
    closes().await;
    window.press("\u{e00c}").await;
    goes("roles/permission:orders.view", "[data-testid=holder]").await;
    look("who has it").await;
    goes("groups", &format!("[data-testid=group-row][data-name=\"{group}\"]")).await;
    look("groups").await;
    presses(&format!("[data-testid=group-row][data-name=\"{group}\"]")).await;
    window.sees("[role=switch]").await;
    look("group").await;
    for (opens, sees) in [
        ("group-compare", "[data-testid=compare-table]"),
        ("group-delete", "[data-testid=delete-destination]"),
        ("group-duplicate", "[data-testid=name-field]"),
        ("group-add-people", "[data-testid=add-people-search]"),
    ] {
        clicks(window, opens).await;
        window.sees(sees).await;
        look(opens).await;
        closes().await;
    }
    window.press(&format!("{CONTROL}k\u{e000}")).await;
    window.type_in("palette-input", "ww").await;
    window.sees("[data-testid=palette-option]").await;
    look("palette").await;
    closes().await;
    goes("settings", "[data-testid=settings-zoom]").await;
    found
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
