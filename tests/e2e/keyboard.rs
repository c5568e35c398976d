//! Without a pointer: everything here is done with keys alone. Where the focus is can be seen at every stop, what was opened gives
//! it back, grids are walked by arrows, and what became of an act is said without taking it.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use crate::harness::{
    Shop, Window,
    cloud::Cloud,
    eventually,
    people::{Person, address},
    wait::within,
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const SPACE: &str = " ";
const LEFT: &str = "\u{e012}";
const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";
const DOWN: &str = "\u{e015}";
const END: &str = "\u{e010}";
const HOME: &str = "\u{e011}";

/// Where the focus is and what is wrong with how it shows: no ring, out of sight, or behind something.
const STOP: &str = r#"
const one = document.activeElement;
const wrong = [];
if (one && one !== document.body) {
  const ring = getComputedStyle(one);
  if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2) wrong.push(`its ring is ${ring.outlineWidth} ${ring.outlineStyle}`);
  const box = one.getBoundingClientRect();
  const [left, top, right, bottom] = [Math.max(0, box.left), Math.max(0, box.top), Math.min(innerWidth, box.right), Math.min(innerHeight, box.bottom)];
  if (right - left < 1 || bottom - top < 1) wrong.push('it is out of sight');
  else {
    const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
    const seen = spots.some(([x, y]) => { const at = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top)); return at && (one.contains(at) || at.contains(one)); });
    if (!seen) wrong.push('something lies over it');
  }
}
// The number that it was given when it was come to before; none where it is new.
const known = Number(one?.getAttribute('data-walked') ?? 0);
if (arguments[0] && one && !known) one.setAttribute('data-walked', document.querySelectorAll('[data-walked]').length + 1);
return { known, wrong: wrong.join(', '), what: one?.outerHTML.slice(0, 150), keyboard: document.hasFocus() };
"#;

/// What Tab should come to and did not.
const MISSED: &str = r#"
const css = 'a[href], button, input, select, textarea, summary, [tabindex]';
const missed = [...document.querySelectorAll(css)].filter(one => one.tabIndex >= 0 && !one.disabled && !one.hasAttribute('data-walked') && one.checkVisibility({ visibilityProperty: true }) && one.type !== 'radio');
return missed.map(one => one.outerHTML.slice(0, 150));
"#;

/// One screen has one keyboard: of the tests that look where it is, one runs at a time, or they would snatch it from each other for ever.
static KEYBOARD: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// More stops of the Tab key than this on one screen, and nobody gets to its end.
const MANY: u32 = 40;

/// How often in a row another test's window may snatch the keyboard.
const SNATCHES: u32 = 20;

/// Somebody at the keyboard.
struct Hands<'a>(&'a Window);

impl Hands<'_> {
    async fn press(&self, keys: &str) {
        self.0.press(keys).await;
    }

    async fn ask(&self, script: &str, with: Vec<Value>) -> Value {
        self.0.client().execute(script, with).await.expect("the page answers")
    }

    async fn is_on(&self, css: &str) -> bool {
        let there = "return document.activeElement?.matches(arguments[0]) ?? false";
        self.ask(there, vec![json!(css)]).await == true
    }

    /// Where the focus is now, and whether that can be seen; `walked` marks the place.
    async fn stop(&self, walked: bool) -> Value {
        let mut stop = self.ask(STOP, vec![json!(walked)]).await;
        for _ in 0..SNATCHES {
            if stop["wrong"] == "" || stop["keyboard"] == true {
                break;
            }
            // A window that another test opened has the keyboard now: then no ring is drawn here.
            self.0.is_in_front().await;
            let known = stop["known"].clone();
            stop = self.ask(STOP, vec![json!(false)]).await;
            stop["known"] = known;
        }
        stop
    }

    /// The focus comes there by itself.
    async fn comes_to(&self, css: &str) {
        if within(crate::harness::wait::PATIENCE, async || self.is_on(css).await.then_some(()))
            .await
            .is_none()
        {
            let where_it_is =
                self.ask("return document.activeElement?.outerHTML.slice(0, 200)", vec![]).await;
            panic!("the focus should be on {css}, it is on {where_it_is}");
        }
    }

    /// Walks on by Tab until the focus is there; at every stop it can be seen.
    async fn walks_to(&self, css: &str) {
        self.0.sees(css).await;
        for _ in 0..250 {
            if self.is_on(css).await {
                return;
            }
            self.press(TAB).await;
            let stop = self.stop(false).await;
            assert_eq!(stop["wrong"], "", "on the way to {css}: {stop}");
        }
        panic!("Tab never comes to {css}");
    }

    async fn signs_in(&self, person: &Person) {
        self.walks_to("[data-testid=signin-email]").await;
        self.press(&person.email).await;
        self.walks_to("[data-testid=signin-password]").await;
        self.press(crate::harness::people::PASSWORD).await;
        self.press(ENTER).await;
        self.0.badge_is("up_to_date").await;
    }

    /// Goes somewhere by its name.
    async fn goes_to(&self, name: &str, arrives: &str) {
        self.press("\u{e009}k\u{e000}").await;
        self.comes_to("[data-testid=palette-input]").await;
        self.press(name).await;
        self.0.reads("[data-testid=palette] [role=option][aria-selected=true]", name).await;
        self.press(ENTER).await;
        self.0.sees_no("[data-testid=palette]").await;
        self.0.sees(arrives).await;
    }

    /// Presses what asks once more, as soon as it is not busy any more.
    async fn confirms(&self) {
        self.0.sees("[data-testid=confirm]:not([aria-busy=true])").await;
        self.walks_to("[data-testid=confirm]").await;
        self.press(ENTER).await;
        self.0.sees_no("dialog[open]").await;
    }
}

#[tokio::test]
async fn an_owner_invites_with_the_keyboard_alone() {
    let _alone = KEYBOARD.lock().await;
    let shop = Shop::open("team").await;
    shop.group("Kasir", &["orders.view"]).await;
    let window = Window::open(&shop.cloud.url()).await;
    let hands = Hands(&window);
    hands.signs_in(&shop.owner).await;

    hands.goes_to("Invitations", "[data-testid=invite-open]").await;
    hands.walks_to("[data-testid=invite-open]").await;
    hands.press(ENTER).await;
    hands.comes_to("[data-testid=invite-email]").await;
    let email = address("Budi Santoso");
    hands.press(&email).await;
    hands.walks_to("[data-testid=invite-role]").await;
    hands.press("s").await;
    hands.walks_to("[data-testid=invite-group]").await;
    hands.press(SPACE).await;
    hands.walks_to("[data-testid=invite-send]").await;
    hands.press(ENTER).await;

    window.sees(&format!("[data-testid=invitation-row][data-email=\"{email}\"][data-status=pending]")).await;
    hands.comes_to("[data-testid=invite-open]").await;
    assert_eq!(shop.invited().await, [email]);
}

#[tokio::test]
async fn an_owner_changes_a_role_with_the_keyboard_alone() {
    let _alone = KEYBOARD.lock().await;
    let shop = Shop::open("team").await;
    let seller = shop.member("Citra Lestari", "seller", &[]).await;
    let window = Window::open(&shop.cloud.url()).await;
    let hands = Hands(&window);
    hands.signs_in(&shop.owner).await;

    hands.goes_to("Citra", "[data-testid=member-panel] [data-testid=member-role]").await;
    hands.comes_to("[data-testid=member-panel] h2").await;
    hands.walks_to("[data-testid=member-role]").await;
    // Arrows pass every role on their way: nothing is asked before the choice is made.
    hands.press(DOWN).await;
    hands.press(UP).await;
    hands.press("m").await;
    assert!(window.attributes("dialog[open]", &["data-testid"]).await.is_empty(), "asked before she chose");
    hands.press(ENTER).await;
    window.sees("[data-testid=preview]").await;
    hands.press(ESCAPE).await;
    window.sees_no("dialog[open]").await;
    hands.comes_to("[data-testid=member-role]").await;
    hands.press("m").await;
    hands.press(ENTER).await;
    window.sees("[data-testid=preview]").await;
    hands.confirms().await;

    let row = format!("[data-testid=team-row][data-email=\"{}\"][data-role=manager]", seller.email);
    window.sees(&row).await;
    hands.comes_to("[data-testid=member-role]").await;
    // What became of it is said where an ear hears it, and the focus stays.
    window.sees("[role=status][aria-live=polite] [data-testid=toast]").await;
    hands.comes_to("[data-testid=member-role]").await;
    window.badge_is("up_to_date").await;
    assert_eq!(shop.role_of(&seller.email).await.as_deref(), Some("manager"));
    hands.press(ESCAPE).await;
    hands.comes_to(&row).await;
}

#[tokio::test]
async fn an_owner_edits_a_group_with_the_keyboard_alone() {
    let _alone = KEYBOARD.lock().await;
    let shop = Shop::open("team").await;
    let group = shop.group("Kasir", &["orders.view"]).await;
    let window = Window::open(&shop.cloud.url()).await;
    let hands = Hands(&window);
    hands.signs_in(&shop.owner).await;

    hands.goes_to("Kasir", "[role=switch]").await;
    hands.walks_to("[data-testid=\"group-toggle-inventory.view\"]").await;
    hands.press(SPACE).await;
    window.sees("[data-testid=\"group-toggle-inventory.view\"][aria-checked=true]").await;
    hands.comes_to("[data-testid=\"group-toggle-inventory.view\"]").await;
    // Whoever cannot see it hears that something waits for a yes.
    window.sees("[data-testid=group-turned] [role=status], [data-testid=group-turned][role=status]").await;
    hands.walks_to("[data-testid=group-review], [data-testid=group-save]").await;
    hands.press(ENTER).await;
    if is_asked_first(&window).await {
        hands.confirms().await;
    }
    window.sees_no("[data-testid=group-turned]").await;
    eventually("the cloud has it", async || {
        (shop.permissions_of(&group).await == ["inventory.view", "orders.view"]).then_some(())
    })
    .await;
    let lost = "return document.activeElement === document.body";
    assert!(hands.ask(lost, vec![]).await == false, "the focus is lost once it is saved");
}

/// A group in which nobody is touches nobody: it is saved without a question.
async fn is_asked_first(window: &Window) -> bool {
    within(std::time::Duration::from_secs(3), async || {
        let open = window.client().execute("return !!document.querySelector('dialog[open]')", vec![]).await;
        (open.ok()? == true).then_some(())
    })
    .await
    .is_some()
}

/// The demo shop's cloud, and a window that its Owner has signed in to.
async fn the_owner_of_the_demo() -> (Cloud, Window) {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let window = Window::open(&cloud.url()).await;
    window.try_to_sign_in(&email, &password).await;
    window.badge_is("up_to_date").await;
    (cloud, window)
}

#[tokio::test]
async fn a_grid_of_people_and_the_matrix_are_walked_by_arrows() {
    let _alone = KEYBOARD.lock().await;
    let (_cloud, window) = the_owner_of_the_demo().await;
    let hands = Hands(&window);

    hands.goes_to("Team", "[data-testid=team-row]").await;
    hands.walks_to("[data-testid=team-row]").await;
    for (key, row) in [(DOWN, 3), (DOWN, 4), (UP, 3), (HOME, 2)] {
        hands.press(key).await;
        hands.comes_to(&format!("[role=row][aria-rowindex=\"{row}\"]")).await;
    }
    hands.press(END).await;
    let rows = window.attributes("[role=grid]", &["aria-rowcount"]).await.concat().concat();
    hands.comes_to(&format!("[role=row][aria-rowindex=\"{rows}\"]")).await;
    hands.press(ENTER).await;
    hands.comes_to("[data-testid=member-panel] h2").await;
    hands.press(ESCAPE).await;
    hands.comes_to(&format!("[role=row][aria-rowindex=\"{rows}\"]")).await;

    hands.goes_to("Roles", "[data-testid=matrix-cell]").await;
    hands.walks_to("[role=grid] [data-at]").await;
    let (ctrl, let_go) = ("\u{e009}", "\u{e000}");
    for (keys, at) in [
        (format!("{ctrl}{HOME}{let_go}"), "-1:-1"),
        (DOWN.to_owned(), "0:-1"),
        (RIGHT.to_owned(), "0:0"),
        (END.to_owned(), "0:5"),
        (LEFT.to_owned(), "0:4"),
        (HOME.to_owned(), "0:-1"),
        (format!("{ctrl}{END}{let_go}"), "11:5"),
        (UP.to_owned(), "10:5"),
        (format!("{ctrl}{HOME}{let_go}"), "-1:-1"),
    ] {
        hands.press(&keys).await;
        hands.comes_to(&format!("[data-at=\"{at}\"]")).await;
        let stop = hands.stop(false).await;
        assert_eq!(stop["wrong"], "", "at {at}: {stop}");
    }
}

#[tokio::test]
async fn lines_that_tell_more_are_one_stop_and_walked_by_arrows() {
    let _alone = KEYBOARD.lock().await;
    let (_cloud, window) = the_owner_of_the_demo().await;
    let hands = Hands(&window);
    let nth = "const all = [...document.querySelectorAll(arguments[0])]; return [all.indexOf(document.activeElement), all.length]";

    for (screen, lines) in [
        ("overview", "main time"),
        ("my_access", "[data-testid=access-cell] > summary"),
        ("my_access", "[data-testid=access-permission] > summary"),
    ] {
        hands.ask("location.hash = `#/${arguments[0]}`", vec![json!(screen)]).await;
        hands.walks_to(lines).await;
        let count = hands.ask(nth, vec![json!(lines)]).await[1].as_u64().expect("so many lines");
        for (key, at) in [(DOWN, 1), (DOWN, 2), (UP, 1), (END, count - 1), (DOWN, count - 1), (HOME, 0)] {
            hands.press(key).await;
            assert_eq!(hands.ask(nth, vec![json!(lines)]).await[0], at, "{lines}");
            let stop = hands.stop(false).await;
            assert_eq!(stop["wrong"], "", "line {at} of {lines}: {stop}");
        }
        // One more Tab, and all of them are behind.
        hands.press(TAB).await;
        assert_eq!(hands.ask(nth, vec![json!(lines)]).await[0], -1, "{lines} are more than one stop");
    }

    hands.ask("location.hash = '#/overview'", vec![]).await;
    hands.walks_to("main time").await;
    window.sees("[role=tooltip].shown").await;
    hands.press(ESCAPE).await;
    window.sees_no("[role=tooltip].shown").await;
    hands.comes_to("main time").await;

    hands.goes_to("Groups", "[data-testid=group-row]").await;
    hands.walks_to("[data-testid=group-row]").await;
    hands.press(DOWN).await;
    hands.comes_to("[data-testid=group-row][aria-rowindex=\"3\"]").await;
    hands.press(TAB).await;
    hands.comes_to("[aria-rowindex=\"3\"] [data-testid=group-row-duplicate]").await;
    hands.press("\u{e008}\u{e004}\u{e000}").await;
    hands.comes_to("[data-testid=group-row][aria-rowindex=\"3\"]").await;
    hands.press(ENTER).await;
    window.sees("[role=switch]").await;
}

#[tokio::test]
async fn keys_that_are_pressed_by_accident_can_be_turned_off() {
    let _alone = KEYBOARD.lock().await;
    let (_cloud, window) = the_owner_of_the_demo().await;
    let hands = Hands(&window);

    hands.goes_to("Team", "[data-testid=team-row]").await;
    hands.press("/").await;
    hands.comes_to("[data-testid=team-search]").await;
    hands.goes_to("Settings", "[data-testid=settings-single-keys]").await;
    hands.press("?").await;
    window.sees("dialog[open][data-testid=shortcuts]").await;
    hands.press(ESCAPE).await;
    window.sees_no("dialog[open]").await;
    hands.walks_to("[data-testid=settings-single-keys]").await;
    hands.press(SPACE).await;
    window.sees("[data-testid=settings-single-keys][aria-checked=false]").await;

    hands.goes_to("Team", "[data-testid=team-row]").await;
    hands.comes_to("main h1").await;
    hands.press("/").await;
    hands.press("?").await;
    // What would have come of them would be there before what comes of the next key.
    hands.press("\u{e009}f\u{e000}").await;
    hands.comes_to("[data-testid=team-search]").await;
    window.sees_no("dialog[open]").await;
    let typed = hands.ask("return document.activeElement.value", vec![]).await;
    assert_eq!(typed, "", "a key that is turned off has moved the focus");
    hands.goes_to("Settings", "[data-testid=settings-shortcuts]").await;
    hands.walks_to("[data-testid=settings-shortcuts]").await;
    hands.press(ENTER).await;
    window.reads("[data-testid=shortcuts-off]", "turned off").await;
}

#[tokio::test]
async fn tab_comes_to_everything_on_every_screen_and_shows_where_it_is() {
    let _alone = KEYBOARD.lock().await;
    let (_cloud, window) = the_owner_of_the_demo().await;
    let hands = Hands(&window);

    let screens = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/screens.ts"));
    let screens = screens.expect("the list of screens");
    let screens: Vec<&str> =
        screens.split("{ id: '").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(screens.len() >= 10, "screens.ts lists them otherwise now: {screens:?}");
    let mut wrong = BTreeSet::new();
    for screen in screens {
        hands.ask("location.hash = `#/${arguments[0]}`", vec![json!(screen)]).await;
        window.sees("main h1").await;
        window.sees_no("main .line[aria-hidden=true]").await;
        // The screen that comes takes the focus to its name, and the walk begins there.
        hands.comes_to("main h1").await;
        hands.ask("document.querySelectorAll('[data-walked]').forEach(one => one.removeAttribute('data-walked'))", vec![]).await;
        let (mut stops, mut stuck) = (0_u32, 0);
        // Past the last, the first: then the round is done. A Tab that led nowhere, or back, was one that this window
        // did not hear, because another test's had the keyboard: it is pressed again.
        while stuck < SNATCHES {
            hands.press(TAB).await;
            let stop = hands.stop(true).await;
            if stop["wrong"] != "" {
                wrong.insert(format!("{screen}: {}: {}", stop["wrong"], stop["what"]));
            }
            let known = stop["known"].as_u64().unwrap_or_default();
            if known == 1 && stops > 1 {
                break;
            }
            if known == 0 {
                (stops, stuck) = (stops + 1, 0);
            } else {
                stuck += 1;
                window.is_in_front().await;
            }
            assert!(stops < 400, "Tab goes on for ever on {screen}");
        }
        let missed = hands.ask(MISSED, vec![]).await;
        for one in missed.as_array().into_iter().flatten() {
            wrong.insert(format!("{screen}: Tab never comes to {one}"));
        }
        println!("{screen}: {stops} stops");
        if stops > MANY {
            wrong.insert(format!("{screen}: Tab has to be pressed {stops} times to get through"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn what_was_opened_gives_the_focus_back() {
    let _alone = KEYBOARD.lock().await;
    let (_cloud, window) = the_owner_of_the_demo().await;
    let hands = Hands(&window);

    for (screen, opener) in [
        ("overview", "[data-testid=invite-open]"),
        ("team", "[data-testid=invite-open]"),
        ("invitations", "[data-testid=invite-open]"),
        ("groups", "[data-testid=group-new]"),
        ("groups", "[data-testid=group-row-duplicate]"),
        ("plan", "[data-testid=plan-choose-enterprise]"),
        ("settings", "[data-testid=settings-rename]"),
        ("settings", "[data-testid=lease-change]"),
        ("settings", "[data-testid=settings-signout]"),
    ] {
        hands.ask("location.hash = `#/${arguments[0]}`", vec![json!(screen)]).await;
        hands.walks_to(opener).await;
        hands.press(ENTER).await;
        window.sees("dialog[open]").await;
        let inside = "return document.querySelector('dialog[open]').contains(document.activeElement)";
        assert!(
            hands.ask(inside, vec![]).await == true,
            "{opener} opens something that does not take the focus"
        );
        hands.press(ESCAPE).await;
        window.sees_no("dialog[open]").await;
        hands.comes_to(opener).await;
    }
    for (menu, item) in [
        ("[data-testid=store-switch]", "[data-testid=store-create]"),
        ("[data-testid=me-menu]", "[data-testid=switch-person]"),
        ("[data-testid=me-menu]", "[data-testid=signout]"),
    ] {
        hands.walks_to(menu).await;
        hands.press(ENTER).await;
        hands.comes_to("[role^=menuitem]").await;
        for _ in 0..8 {
            if hands.is_on(item).await {
                break;
            }
            hands.press(DOWN).await;
        }
        hands.press(ENTER).await;
        window.sees("dialog[open]").await;
        hands.press(ESCAPE).await;
        window.sees_no("dialog[open]").await;
        hands.comes_to(menu).await;
        hands.press(ENTER).await;
        hands.comes_to("[role^=menuitem]").await;
        hands.press(ESCAPE).await;
        hands.comes_to(menu).await;
    }
}
