//! Everyday comfort: the palette, the way back, words in the corner, and the sheet of shortcuts.

use serde_json::Value;

use crate::harness::{
    Shop, Window, eventually,
    mouse::Side,
    wait::{PATIENCE, within},
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const END: &str = "\u{e010}";
const CONTROL: &str = "\u{e009}";
const ALT: &str = "\u{e00a}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";

/// The mark, or else the kind, of what has the focus.
async fn focus(window: &Window) -> String {
    let script = "const one = document.activeElement; return one?.dataset.testid ?? one?.tagName ?? ''";
    page(window, script).await.as_str().unwrap_or_default().to_owned()
}

async fn page(window: &Window, script: &str) -> Value {
    window.client().execute(script, vec![]).await.expect("the page answers")
}

async fn has_focus(window: &Window, what: &str) {
    let has = within(PATIENCE, async || (focus(window).await == what).then_some(())).await;
    assert!(has.is_some(), "{what} never has the focus, but {}", focus(window).await);
}

#[tokio::test]
async fn the_palette_changes_a_role_by_keyboard_alone() {
    let shop = Shop::open("team").await;
    let seller = shop.member("Made Wirawan", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    has_focus(&window, "H1").await;

    window.press(&format!("{CONTROL}k")).await;
    has_focus(&window, "palette-input").await;
    window.press("role wira").await;
    window.reads("[data-testid=palette-option]", "Made Wirawan").await;
    window.press(ENTER).await;
    window.sees("[data-testid=palette-option][data-id=manager]").await;
    window.press("mana").await;
    window.reads("[data-testid=palette-option][aria-selected=true]", "Manager").await;
    window.press(ENTER).await;
    window.sees("[data-testid=preview]").await;
    eventually("Tab comes to the button", async || {
        window.press(TAB).await;
        (focus(&window).await == "confirm").then_some(())
    })
    .await;
    window.press(ENTER).await;

    eventually("the cloud has the new role", async || {
        (shop.role_of(&seller.email).await.as_deref() == Some("manager")).then_some(())
    })
    .await;
    // What was said about it stands in the corner, and the focus is back where all this began.
    window.sees("[data-testid=toast]").await;
    has_focus(&window, "H1").await;
}

/// Types into the palette, and presses Enter once this is what it offers first.
async fn asks(window: &Window, words: &str, option: &str) {
    window.press(&format!("{CONTROL}k")).await;
    has_focus(window, "palette-input").await;
    window.type_in("palette-input", words).await;
    window.reads("[data-testid=palette-option][aria-selected=true]", option).await;
    window.press(ENTER).await;
}

#[tokio::test]
async fn the_palette_finds_who_has_what_who_is_invited_and_the_ways_out() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;

    asks(&window, "update prices", "Who has “Update prices”").await;
    window.reads("[data-testid=holders]", "Update prices").await;

    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", "sari@toko.example").await;
    window.click("invite-send").await;
    window.sees("[data-testid=invitation-row]").await;
    window.go_to("team").await;
    asks(&window, "sari", "sari@toko.example").await;
    window.reads("[data-testid=invitation-row]", "sari@toko.example").await;
    let searched = "return document.querySelector('[data-testid=invitations-search]').value";
    assert_eq!(page(&window, searched).await, "sari@toko.example");

    for (words, dialog) in [
        ("create a store", "store-create-dialog"),
        ("switch person", "switch-dialog"),
        ("sign out", "signout-dialog"),
    ] {
        asks(&window, words, "").await;
        window.sees(&format!("[data-testid={dialog}][open]")).await;
        window.press(ESCAPE).await;
        window.sees_no(&format!("[data-testid={dialog}][open]")).await;
    }
}

#[tokio::test]
async fn the_palette_acts_on_a_group_and_an_invitation_where_they_stand() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("groups").await;
    for name in ["Kasir", "Gudang"] {
        window.click("group-new").await;
        window.type_in("name-field", name).await;
        window.click("name-confirm").await;
        window.sees("[data-testid=group-back]").await;
        window.click("group-back").await;
    }
    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", "sari@toko.example").await;
    window.click("invite-send").await;
    window.sees("[data-testid=invitation-row]").await;

    for (words, option, dialog) in [
        ("rename gudang", "Rename the group Gudang", "name-dialog"),
        ("duplicate kasir", "Duplicate the group Kasir", "name-dialog"),
        ("compare kasir", "Compare the group Kasir with another", "compare-groups"),
        ("delete gudang", "Delete the group Gudang", "delete-group"),
        ("copy link sari", "for sari@toko.example", "invitation-link-dialog"),
        ("resend sari", "Resend the invitation to sari@toko.example", "confirm-dialog"),
        ("withdraw sari", "Withdraw the invitation to sari@toko.example", "confirm-dialog"),
    ] {
        window.go_to("team").await;
        asks(&window, words, option).await;
        window.sees(&format!("[data-testid={dialog}][open]")).await;
        window.press(ESCAPE).await;
        window.sees_no(&format!("[data-testid={dialog}][open]")).await;
    }

    // A look beforehand is all that came of it: both groups and the invitation are still there.
    window.go_to("groups").await;
    window.sees("[data-testid=group-row][data-name=Gudang]").await;
    page(&window, "window.printed = null; window.print = () => { window.printed = document.querySelector('[data-testid=matrix-cell]') !== null && !document.querySelector('[data-testid=palette]') }").await;
    asks(&window, "print", "Print or save as PDF").await;
    eventually("the roles are printed, and not the palette", async || {
        (page(&window, "return window.printed").await == true).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_way_back_by_keys_and_by_the_mouses_own_buttons_finds_what_was_searched() {
    let shop = Shop::open("team").await;
    shop.member("Made Wirawan", "seller", &[]).await;
    shop.member("Citra Lestari", "manager", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.go_to("team").await;
    window.type_in("team-search", "wira").await;
    window.choose("team-filter-role", "seller").await;
    let found = async || {
        window.sees("[data-testid=team-row]").await;
        let searched =
            page(&window, "return document.querySelector('[data-testid=team-search]').value").await;
        let role =
            page(&window, "return document.querySelector('[data-testid=team-filter-role]').value").await;
        assert_eq!((searched.as_str(), role.as_str()), (Some("wira"), Some("seller")));
    };

    window.go_to("groups").await;
    window.sees("[data-testid=group-new]").await;
    window.press(&format!("{ALT}{LEFT}")).await;
    found().await;
    window.press(&format!("{ALT}{RIGHT}")).await;
    window.sees("[data-testid=group-new]").await;

    window.presses_side_button(Side::Back);
    found().await;
    window.presses_side_button(Side::Forward);
    window.sees("[data-testid=group-new]").await;
}

#[tokio::test]
async fn words_in_the_corner_take_no_focus_and_hand_it_back() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("groups").await;
    window.click("group-new").await;
    window.type_in("name-field", "Kasir").await;
    window.click("name-confirm").await;

    window.sees("[data-testid=toast]").await;
    window.sees("[data-testid=group-back]").await;
    let inside = "return document.activeElement.closest('[data-testid=toast]') !== null";
    assert_eq!(page(&window, inside).await, false, "the focus stays at the screen that came");
    let live = window.attributes("[role=status]:has([data-testid=toast])", &["aria-live"]).await.concat();
    assert_eq!(live, ["polite"]);

    // Whoever goes there with the keyboard and closes it is back where she was.
    page(&window, "document.querySelector('[data-testid=group-back]').focus(); document.querySelector('[data-testid=toast] button:last-child').focus()").await;
    window.press(ENTER).await;
    window.sees_no("[data-testid=toast]").await;
    has_focus(&window, "group-back").await;
}

#[tokio::test]
async fn the_sheet_of_shortcuts_opens_scrolls_and_gives_the_focus_back() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("team").await;
    window.sees("[data-testid=team-row]").await;
    // As large as at 150 % on a small screen: it does not fit, and no pointer is at hand.
    window.client().set_window_size(1024, 700).await.expect("the window can be resized");
    for _ in 0..4 {
        window.press(&format!("{CONTROL}+")).await;
    }
    page(&window, "document.querySelector('[data-testid=nav-team]').focus()").await;
    has_focus(&window, "nav-team").await;

    window.press("?").await;
    window.sees("[data-testid=shortcuts]").await;
    let scrolled = "return document.querySelector('[data-testid=shortcuts] .body').scrollTop";
    assert_eq!(page(&window, scrolled).await, 0);
    eventually("the keyboard scrolls it", async || {
        window.press(END).await;
        (page(&window, scrolled).await.as_f64()? > 0.0).then_some(())
    })
    .await;
    window.press(ESCAPE).await;
    has_focus(&window, "nav-team").await;

    // What the sheet says is so.
    window.press("/").await;
    has_focus(&window, "team-search").await;
    let zoom = "return document.querySelector('[data-testid=settings-zoom]').value";
    window.press(&format!("{CONTROL}0")).await;
    window.press(&format!("{CONTROL},")).await;
    window.sees("[data-testid=settings-zoom]").await;
    eventually("the window has its own size again", async || {
        (page(&window, zoom).await == "100").then_some(())
    })
    .await;
    window.press(&format!("{CONTROL}l")).await;
    window.sees("[data-testid=locked]").await;
}

#[tokio::test]
async fn the_next_start_opens_the_screen_that_was_left() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("groups").await;
    window.sees("[data-testid=group-new]").await;
    let kept = window.data_kept();
    window.is_asked_to_close();
    window.is_gone().await;

    let window = Window::open_on(kept, &shop.cloud.url()).await;

    window.reads("main h1", "Groups").await;
}
