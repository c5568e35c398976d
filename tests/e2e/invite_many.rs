//! A whole list of people at once: pasted or from a file, looked over, mended and sent; and lists that are none.

use serde_json::json;

use crate::{
    bad_input::all_files,
    harness::{Shop, Window, eventually, people::address},
};

/// A password in a list, like no other word of the program.
const SECRET: &str = "Kucing-Belang-77";

/// Opens the place where a list is brought.
async fn many(shop: &Shop) -> Window {
    let window = shop.window(&shop.owner).await;
    window.go_to("invitations").await;
    window.click("invite-many-open").await;
    window.sees("[data-testid=list-text]").await;
    window
}

/// Hands a file to the window as the system's dialog does: what `script` gives are its parts.
async fn give_file(window: &Window, name: &str, script: &str) {
    let script = format!(
        "const input = document.querySelector('[data-testid=list-file]');
         const carried = new DataTransfer();
         carried.items.add(new File({script}, arguments[0]));
         input.files = carried.files;
         input.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    window.client().execute(&script, vec![json!(name)]).await.expect("the file is given");
}

/// Pastes without a keystroke for each letter.
async fn paste(window: &Window, text: &str) {
    let script = "const area = document.querySelector('[data-testid=list-text]');
         area.value = arguments[0];
         area.dispatchEvent(new Event('input', { bubbles: true }));";
    window.sees("[data-testid=list-text]").await;
    window.client().execute(script, vec![json!(text)]).await.expect("the text is pasted");
    window.click("list-read").await;
}

/// How many rows have a verdict, as the filters say.
async fn count(window: &Window, verdict: &str) -> String {
    let filter = format!("[data-testid=list-filter-{verdict}]");
    window.attributes(&filter, &["data-count"]).await.concat().concat()
}

#[tokio::test]
async fn a_pasted_list_is_looked_over_mended_and_sent_and_the_seats_are_right() {
    let shop = Shop::open("business").await;
    shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let there = shop.member("Sudah Ada", "seller", &[]).await;
    let window = many(&shop).await;
    let (budi, sari, joko) = (address("Budi"), address("Sari"), address("Joko"));
    let wrong = joko.replace('@', "");
    paste(
        &window,
        &format!("Budi Santoso <{budi}>\n{sari}; {}\n{wrong}\n{}", sari.to_uppercase(), there.email),
    )
    .await;

    window.sees("[data-testid=list-row][data-verdict=invalid]").await;
    assert_eq!(
        [count(&window, "ready").await, count(&window, "duplicate").await, count(&window, "member").await],
        ["2", "1", "1"]
    );
    window.sees("[data-testid=list-no-group]").await;
    window.sees("[data-testid=list-seats][data-used='2'][data-after='4']").await;

    // Put right where it stands.
    let field = format!("[data-testid=list-row][data-email=\"{wrong}\"] [data-testid=list-email]");
    let script = "const field = document.querySelector(arguments[0]);
         field.value = arguments[1];
         field.dispatchEvent(new Event('change', { bubbles: true }));";
    window.client().execute(script, vec![json!(field), json!(joko)]).await.expect("the row is mended");
    window.sees(&format!("[data-testid=list-row][data-email=\"{joko}\"][data-verdict=ready]")).await;
    window.sees("[data-testid=list-seats][data-after='5']").await;
    window.click("list-group").await;
    window.sees_no("[data-testid=list-no-group]").await;

    window.click("list-send").await;
    window.sees("[data-testid=list-asked]").await;
    for email in [&budi, &sari, &joko] {
        window.sees(&format!("[data-testid=list-row][data-email=\"{email}\"][data-verdict=sent]")).await;
    }
    let invited = shop.invited().await;
    assert!([&budi, &sari, &joko].iter().all(|email| invited.contains(email)), "{invited:?}");
    assert_eq!(invited.len(), 3, "the duplicate and the member were left out");

    // What was not sent is still there when she comes back, also after a power cut.
    window.click("list-close").await;
    window.badge_is("up_to_date").await;
    let window = window.killed_and_started_again().await;
    window.go_to("invitations").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{joko}\"]")).await;
    window.click("invite-many-open").await;
    window.sees("[data-testid=list-row][data-verdict=member]").await;
    assert_eq!(count(&window, "sent").await, "3");
}

#[tokio::test]
async fn a_payroll_export_in_utf_16_is_read_sent_offline_and_arrives_later() {
    let mut shop = Shop::open("business").await;
    shop.group("Gudang", &["inventory.view"]).await;
    let window = many(&shop).await;
    window.badge_is("up_to_date").await;
    let (budi, sari, joko) = (address("Budi"), address("Sari"), address("Joko"));
    let list = format!(
        "Nama Lengkap;Surel;Jabatan;Status;Kata Sandi;Telepon\r\nBudi Jatmikó;{budi};Kepala Toko;Aktif;{SECRET};08\r\n\
         Sari;{sari};Barista;Aktif;{SECRET};08\r\nJoko;{joko};Kasir;Mengundurkan diri;{SECRET};08\r\n"
    );
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(list.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    give_file(&window, "karyawan ékspor.csv", &format!("[new Uint8Array({bytes:?})]")).await;

    let row = |email: &str| format!("[data-testid=list-row][data-email=\"{email}\"]");
    window.reads(&row(&budi), "Budi Jatmikó").await;
    window.reads(&row(&joko), "Mengundurkan diri").await;
    window.reads("[data-testid=invite-many]", "karyawan ékspor.csv").await;
    window.reads("[data-testid=invite-many]", "Nothing of it was kept").await;
    assert_eq!([count(&window, "ready").await, count(&window, "skipped").await], ["2", "1"]);
    let page = window.text("body").await;
    assert!(!page.contains(SECRET), "no password is drawn");

    shop.cloud.stop().await;
    window.click("list-group").await;
    window.sees_no("[data-testid=list-no-group]").await;
    window.click("list-send").await;
    window.sees(&format!("{}[data-verdict=waiting]", row(&budi))).await;
    window.sees(&format!("{}[data-verdict=waiting]", row(&sari))).await;
    shop.cloud.start_again().await;
    window.sees(&format!("{}[data-verdict=sent]", row(&sari))).await;
    let snapshot = shop.owner.snapshot(&shop.store).await;
    let roles = snapshot["invitations"].as_array().into_iter().flatten();
    let roles: Vec<_> = roles.map(|one| (one["email"].clone(), one["role"].clone())).collect();
    assert!(roles.contains(&(json!(budi), json!("manager"))), "{roles:?}");
    assert!(
        roles.contains(&(json!(sari), json!("seller"))),
        "an unknown role became the chosen one: {roles:?}"
    );

    let leaks = |text: &[u8]| text.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
    let kept = all_files(window.data());
    assert!(kept.iter().any(|(name, _)| name.contains("log")), "the log is looked at, too");
    let told: Vec<_> = kept.iter().filter(|(_, bytes)| leaks(bytes)).map(|(name, _)| name).collect();
    assert!(told.is_empty(), "a password was left in {told:?}");
}

#[tokio::test]
async fn what_google_workspace_exports_is_read_by_its_own_headings() {
    let shop = Shop::open("business").await;
    let window = many(&shop).await;
    let (budi, sari, joko) = (address("Budi"), address("Sari"), address("Joko"));
    let list = format!(
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Work Secondary Email,Employee Title,Manager Email,Department,Change Password at Next Sign-In,New Status [UPLOAD ONLY]\n\
         Budi,Santoso,{budi},{SECRET},,/Toko,,Active,2026/11/20 10:00:00,pribadi@mail.example,,Cashier,bos@toko.example,Sales,True,\n\
         Sari,\"Dewi, S.E.\",{sari},,,/,,Suspended,Never logged in,,,,bos@toko.example,,False,\n\
         Joko,Widodo,{joko},****,,/,,Active,Never logged in,,,Barista,,,False,\n"
    );
    let file = format!("[{}]", json!(list));
    give_file(&window, "User_Download_20112026.csv", &file).await;

    let row = |email: &str| format!("[data-testid=list-row][data-email=\"{email}\"]");
    window.reads(&row(&budi), "Budi Santoso").await;
    window.reads(&row(&sari), "Sari Dewi, S.E.").await;
    window.reads(&row(&sari), "Suspended").await;
    assert_eq!([count(&window, "ready").await, count(&window, "skipped").await], ["2", "1"]);
    window.reads("[data-testid=invite-many]", "Nothing of it was kept").await;
    assert!(!window.text("body").await.contains(SECRET), "no password is drawn");
    for other in ["pribadi@mail.example", "bos@toko.example"] {
        window.sees_no(&row(other)).await;
    }
    window.click("list-send").await;
    window.sees(&format!("{}[data-verdict=sent]", row(&joko))).await;
    let mut invited = shop.invited().await;
    let mut meant = vec![budi, joko];
    invited.sort();
    meant.sort();
    assert_eq!(invited, meant);
}

#[tokio::test]
async fn what_is_no_list_is_said_and_loses_nothing() {
    let shop = Shop::open("business").await;
    let window = many(&shop).await;
    let budi = address("Budi");
    paste(&window, &budi).await;
    window.sees("[data-testid=list-row][data-verdict=ready]").await;
    window.click("list-add").await;

    let files = [
        ("huge.csv", "[new Uint8Array(50 * 1024 * 1024)]", "50 MB"),
        ("picture.csv", "[new Uint8Array(20000).map((_, at) => (at * 37) % 256)]", "not a list in text"),
        ("staff.xlsx", "[new Uint8Array([80, 75, 3, 4, 20, 0, 6, 0, 8, 0])]", "spreadsheet file"),
        ("long.csv", "['a@toko.id\\n'.repeat(10001)]", "10002"),
    ];
    for (name, script, said) in files {
        window.sees("[data-testid=list-file]").await;
        give_file(&window, name, script).await;
        let said = if name == "long.csv" { "at most 10" } else { said };
        window.reads("[data-testid=list-problem]", said).await;
        window.reads("[data-testid=list-problem]", &format!("{name}: ")).await;
    }
    let novel = "It was the best of times, it was the worst of times.\n".repeat(4_000);
    paste(&window, &novel).await;
    window.reads("[data-testid=list-problem]", "no email address").await;
    let typed = window
        .client()
        .execute("return document.querySelector('[data-testid=list-text]').value.length", vec![])
        .await;
    assert_eq!(typed.expect("the field"), json!(novel.len()), "what was pasted stands where it was");

    window.click("list-back").await;
    window.sees(&format!("[data-testid=list-row][data-email=\"{budi}\"][data-verdict=ready]")).await;
}

#[tokio::test]
async fn ten_thousand_rows_of_which_half_are_wrong_stay_easy_to_look_over() {
    let shop = Shop::open("enterprise").await;
    let window = many(&shop).await;
    let script = "['email;role\\n' + Array.from({ length: 10000 }, (_, at) => at % 2 ? `p${at}toko.id;kasir` : `p${at}@toko.id;kasir`).join('\\n')]";
    give_file(&window, "everybody.csv", script).await;
    window.sees("[data-testid=list-row][data-verdict=ready]").await;
    assert_eq!([count(&window, "ready").await, count(&window, "invalid").await], ["5000", "5000"]);
    let drawn = window.attributes("[data-testid=list-row]", &["data-email"]).await.len();
    assert!(drawn < 80, "{drawn} rows are drawn");

    window.click("list-filter-invalid").await;
    window.sees("[data-testid=list-row][data-verdict=invalid]").await;
    window.click("list-remove-all").await;
    window.sees_no("[data-testid=list-filter-invalid]").await;
    assert_eq!(count(&window, "ready").await, "5000");

    // A long list shows how far it is, and can be stopped between two rows.
    window.click("list-send").await;
    window.sees("[data-testid=list-progress]").await;
    window.click("list-stop").await;
    window.sees_no("[data-testid=list-progress]").await;
    let sent = eventually("some are sent and the rest stays", async || {
        let (sent, waiting) = (count(&window, "sent").await, count(&window, "waiting").await);
        let asked: usize = sent.parse::<usize>().unwrap_or(0) + waiting.parse::<usize>().unwrap_or(0);
        (asked > 0).then_some(asked)
    })
    .await;
    let left: usize = count(&window, "ready").await.parse().unwrap_or(0);
    assert!(sent + left <= 5_000 && left > 0, "{sent} and {left}");
}

#[tokio::test]
async fn a_list_that_does_not_fit_the_seats_says_so_and_sends_what_fits() {
    let shop = Shop::open("team").await;
    let window = many(&shop).await;
    let all: Vec<String> = (1..=6).map(|n| address(&format!("Orang {n}"))).collect();
    paste(&window, &all.join("\n")).await;
    window.sees("[data-testid=list-short]").await;
    window.sees("[data-testid=list-seats][data-after='5']").await;
    window.click("list-send").await;
    window.sees(&format!("[data-testid=list-row][data-email=\"{}\"][data-verdict=sent]", all[3])).await;
    window.sees(&format!("[data-testid=list-row][data-email=\"{}\"][data-verdict=no_seat]", all[5])).await;
    assert_eq!(shop.invited().await.len(), 4);
}

#[tokio::test]
async fn whoever_is_invited_without_a_group_gets_one_made_there() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("invitations").await;
    window.click("invite-open").await;
    let email = address("Budi");
    window.type_in("invite-email", &email).await;
    window.sees("[data-testid=invite-no-group]").await;
    window.click("invite-make-group").await;
    window.click("make-group-make").await;
    window.sees("[data-testid=invite-group]:checked").await;
    window.sees_no("[data-testid=invite-no-group]").await;
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{email}\"][data-status=pending]")).await;
    assert_eq!(shop.groups().await, ["Order desk"]);

    window.click("invitation-menu").await;
    window.click("invitation-link").await;
    window.sees("[data-testid=invitation-qr] path").await;
    let named = window.attributes("[data-testid=invitation-qr]", &["aria-label", "role"]).await.concat();
    assert!(named[0].contains(&email) && named[1] == "img", "{named:?}");
}
