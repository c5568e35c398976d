//! WCAG 2.2 AA, as far as a program can judge it: axe-core looks at every screen, dialog, panel and menu of the real window in
//! both themes, and every target there is 24 pixels wide and high. What was visited is listed; a screen of `screens.ts` or a
//! dialog of the sources that was not makes the test fail.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::harness::{
    Window,
    cloud::Cloud,
    eventually,
    people::{PASSWORD, Person, new_id},
};

/// The dialogs that each test below opens. One in the sources that stands nowhere here makes a test fail.
const OWNERS: [&str; 21] = [
    "invite-dialog",
    "invite-many",
    "invite-many-clear",
    "store-create-dialog",
    "switch-dialog",
    "signout-dialog",
    "undo-dialog",
    "palette",
    "shortcuts",
    "confirm-dialog",
    "many-dialog",
    "invitation-role-dialog",
    "invitation-link-dialog",
    "name-dialog",
    "compare-groups",
    "delete-group",
    "add-people",
    "review-turns",
    "rehearsal",
    "device-dialog",
    "report",
];
const WAITING: [&str; 3] = ["waiting-drop-dialog", "all-at-once", "change-op"];
const DOORS: [&str; 2] = ["seal-dialog", "closing"];
/// What comes only after much else: looked at by the test that brings it about, in the file beside this one.
const BESIDE: [(&str, &str); 5] = [
    ("crash", "manners.rs"),
    ("link", "manners.rs"),
    ("signin-dialog", "devices.rs"),
    ("go-back-dialog", "updates.rs"),
    ("change-turns", "waiting.rs"),
];

const RULES: [&str; 7] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/// Looks at what is drawn now, in both themes, with nothing moving any more.
const LOOK: &str = r"
const [rules, done] = [arguments[0], arguments[arguments.length - 1]];
const still = async () => {
  await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
  const ends = document.getAnimations().filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime ?? 0));
  await Promise.race([Promise.allSettled(ends.map(one => one.finished)), new Promise(go => setTimeout(go, 2000))]);
};
(async () => {
  const page = document.documentElement;
  const worn = page.dataset.theme;
  const wrong = [];
  for (const theme of ['light', 'dark']) {
    let told;
    // News of the session, whenever they come, put on the theme that is chosen: then it is looked at again.
    do {
      page.dataset.theme = theme;
      await still();
      told = await axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
    } while (page.dataset.theme !== theme);
    for (const { id, nodes } of told.violations)
      for (const node of nodes)
        wrong.push(`${theme}: ${id}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}: ${node.failureSummary.replace(/\s+/g, ' ')}`);
  }
  page.dataset.theme = worn;
  await still();
  done(wrong);
})().catch(problem => done([String(problem)]));
";

/// What can be pressed, with its size, where that is less than 24 pixels either way. A control hidden under its own label (a
/// switch, a checkbox) is as large as the label. WCAG excepts links within a sentence.
const SMALL: &str = r#"
const SEEN = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], [role=button], [role^=menuitem], [role=option], [role=tab], [role=switch], [role=checkbox], [role=radio], [role=link]';
const front = [...document.querySelectorAll('dialog[open]')].pop() ?? document;
return [...front.querySelectorAll(SEEN)].filter(one => one.checkVisibility({ visibilityProperty: true })).flatMap(one => {
  const label = one.closest('label') ?? (one.id && document.querySelector(`label[for="${CSS.escape(one.id)}"]`));
  const boxes = [one, ...(label && one.matches('[type=checkbox], [type=radio], [role=switch]') ? [label] : [])].map(it => it.getBoundingClientRect());
  const [width, height] = [Math.max(...boxes.map(it => it.width)), Math.max(...boxes.map(it => it.height))];
  if (width >= 23.99 && height >= 23.99) return [];
  if (one.matches('p a[href], li p a[href]')) return [];
  // Words that say more when the focus or the pointer rests on them: there is nothing to press.
  if (one.matches('time')) return [];
  // Only there for a password manager: nobody comes to it.
  if (one.matches('[tabindex="-1"][aria-hidden=true]')) return [];
  return [`${width.toFixed(1)} × ${height.toFixed(1)}: ${one.outerHTML.slice(0, 140)}`];
});
"#;

/// Hands over three files, none of which is a list.
const UNREADABLE: &str = "const input = document.querySelector('[data-testid=list-file]'), carried = new DataTransfer();
    for (const name of ['staff.xlsx', 'logo.png', 'pay.csv']) carried.items.add(new File([new Uint8Array(4096)], name));
    input.files = carried.files;
    input.dispatchEvent(new Event('change', { bubbles: true }))";

/// A walk through the window that looks at everything on its way.
struct Tour {
    window: Window,
    axe: String,
    visited: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Tour {
    fn through(window: Window) -> Tour {
        Tour { window, axe: axe(), visited: BTreeSet::new(), wrong: Vec::new() }
    }

    /// Goes on in another window with what was seen so far.
    fn goes_on_in(&mut self, window: Window) {
        self.window = window;
    }

    /// Looks at what stands there now.
    async fn look(&mut self, name: &str) {
        let (open, wrong) = looked_at(&self.window, &self.axe).await;
        self.visited.extend(open.iter().map(|dialog| format!("dialog {dialog}")));
        self.wrong.extend(wrong.iter().map(|one| format!("{name}: {one}")));
        println!("looked at {name}");
        self.visited.insert(name.to_owned());
    }

    async fn screen(&mut self, screen: &str) {
        self.window.go_to(screen).await;
        self.window.sees("main h1").await;
        self.look(&format!("screen {screen}")).await;
    }

    /// Opens something by a click, looks, and closes it by Escape.
    async fn opened(&mut self, click: &str, sees: &str, name: &str) {
        self.window.click_on(click).await;
        self.window.sees(sees).await;
        self.look(name).await;
        self.close().await;
    }

    /// Closes whatever lies in front, the innermost first.
    async fn close(&self) {
        let open = "return document.querySelectorAll('dialog[open], [role=menu]').length";
        eventually("nothing lies in front any more", async || {
            if self.window.client().execute(open, vec![]).await.ok()? == 0 {
                return Some(());
            }
            self.window.press("\u{e00c}").await;
            None
        })
        .await;
    }

    fn ends(self, dialogs: &[&str]) {
        let missed: Vec<_> =
            dialogs.iter().filter(|one| !self.visited.contains(&format!("dialog {one}"))).collect();
        assert!(missed.is_empty(), "dialogs nobody looked at: {missed:?}");
        println!("visited: {}", self.visited.iter().cloned().collect::<Vec<_>>().join(", "));
        assert!(self.wrong.is_empty(), "{} things are wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// The dialogs that stand open, and what is wrong with what stands in the window now.
async fn looked_at(window: &Window, axe: &str) -> (Vec<String>, Vec<String>) {
    let client = window.client();
    eventually("everything is there", async || {
        let busy = "return document.querySelectorAll('[aria-busy=true], .line[aria-hidden=true]').length";
        (client.execute(busy, vec![]).await.ok()? == 0).then_some(())
    })
    .await;
    // A page that began anew has lost it.
    if client.execute("return typeof axe", vec![]).await.expect("the page answers") != "object" {
        client.execute(&format!("{axe}\nwindow.axe = axe;"), vec![]).await.expect("axe loads");
    }
    let wrong = client.execute_async(LOOK, vec![json!(RULES)]).await.expect("axe looks");
    let small = client.execute(SMALL, vec![]).await.expect("the page answers");
    let open = "return [...document.querySelectorAll('dialog[open]')].map(one => one.dataset.testid ?? '')";
    let open = client.execute(open, vec![]).await.expect("the page answers");
    let heard = |found: &Value, what: &str| -> Vec<String> {
        let found = found.as_array().expect("a list");
        found.iter().map(|one| format!("{what}{}", one.as_str().unwrap_or_default())).collect()
    };
    (heard(&open, ""), [heard(&wrong, ""), heard(&small, "too small: ")].concat())
}

/// Holds a dialog that another test has brought about to the same as those that are opened here.
pub async fn is_for_everybody(window: &Window, dialog: &str) {
    let (open, wrong) = looked_at(window, &axe()).await;
    assert!(open.iter().any(|one| one == dialog), "{dialog} is not open, but {open:?}");
    assert!(wrong.is_empty(), "{dialog}: {} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn axe() -> String {
    let axe = root().join("ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(axe).expect("axe-core is installed (`npm ci` in ui/)")
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn every_dialog_of_the_sources_is_looked_at() {
    for (dialog, file) in BESIDE {
        let text = fs::read_to_string(root().join("tests/e2e").join(file)).expect("a test is text");
        let looked_at =
            text.split("is_for_everybody(&").any(|call| call.contains(&format!(", \"{dialog}\").await;")));
        assert!(looked_at, "{file} looks at no {dialog}");
    }
    let known: Vec<&str> =
        OWNERS.iter().chain(&WAITING).chain(&DOORS).copied().chain(BESIDE.map(|(one, _)| one)).collect();
    let mut strange = Vec::new();
    let mut folders = vec![root().join("ui/src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("the window's sources").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "svelte") && !path.ends_with("Dialog.svelte") {
                let text = fs::read_to_string(&path).expect("a source is text");
                for tag in text.split("<Dialog ").skip(1).chain(text.split("<dialog ").skip(1)) {
                    // The mark stands before the first child.
                    let head = tag.split("\n  ").next().unwrap_or(tag);
                    let mark = head.split("testid=\"").nth(1).and_then(|rest| rest.split('"').next());
                    if mark.is_none_or(|mark| !known.contains(&mark)) {
                        strange.push(format!("{}: {mark:?}", path.display()));
                    }
                }
            }
        }
    }
    assert!(strange.is_empty(), "dialogs that no test here opens:\n{}", strange.join("\n"));
}

#[tokio::test]
async fn nothing_of_an_owners_window_is_out_of_anybodys_reach() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let mut tour = Tour::through(Window::open(&cloud.url()).await);
    tour.window.sees("[data-testid=signin-email]").await;
    tour.look("sign in").await;
    tour.window.try_to_sign_in(&email, "not her password").await;
    tour.window.sees("[data-testid=signin-problem]").await;
    tour.look("sign in, refused").await;
    tour.window.click("signin-turn").await;
    tour.window.sees("[data-testid=signup-name]").await;
    tour.look("sign up").await;
    tour.window.click("signin-turn").await;
    // Another computer of hers, which the settings then list.
    Person::sign_in_as(&cloud.url(), "the same", &email, &password).await;
    tour.window.try_to_sign_in(&email, &password).await;
    tour.window.badge_is("up_to_date").await;

    frame(&mut tour).await;
    people(&mut tour).await;
    groups(&mut tour).await;
    store(&mut tour).await;

    tour.window.click("settings-lock").await;
    tour.window.sees("[data-testid=locked]").await;
    tour.look("locked").await;

    let screens = fs::read_to_string(root().join("ui/src/screens.ts")).expect("the list of screens");
    let screens: Vec<&str> =
        screens.split("{ id: '").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(screens.len() >= 10, "screens.ts lists them otherwise now: {screens:?}");
    let missed: Vec<&&str> =
        screens.iter().filter(|screen| !tour.visited.contains(&format!("screen {screen}"))).collect();
    assert!(missed.is_empty(), "screens nobody looked at: {missed:?}");
    tour.ends(&OWNERS);
}

/// What lies around every screen.
async fn frame(tour: &mut Tour) {
    tour.screen("overview").await;
    tour.opened("[data-testid=invite-open]", "[data-testid=invite-group]", "invite").await;
    tour.opened("[data-testid=store-switch]", "[role=menu]", "menu of stores").await;
    tour.window.click("store-switch").await;
    tour.opened("[data-testid=store-create]", "[data-testid=store-name]", "create a store").await;
    tour.opened("[data-testid=me-menu]", "[role=menu]", "menu of the person").await;
    tour.window.click("me-menu").await;
    tour.opened("[data-testid=switch-person]", "[data-testid=person-other]", "switch person").await;
    tour.window.click("me-menu").await;
    tour.opened("[data-testid=signout]", "[data-testid=signout-confirm]", "sign out").await;
    tour.window.click("me-menu").await;
    tour.opened("[data-testid=undo-open]", "[data-testid=undo-dialog]", "what can be taken back").await;
    tour.window.press("\u{e009}k\u{e000}").await;
    tour.window.sees("[data-testid=palette]").await;
    tour.look("palette").await;
    tour.window.type_in("palette-input", "a").await;
    tour.window.sees("[data-testid=palette] [role=option]").await;
    tour.look("palette, found").await;
    for (typed, act) in [
        ("duplicate", "group-duplicate"),
        ("duplicate pesanan", "group-duplicate-"),
        ("resend", "invitation-resend"),
        ("withdraw lina", "invitation-withdraw-"),
    ] {
        tour.window.type_in("palette-input", typed).await;
        tour.window.sees(&format!("[data-testid=palette-option][data-id^={act}]")).await;
        tour.look(&format!("palette, {typed}")).await;
    }
    tour.window.type_in("palette-input", "zzzz").await;
    tour.window.sees_no("[data-testid=palette] [role=option]").await;
    tour.look("palette, nothing found").await;
    tour.close().await;
    tour.window.press("?").await;
    tour.window.sees("[data-testid=shortcuts]").await;
    tour.look("sheet of shortcuts").await;
    tour.close().await;
}

async fn people(tour: &mut Tour) {
    tour.screen("team").await;
    tour.window.click_on("[data-testid=team-row]:nth-of-type(6)").await;
    tour.window.sees("[data-testid=access-cell]").await;
    tour.look("member").await;
    tour.window.choose("member-role", "seller").await;
    tour.window.sees("[data-testid=preview]").await;
    tour.look("change of a role").await;
    tour.close().await;
    tour.window.press("\u{e00c}").await;
    for row in [4, 6] {
        tour.window.click_on(&format!("[data-testid=team-row]:nth-of-type({row}) [data-testid=pick]")).await;
    }
    tour.window.sees("[data-testid=picked-bar]").await;
    tour.look("some are picked").await;
    tour.opened("[data-testid=bulk-role]", "[data-testid=many-dialog]", "many at once").await;
    tour.window.click("pick-all").await;
    tour.window.click("bulk-role").await;
    tour.window.choose("bulk-to-role", "seller").await;
    tour.window.click("many-only-skipped").await;
    tour.window.sees("[data-testid=many-only-skipped][aria-pressed=true]").await;
    tour.look("many at once, one part of them").await;
    tour.close().await;
    tour.window.click("picked-clear").await;
    tour.window.type_in("team-search", "zzz").await;
    tour.window.sees_no("[data-testid=team-row]").await;
    tour.look("nobody found").await;
    tour.window.click("team-search").await;
    tour.window.type_in("team-search", "a").await;
    tour.window.press("\u{e003}").await;

    tour.screen("invitations").await;
    tour.opened("[data-testid=invitation-menu]", "[role=menu]", "menu of an invitation").await;
    for (act, sees) in [
        ("invitation-role", "[data-testid=invitation-role-choice]"),
        ("invitation-link", "[data-testid=invitation-link-url]"),
        ("invitation-withdraw", "[data-testid=preview]"),
    ] {
        tour.window.click("invitation-menu").await;
        tour.opened(&format!("[data-testid={act}]"), sees, act).await;
    }
    tour.opened("[data-testid=invite-many-open]", "[data-testid=invite-many] textarea", "invite many").await;
    tour.window.click("invite-many-open").await;
    tour.window.sees("[data-testid=list-file]").await;
    tour.window.client().execute(UNREADABLE, vec![]).await.expect("the files are given");
    tour.window.sees("[data-testid=list-problem] li:nth-child(3)").await;
    tour.look("files that cannot be read").await;
    tour.window.type_in("list-text", "sari@toko.example; nobody@").await;
    tour.window.click("list-read").await;
    tour.window.sees("[data-testid=list-row][data-verdict=invalid]").await;
    tour.look("a list of invitations").await;
    tour.opened("[data-testid=list-clear]", "[data-testid=list-clear-confirm]", "clearing the list").await;
    tour.window.click("invite-open").await;
    tour.window.type_in("invite-email", "dewi@").await;
    tour.window.click("invite-send").await;
    tour.window.sees("[aria-invalid=true]").await;
    tour.look("invite, not an address").await;
    tour.close().await;
}

async fn groups(tour: &mut Tour) {
    tour.screen("groups").await;
    tour.opened("[data-testid=group-new]", "[data-testid=group-start]", "new group").await;
    tour.window.click_on("[data-testid=group-row][data-name=Pesanan]").await;
    tour.window.sees("[data-testid=\"group-toggle-orders.view\"]").await;
    tour.look("group").await;
    for (click, sees, name) in [
        ("[data-testid=group-rename]", "[data-testid=name-field]", "rename a group"),
        ("[data-testid=group-duplicate]", "dialog[open] input", "duplicate a group"),
        ("[data-testid=group-delete]", "[data-testid=delete-destination]", "delete a group"),
        ("[data-testid=group-add-people]", "[data-testid=add-people-search]", "add people to a group"),
        ("[data-testid=group-compare]", "[data-testid=compare-table]", "two groups compared"),
    ] {
        tour.opened(click, sees, name).await;
    }
    tour.window.click("group-toggle-orders.download").await;
    tour.window.sees("[data-testid=group-turned]").await;
    tour.look("a group with a switch turned").await;
    tour.opened("[data-testid=group-review]", "[data-testid=preview]", "change of a group").await;
    tour.window.click("group-discard").await;

    tour.screen("roles").await;
    tour.window.choose("roles-look-at", "manager").await;
    tour.window.choose("roles-compare-with", "seller").await;
    tour.window.sees("[data-testid=roles-only-different]").await;
    tour.look("two roles compared").await;
    tour.window.click("roles-all").await;
    tour.window.click_on("[data-testid=matrix-cell]").await;
    tour.window.sees("[data-testid=holders]").await;
    tour.look("who has an area").await;
    tour.window.click("holders-close").await;
    tour.window.click("roles-export").await;
    tour.window.sees("[data-testid=roles-csv]").await;
    tour.look("menu of what can be taken along").await;
    tour.close().await;
    tour.window.click("roles-tab-omnichannel").await;
    tour.window.sees("[data-testid=cut-cell]").await;
    tour.look("roles in omnichannel").await;
    tour.window.click("roles-tab-store").await;
}

async fn store(tour: &mut Tour) {
    tour.screen("plan").await;
    tour.opened("[data-testid=plan-choose-enterprise]", "[data-testid=preview]", "change of the plan").await;
    tour.opened("[data-testid^=plan-rehearse]", "[data-testid=rehearsal-row]", "rehearsal of a smaller plan")
        .await;
    tour.screen("activity").await;
    tour.window.click("activity-tab-refused").await;
    tour.look("activity, refused").await;
    tour.window.click("activity-tab-happened").await;
    tour.screen("waiting").await;
    tour.screen("my_access").await;
    tour.screen("settings").await;
    tour.opened("[data-testid=settings-rename]", "[data-testid=name-field]", "rename the store").await;
    tour.opened("[data-testid=device-end]", "[data-testid=device-dialog]", "end a device").await;
    tour.opened("[data-testid=lease-change]", "[data-testid=name-field]", "days without the cloud").await;
    tour.opened(
        "[data-testid=diagnostics-look]",
        "[data-testid=report-text]",
        "a report, read before it is sent",
    )
    .await;
}

#[tokio::test]
async fn what_waits_and_what_is_closed_can_be_read_by_everybody() {
    let mut cloud = Cloud::start_with_demo().await;
    let (owner, password) = cloud.somebody("owner");
    let (seller, its) = cloud.somebody("seller");
    let (manager, the_managers) = cloud.somebody("manager");
    let mut tour = Tour::through(Window::open(&cloud.url()).await);
    tour.window.try_to_sign_in(&owner, &password).await;
    tour.window.badge_is("up_to_date").await;
    let store = cloud.demo_store();
    cloud.stop().await;
    tour.window.go_to("team").await;
    tour.window.click_on(&format!("[data-testid=team-row][data-email=\"{seller}\"]")).await;
    tour.window.choose("member-role", "manager").await;
    tour.window.click("confirm").await;
    tour.window.sees(&format!("[data-testid=team-row][data-email=\"{seller}\"][data-mark=waiting]")).await;
    tour.window.sees("[data-testid=toast]").await;
    tour.window.badge_is("offline").await;
    tour.look("a corner that says what became of it").await;
    tour.window.go_to("invitations").await;
    tour.window.click("invite-open").await;
    tour.window.type_in("invite-email", "kartika.sari@example.test").await;
    tour.window.click("invite-send").await;
    tour.window.sees("[data-testid=invitation-row][data-mark=waiting]").await;
    for screen in ["team", "invitations", "waiting", "overview"] {
        tour.window.go_to(screen).await;
        tour.look(&format!("{screen}, offline")).await;
    }

    // Meanwhile an Admin was faster, elsewhere.
    let data = tour.window.data_kept();
    tour.window.is_cut_off();
    cloud.start_again().await;
    let (email, word) = cloud.somebody("admin");
    let admin = Person::sign_in_as(&cloud.url(), "an Admin", &email, &word).await;
    admin.changes_role(&store, &seller, "seller", "viewer").await;
    let op = json!({ "type": "invitation.send", "invitation": new_id(), "email": "kartika.sari@example.test", "role": "seller", "groups": [] });
    admin.ask(&store, op).await;
    tour.goes_on_in(Window::open_on(data, &cloud.url()).await);
    tour.window.badge_is("needs_attention").await;
    tour.window.go_to("waiting").await;
    tour.window.sees("[data-testid=waiting-row][data-state=refused]").await;
    tour.look("waiting, refused").await;
    for (click, dialog) in [
        ("waiting-drop", "waiting-drop-dialog"),
        ("waiting-change", "change-op"),
        ("waiting-retry-all", "all-at-once"),
    ] {
        tour.opened(&format!("[data-testid={click}]"), &format!("[data-testid={dialog}]"), dialog).await;
    }

    let window = Window::open(&cloud.url()).await;
    window.try_to_sign_in(&manager, &the_managers).await;
    window.badge_is("up_to_date").await;
    tour.goes_on_in(window);
    for screen in ["overview", "team", "invitations", "groups", "plan", "my_access", "settings"] {
        tour.window.go_to(screen).await;
        tour.look(&format!("{screen}, of a manager")).await;
    }
    tour.window.go_to("invitations").await;
    tour.window.sees_greyed("invite-open").await;
    tour.look("greyed, with its reason").await;

    let window = Window::open(&cloud.url()).await;
    window.try_to_sign_in(&seller, &its).await;
    window.sees("[data-testid=my-access], main h1").await;
    tour.goes_on_in(window);
    tour.look("my access, of a seller").await;
    tour.ends(&WAITING);
}

#[tokio::test]
async fn doors_are_open_to_everybody() {
    let mut cloud = Cloud::start_with_demo().await;
    let (owner, password) = cloud.somebody("owner");
    let ratna = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
    let mut tour = Tour::through(Window::open(&cloud.url()).await);
    tour.window.try_to_sign_in(&ratna.email, PASSWORD).await;
    tour.window.sees("[data-testid=store-name]").await;
    tour.look("no store yet").await;
    let store = ratna.create_store("Toko Melati").await;
    ratna.create_store("Toko Kenanga").await;
    cloud.force_plan(&store, "team");
    let group =
        json!({ "type": "group.create", "group": new_id(), "name": "Kasir", "permissions": ["orders.view"] });
    ratna.ask(&store, group).await;
    let window = Window::open(&cloud.url()).await;
    window.try_to_sign_in(&ratna.email, PASSWORD).await;
    window.sees("[data-testid=store-open]").await;
    tour.goes_on_in(window);
    tour.look("choice of a store").await;
    tour.window.click("store-open").await;
    tour.window.badge_is("up_to_date").await;
    tour.look("an empty store").await;

    let window = Window::open_without_keychain(&cloud.url()).await;
    window.try_to_sign_in(&owner, &password).await;
    window.sees("[data-testid=passphrase]").await;
    tour.goes_on_in(window);
    tour.look("a passphrase is chosen").await;
    tour.window.type_in("passphrase", "lampu hujan tangga").await;
    tour.window.type_in("passphrase-again", "lampu hujan").await;
    tour.window.click("passphrase-submit").await;
    tour.window.sees("[data-testid=passphrase-choose] [role=alert]").await;
    tour.look("a passphrase that was mistyped").await;
    tour.window.click("passphrase-nothing").await;
    tour.look("nothing is kept").await;
    tour.window.click("passphrase-decline").await;
    tour.window.badge_is("up_to_date").await;
    tour.look("a window that keeps nothing").await;
    tour.window.go_to("settings").await;
    tour.opened("[data-testid=settings-seal]", "[data-testid=passphrase]", "a passphrase after all").await;
    cloud.stop().await;
    tour.window.go_to("invitations").await;
    tour.window.click("invite-open").await;
    tour.window.type_in("invite-email", "kartika.sari@example.test").await;
    tour.window.click("invite-send").await;
    tour.window.sees("[data-testid=invitation-row][data-mark=waiting]").await;
    tour.window.is_asked_to_close();
    tour.window.sees("[data-testid=closing]").await;
    tour.look("closing over what was never sent").await;
    tour.ends(&DOORS);
}
