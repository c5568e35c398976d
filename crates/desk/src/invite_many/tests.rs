//! Lists as people have them: each kind written by hand, and any bytes at all.

use proptest::prelude::*;

use super::*;

fn emails(read: &People) -> Vec<&str> {
    read.people.iter().map(|person| person.email.as_str()).collect()
}

fn text(text: &str) -> People {
    from_text(text).unwrap_or_else(|why| panic!("{why:?} in {text:?}"))
}

/// UTF-16 with or without its mark.
fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn addresses_are_read_however_they_are_pasted() {
    for pasted in [
        "a@x.id\nb@x.id\nc@x.id",
        "a@x.id, b@x.id; c@x.id",
        "a@x.id b@x.id\r\nc@x.id\r\n\r\n",
        "a@x.id\tb@x.id\tc@x.id",
        "mailto:a@x.id,<b@x.id>, (c@x.id).",
        "1. a@x.id\n2. b@x.id\n3. c@x.id",
        "- a@x.id\n- b@x.id\n- c@x.id\n---",
        "a@x.id\rb@x.id\rc@x.id",
        "a@x.id；b@x.id，c@x.id",
        "\u{feff}a@x.id\n\u{200b}b@x.id\u{a0}\nc@x.id",
    ] {
        assert_eq!(emails(&text(pasted)), ["a@x.id", "b@x.id", "c@x.id"], "{pasted:?}");
    }
}

#[test]
fn names_beside_addresses_are_kept_to_recognise_people_by() {
    for (pasted, name) in [
        ("Budi Santoso <budi@x.id>", "Budi Santoso"),
        ("\"Santoso, Budi\" <budi@x.id>", "Santoso, Budi"),
        ("Santoso, Budi <budi@x.id>", "Santoso, Budi"),
        ("Budi Santoso budi@x.id", "Budi Santoso"),
        ("Budi Santoso\tbudi@x.id", "Budi Santoso"),
        ("1. Budi Santoso: budi@x.id", "Budi Santoso"),
        ("Budi O'Neil \"Bob\" <budi@x.id>", "Budi O'Neil \"Bob"),
        ("山田 太郎 <budi@x.id>", "山田 太郎"),
    ] {
        let read = text(pasted);
        assert_eq!((emails(&read), read.people[0].name.as_str()), (vec!["budi@x.id"], name), "{pasted:?}");
    }
}

#[test]
fn what_is_no_address_stays_as_a_row_that_can_be_mended() {
    assert_eq!(emails(&text("a@x.id\nbudi.x.id\nc@x.id")), ["a@x.id", "budi.x.id", "c@x.id"]);
    assert_eq!(emails(&text("a@x.id, Budi, c@")), ["a@x.id", "Budi", "c@"]);
}

#[test]
fn rows_copied_out_of_a_spreadsheet_need_no_headings() {
    let read = text(
        "Budi Santoso\tbudi@x.id\tKasir\t0812 3456\nSari\tsari@x.id\tStaf Gudang\t0813 9876\nDewi\t\tKasir\t0",
    );
    assert_eq!(emails(&read), ["budi@x.id", "sari@x.id", ""].map(str::to_owned));
    let told: Vec<_> = read.people.iter().map(|it| (it.name.as_str(), it.role.clone())).collect();
    assert_eq!(told[0], ("Budi Santoso", Some(RoleTold::Known(Role::Seller))));
    assert_eq!(told[1], ("Sari", Some(RoleTold::Known(Role::InventoryHandler))));
    assert_eq!(told[2].0, "Dewi");
}

#[test]
fn few_words_again_and_again_are_no_names() {
    let told = |list: &str| text(list).people.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    let cities = "a@x.id,Bandung\nb@x.id,Jakarta\nc@x.id,bandung\nd@x.id,Jakarta\n";
    assert_eq!(told(cities), ["", "", "", ""]);
    // The column after them may be the names.
    let both = "a@x.id,Bandung,Budi\nb@x.id,Jakarta,Sari\nc@x.id,Bandung,Joko\nd@x.id,Jakarta,Dewi\ne@x.id,Bandung,Budi\n";
    assert_eq!(told(both), ["Budi", "Sari", "Joko", "Dewi", "Budi"]);
}

const GOOGLE: &str = "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Recovery Email,Work Secondary Email,Employee Title,Manager Email,Department,Change Password at Next Sign-In,New Status [UPLOAD ONLY]\n\
Budi,Santoso,budi@toko.id,Rahasia-123,,/Toko,,Active,pribadi@mail.example,,Cashier,bos@toko.id,Sales,True,\n\
Sari,\"Dewi, S.E.\",sari@toko.id,,SHA-1,/,,Suspended,,,,bos@toko.id,,False,\n\
Joko,Widodo,joko@toko.id,****,,/,,Active,,,Barista,,,False,Archived\n";

#[test]
fn googles_own_headings_are_understood() {
    let read = text(GOOGLE);
    assert_eq!(emails(&read), ["budi@toko.id", "sari@toko.id", "joko@toko.id"]);
    let [budi, sari, joko] = &read.people[..] else { panic!("three") };
    assert_eq!((budi.name.as_str(), &budi.role), ("Budi Santoso", &Some(RoleTold::Known(Role::Seller))));
    assert_eq!((sari.name.as_str(), sari.inactive.as_deref()), ("Sari Dewi, S.E.", Some("Suspended")));
    assert_eq!(joko.role, Some(RoleTold::Unknown("Barista".to_owned())));
    assert_eq!((budi.inactive.as_deref(), joko.inactive.as_deref()), (None, Some("Archived")));
    assert!(read.passwords && read.left_out.iter().any(|it| it == "Org Unit Path [Required]"));
}

#[test]
fn a_password_is_never_kept() {
    for list in [
        GOOGLE.to_owned(),
        "Email;Kata Sandi;Peran\na@x.id;Rahasia-123;Kasir\n".to_owned(),
        "email,PIN,name\na@x.id,Rahasia-123,Ana\n".to_owned(),
        "email,Default Password (min 8)\na@x.id,Rahasia-123\n".to_owned(),
        "pass\tsurel\nRahasia-123\ta@x.id\n".to_owned(),
        "Username,Password\na@x.id,Rahasia-123\n".to_owned(),
        "Login;Kata Sandi\na@x.id;Rahasia-123\nb@x.id;\n".to_owned(),
    ] {
        let mut draft = Draft::default();
        let read = text(&list);
        assert!(read.passwords, "{list}");
        let whole = format!("{read:?}");
        draft.add("staff.csv", read, uuid::Uuid::now_v7).expect("few rows");
        let kept = serde_json::to_string(&draft).expect("a draft is JSON");
        assert!(!whole.contains("Rahasia-123") && !kept.contains("Rahasia-123"), "{whole}\n{kept}");
    }
}

#[test]
fn addresses_under_a_heading_of_their_own_are_found_by_what_stands_below() {
    let secrets = ["kucing", "bintang", "melati", "garuda"];
    let rows = |row: fn(usize, &str) -> String| -> String {
        secrets.iter().enumerate().map(|(n, secret)| row(n, secret)).collect()
    };
    // A secret of letters alone looks like a name to whoever has no headings to go by.
    for list in [
        format!("Username,Password\n{}", rows(|n, secret| format!("p{n}@x.id,{secret}\n"))),
        format!("Password;Login;Jabatan\n{}", rows(|n, secret| format!("{secret};p{n}@x.id;Kasir\n"))),
        format!(
            "Kasir per November\n\nID\tPIN\tNama\n{}",
            rows(|n, secret| format!("p{n}@x.id\t{secret}\tAna\n"))
        ),
    ] {
        let read = text(&list);
        assert_eq!(emails(&read), ["p0@x.id", "p1@x.id", "p2@x.id", "p3@x.id"], "{list}");
        assert!(read.passwords && secrets.iter().all(|one| !format!("{read:?}").contains(one)), "{read:?}");
    }
    let read = text("Nama,Username,Jabatan\nAna,ana@x.id,Kasir\nBudi,,Gudang\nCitra,citra@x.id,\n");
    let told: Vec<_> = read.people.iter().map(|it| (it.name.as_str(), it.email.as_str())).collect();
    assert_eq!(told, [("Ana", "ana@x.id"), ("Budi", ""), ("Citra", "citra@x.id")]);
    assert_eq!(read.people[1].role, Some(RoleTold::Known(Role::InventoryHandler)));
}

#[test]
fn exports_of_tills_and_payrolls_are_understood_in_both_languages() {
    let read = text(
        "Daftar karyawan;;;\nper 1 November;;;\n\nNama Lengkap;Surel;Jabatan;Status\nBudi;budi@x.id;Kepala Toko;Aktif\nSari;sari@x.id;Staf Gudang (paruh waktu);Tidak Aktif\nDewi;dewi@x.id;Kasir 2;Cuti\n;;;\n",
    );
    let told: Vec<_> =
        read.people.iter().map(|it| (it.name.as_str(), it.role.clone(), it.inactive.is_some())).collect();
    assert_eq!(
        told,
        [
            ("Budi", Some(RoleTold::Known(Role::Manager)), false),
            ("Sari", Some(RoleTold::Known(Role::InventoryHandler)), true),
            ("Dewi", Some(RoleTold::Known(Role::Seller)), false),
        ]
    );
    let read = text(
        "employee_id|first_name|last_name|work_email|personal_email|is_active|job_title\n7|Ana|Putri|ana@toko.id|ana@mail.example|TRUE|Store Manager\n8|Eko|P|eko@toko.id||false|Cashier\n",
    );
    assert_eq!(emails(&read), ["ana@toko.id", "eko@toko.id"], "the address for work comes first");
    assert_eq!(
        (read.people[0].inactive.is_none(), read.people[1].inactive.as_deref()),
        (true, Some("false"))
    );
    assert_eq!(read.people[0].role, Some(RoleTold::Known(Role::Manager)));
}

#[test]
fn keyholders_own_export_comes_back_as_it_went() {
    let read = text(
        "id,name,email,role,groups,status,since\r\n0190,\"Dewi \"\"D\"\", Sari\",dewi@x.id,inventory_handler,\"Kasir; Live\",active,2026-01-01\r\n0191,'=Eko,eko@x.id,viewer,,suspended,2026-01-01\r\n",
    );
    let [dewi, eko] = &read.people[..] else { panic!("two") };
    assert_eq!(
        (dewi.name.as_str(), dewi.groups.as_slice()),
        ("Dewi \"D\", Sari", ["Kasir".to_owned(), "Live".to_owned()].as_slice())
    );
    assert_eq!(dewi.role, Some(RoleTold::Known(Role::InventoryHandler)));
    assert_eq!((eko.name.as_str(), eko.inactive.as_deref()), ("=Eko", Some("suspended")));
}

#[test]
fn every_encoding_that_spreadsheets_write_is_read() {
    let list = "Nama;Surel;Peran\r\nJosé Ñáñez;jose@x.id;Kasir\r\n";
    let windows = encoding_rs::WINDOWS_1252.encode(list).0.into_owned();
    let marked = [b"\xef\xbb\xbf".as_slice(), list.as_bytes()].concat();
    for bytes in [
        list.as_bytes().to_vec(),
        marked,
        windows,
        utf16(list, false, true),
        utf16(list, true, true),
        utf16(list, false, false),
        utf16(list, true, false),
    ] {
        let read = from_file(&bytes).expect("it is a list");
        assert_eq!((read.people[0].name.as_str(), emails(&read)), ("José Ñáñez", vec!["jose@x.id"]));
    }
}

#[test]
fn separators_are_found_and_excels_own_line_is_obeyed() {
    for list in [
        "sep=;\r\nName;Email\r\n\"A, B\";a@x.id\r\n",
        "Name\tEmail\nA, B\ta@x.id\n",
        "Name,Email\n\"A, B\",a@x.id\n",
        "Email,Name\na@x.id,\"A, B\"\n",
    ] {
        let read = text(list);
        assert_eq!((emails(&read), read.people[0].name.as_str()), (vec!["a@x.id"], "A, B"), "{list:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_swallows_nobody() {
    let read = text("name,email\n\"Ana,ana@x.id\nBudi,budi@x.id\nCitra,citra@x.id\n");
    assert_eq!(emails(&read), ["ana@x.id", "budi@x.id", "citra@x.id"]);
}

#[test]
fn what_is_no_list_is_told_apart() {
    let novel = "It was the best of times, it was the worst of times.\n".repeat(3_000);
    assert!(matches!(from_text(&novel), Err(Unreadable::NoAddresses { found: 0, .. })));
    let with_one = format!("{novel}\nwrite to a@x.id\n");
    assert!(matches!(from_text(&with_one), Err(Unreadable::NoAddresses { found: 1, .. })));
    assert_eq!(from_text(" \r\n \u{feff}"), Err(Unreadable::Empty));
    assert_eq!(from_file(b""), Err(Unreadable::Empty));
    assert_eq!(from_file(b"PK\x03\x04rest of a workbook"), Err(Unreadable::Spreadsheet));
    assert_eq!(from_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), Err(Unreadable::Spreadsheet));
    let picture: Vec<u8> =
        b"\x89PNG\r\n\x1a\n".iter().copied().chain((0..4_000).map(|n| (n * 7 % 256) as u8)).collect();
    assert_eq!(from_file(&picture), Err(Unreadable::Binary));
    assert_eq!(from_file(&vec![b'a'; MAX_BYTES + 1]), Err(Unreadable::TooBig(MAX_BYTES + 1)));
    assert!(matches!(from_text("name,email\nAna,\nBudi,-\n"), Err(Unreadable::NoAddresses { .. })));
}

#[test]
fn ten_thousand_rows_are_read_and_one_more_is_refused_whole() {
    let list = |rows: usize| (0..rows).map(|n| format!("p{n}@x.id\n")).collect::<String>();
    assert_eq!(text(&list(MAX_ROWS)).people.len(), MAX_ROWS);
    assert_eq!(from_text(&list(MAX_ROWS + 1)), Err(Unreadable::TooManyRows(MAX_ROWS + 1)));
    let one_line = "a@x.id,".repeat(100_000);
    assert_eq!(from_text(&one_line), Err(Unreadable::TooManyRows(100_000)));
    let only_commas = ",a".repeat(100_000);
    assert!(matches!(from_text(&only_commas), Err(Unreadable::NoAddresses { found: 0, .. })));
    let mut draft = Draft::default();
    draft.add("", text("a@x.id"), uuid::Uuid::now_v7).expect("one row");
    let before = draft.clone();
    assert_eq!(
        draft.add("", text(&list(MAX_ROWS)), uuid::Uuid::now_v7),
        Err(Unreadable::TooManyRows(MAX_ROWS + 1))
    );
    assert_eq!(draft, before, "what was there stays as it was");
}

#[test]
fn the_trades_words_for_roles_are_known_and_no_others() {
    for (word, role) in [
        ("Inventory Handler", Some(Role::InventoryHandler)),
        ("inventory_handler", Some(Role::InventoryHandler)),
        ("Senior Cashier", Some(Role::Seller)),
        ("KASIR", Some(Role::Seller)),
        ("Pemilik", Some(Role::Owner)),
        ("Peninjau", Some(Role::Viewer)),
        ("Staff", None),
        ("Barista", None),
        ("", None),
    ] {
        assert_eq!(synonyms::role(word), role, "{word}");
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = from_file(&bytes);
    }

    #[test]
    fn no_text_stops_the_reader(text in "[a-z@<>,;|\"'\t\r\n \u{feff}éß山\u{202e}=.]{0,300}") {
        if let Ok(read) = from_text(&text) {
            prop_assert!(!read.people.is_empty() && read.people.iter().any(|it| it.email.contains('@')));
        }
        let _ = from_file(&utf16(&text, text.len() % 2 == 0, text.len() % 3 == 0));
    }

    #[test]
    fn a_list_of_addresses_gives_each_of_them_in_order(
        names in proptest::collection::vec("[a-z]{1,12}", 1..40),
        separator in prop::sample::select(vec!["\n", "\r\n", ", ", ";", "\t", " "]),
    ) {
        let all: Vec<String> = names.iter().map(|name| format!("{name}@toko.example")).collect();
        let read = from_text(&all.join(separator)).expect("addresses");
        prop_assert_eq!(emails(&read), all);
    }
}
