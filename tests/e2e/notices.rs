//! What the system shows of a window that nobody looks at: each kind of news once, only what is wanted, and names only where they are
//! allowed.

use keyholder_between::{Between, Harm};
use serde_json::json;

use crate::harness::{
    Shop, Window,
    display::Display,
    eventually, notified,
    people::{Person, address, join, new_id},
    window::Around,
};

/// An Owner's window on a screen where nothing has the keyboard, with a line to the cloud that can be cut.
struct Unwatched {
    shop: Shop,
    line: Between,
    window: Window,
    _display: Display,
}

impl Unwatched {
    /// With one seat left.
    async fn open() -> Unwatched {
        let shop = Shop::open("team").await;
        for name in ["Gita Permata", "Hadi Saputra", "Indah Kusuma"] {
            shop.member(name, "seller", &[]).await;
        }
        let line = Between::before(&shop.cloud.url()).await;
        let display = Display::start();
        let around = Around { variables: vec![("DISPLAY", display.name.clone())], ..Around::default() };
        let data = std::rc::Rc::new(tempfile::tempdir().expect("a temporary folder"));
        let window = Window::open_around(around, data, &line.url()).await;
        // From here on the system has somebody who shows them.
        assert_eq!(notified::of(window.program()), []);
        window.sign_in(&shop.owner.email).await;
        window.badge_is("up_to_date").await;
        Unwatched { shop, line, window, _display: display }
    }

    /// She invites somebody into the last seat while cut off, and loses it to somebody else; gives that invitation.
    async fn loses_the_seat_to(&self, name: &str) -> String {
        let (window, shop) = (&self.window, &self.shop);
        self.line.does(Harm::Nothing);
        let hers = address(&format!("Before {name}"));
        window.go_to("invitations").await;
        window.click("invite-open").await;
        window.type_in("invite-email", &hers).await;
        window.choose("invite-role", "seller").await;
        window.click("invite-send").await;
        window.sees(&format!("[data-testid=invitation-row][data-email=\"{hers}\"][data-mark=waiting]")).await;
        let invitation = new_id();
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": address(name), "role": "seller", "groups": [] });
        shop.owner.ask(&shop.store, op).await;
        self.line.heals();
        window.go_to("waiting").await;
        window.click("sync-now").await;
        let refused = "return [...document.querySelectorAll('[data-testid=waiting-row][data-state=refused]')].some((row) => row.textContent.includes(arguments[0]))";
        eventually("it was refused", async || {
            let told = window.client().execute(refused, vec![json!(hers)]).await.ok()?;
            (told == true).then_some(())
        })
        .await;
        invitation
    }

    async fn accepts(&self, invitation: &str, name: &str) {
        let link = self.shop.owner.link(&self.shop.store, invitation).await;
        join(&self.shop.cloud.url(), &link, name).await;
        self.hears().await;
    }

    /// A line that was cut is listened to again only after a while: what is told here is what comes, not how soon.
    async fn hears(&self) {
        self.window.click("sync-now").await;
    }

    async fn goes(&self, name: &str) {
        let member = self.shop.member_id(&address(name)).await;
        self.shop.owner.ask(&self.shop.store, json!({ "type": "member.remove", "member": member })).await;
        self.hears().await;
        self.window.go_to("team").await;
        self.window.sees("[data-testid=team-row]").await;
        self.window.sees_no(&format!("[data-testid=team-row][data-email=\"{}\"]", address(name))).await;
    }

    /// Turns a switch of the notifications.
    async fn turns(&self, key: &str, on: bool) {
        self.window.go_to("settings").await;
        self.window.click(&format!("notify-{key}")).await;
        self.window.sees(&format!("[data-testid=notify-{key}][aria-checked={on}]")).await;
    }

    /// Waits until so many were shown; what the last one says.
    async fn is_told(&self, count: usize) -> String {
        let shown = eventually(&format!("{count} notifications"), async || {
            let shown = notified::of(self.window.program());
            (shown.len() >= count).then_some(shown)
        })
        .await;
        assert_eq!(shown.len(), count, "{shown:?}");
        assert!(shown.iter().all(|one| one.title == "Keyholder"), "{shown:?}");
        shown[count - 1].body.clone()
    }
}

#[tokio::test]
async fn each_news_is_shown_once_by_the_system_without_names_and_each_can_be_turned_off() {
    let her = Unwatched::open().await;

    let joko = her.loses_the_seat_to("Joko Susilo").await;
    assert_eq!(her.is_told(1).await, "A change was refused. It is kept under Waiting & refused.");
    her.accepts(&joko, "Joko Susilo").await;
    assert_eq!(her.is_told(2).await, "An invitation was accepted.");
    her.goes("Hadi Saputra").await;
    let seat = "A seat is free: an invitation that was refused for want of one can be sent again.";
    assert_eq!(her.is_told(3).await, seat);

    // No word of refusals, and names where there are some.
    her.turns("refused", false).await;
    her.turns("names", true).await;
    let sari = her.loses_the_seat_to("Sari Dewi").await;
    her.accepts(&sari, "Sari Dewi").await;
    assert_eq!(her.is_told(4).await, "Sari Dewi accepted your invitation.");
    her.goes("Indah Kusuma").await;
    assert!(her.is_told(5).await.starts_with("A seat is free: of 2 invitations"));

    // No word of the others: what comes after them is the next that is shown.
    her.turns("accepted", false).await;
    her.turns("seat", false).await;
    her.turns("refused", true).await;
    let tono = her.loses_the_seat_to("Tono Hartono").await;
    assert_eq!(her.is_told(6).await, "A change was refused. It is kept under Waiting & refused.");
    her.accepts(&tono, "Tono Hartono").await;
    her.goes("Gita Permata").await;
    her.loses_the_seat_to("Wati Lestari").await;
    assert_eq!(her.is_told(7).await, "A change was refused. It is kept under Waiting & refused.");
}

#[tokio::test]
async fn an_invitation_that_ends_tomorrow_is_shown_once_and_a_click_leads_to_it() {
    let mut her = Unwatched::open().await;
    let wulan = address("Wulan Sari");
    let send = json!({ "type": "invitation.send", "invitation": new_id(), "email": wulan, "role": "seller", "groups": [] });
    her.shop.owner.ask(&her.shop.store, send).await;
    her.hears().await;
    her.window.go_to("invitations").await;
    let row = format!("[data-testid=invitation-row][data-email=\"{wulan}\"]");
    her.window.sees(&row).await;
    her.window.go_to("team").await;
    her.window.sees_no(&row).await;

    // It ends in seven days, by the cloud's clock; whatever happens there next tells how late it is.
    her.shop.cloud.is_later_by("+6d").await;
    her.shop.owner = Person::sign_in(&her.shop.cloud.url(), "Ratna Wijaya").await;
    her.shop.group("Kasir", &["product.view"]).await;
    her.hears().await;
    assert_eq!(her.is_told(1).await, "An invitation expires within a day.");
    her.shop.group("Gudang", &["product.view"]).await;
    her.hears().await;
    her.window.go_to("groups").await;
    her.window.reads("main", "Gudang").await;

    notified::click(&notified::of(her.window.program())[0]);
    her.window.sees(&row).await;
    assert_eq!(her.is_told(1).await, "An invitation expires within a day.", "and told once");
}
