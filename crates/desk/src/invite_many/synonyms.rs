//! What headings, roles and states are called: by Keyholder, by Google Workspace, and by the tills and payroll programs of the trade,
//! in English and Indonesian. Words only; `columns.rs` says what they are taken for. `docs/invite-many.md` names the sources.

use keyholder_domain::role::Role;

use crate::views::scan::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// An address.
    Email,
    /// A whole name.
    Name,
    /// The first part of one.
    First,
    /// The middle part.
    Middle,
    /// The last part.
    Last,
    /// A role.
    Role,
    /// Groups.
    Groups,
    /// A word for where she stands.
    Status,
    /// Whether she is active.
    Active,
    /// Whether she is not.
    Inactive,
    /// A secret: never read.
    Password,
}

/// The headings of each column, those that are meant most surely first. Written as [`key`] makes them.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Email,
        &[
            "email",
            "emailaddress",
            "emailid",
            "surel",
            "alamatsurel",
            "alamatemail",
            "mail",
            "mailaddress",
            "workemail",
            "emailwork",
            "workemailaddress",
            "businessemail",
            "companyemail",
            "officeemail",
            "emailkerja",
            "emailkantor",
            "emailperusahaan",
            "surelkerja",
            "surelkantor",
            "primaryemail",
            "emailutama",
            "employeeemail",
            "staffemail",
            "useremail",
            "teammemberemail",
            "emailkaryawan",
            "emailpegawai",
            "emailstaf",
            "emailpengguna",
            "loginemail",
            "userprincipalname",
            "emailprimary",
            "contactemail",
            "personalemail",
            "emailpribadi",
            "surelpribadi",
        ],
    ),
    (
        Column::Name,
        &[
            "name",
            "fullname",
            "nama",
            "namalengkap",
            "displayname",
            "employeename",
            "staffname",
            "membername",
            "teammembername",
            "namakaryawan",
            "namapegawai",
            "namastaf",
            "namastaff",
            "employee",
            "karyawan",
            "pegawai",
            "staff",
            "staf",
            "teammember",
            "contactname",
            "username",
            "namapengguna",
            "namapanggilan",
        ],
    ),
    (Column::First, &["firstname", "givenname", "forename", "namadepan", "first"]),
    (Column::Middle, &["middlename", "namatengah"]),
    (Column::Last, &["lastname", "surname", "familyname", "namabelakang", "namakeluarga", "last"]),
    (
        Column::Role,
        &[
            "role",
            "peran",
            "userrole",
            "storerole",
            "accessrole",
            "rolename",
            "roles",
            "permissionset",
            "accesslevel",
            "permissionlevel",
            "hakakses",
            "tipepengguna",
            "usertype",
            "jabatan",
            "posisi",
            "position",
            "jobtitle",
            "title",
            "employeetitle",
            "jobrole",
            "job",
            "pekerjaan",
            "designation",
        ],
    ),
    (Column::Groups, &["groups", "group", "grup", "kelompok", "accessgroups", "accessgroup"]),
    (
        Column::Status,
        &[
            "status",
            "newstatus",
            "employmentstatus",
            "employeestatus",
            "accountstatus",
            "userstatus",
            "staffstatus",
            "statuskaryawan",
            "statuspegawai",
            "statuskerja",
            "statuskepegawaian",
            "statusakun",
            "state",
            "keadaan",
        ],
    ),
    (
        Column::Active,
        &["active", "isactive", "enabled", "isenabled", "accountenabled", "aktif", "masihaktif"],
    ),
    (
        Column::Inactive,
        &[
            "inactive",
            "suspended",
            "archived",
            "terminated",
            "deleted",
            "disabled",
            "isarchived",
            "issuspended",
            "nonaktif",
        ],
    ),
    (
        Column::Password,
        &[
            "password",
            "passwords",
            "passwd",
            "pass",
            "passwordhashfunction",
            "initialpassword",
            "temporarypassword",
            "temppassword",
            "defaultpassword",
            "newpassword",
            "katasandi",
            "sandi",
            "passcode",
            "pin",
            "pincode",
            "pinkasir",
            "loginpin",
            "secret",
            "changepasswordatnextsignin",
        ],
    ),
];

/// The roles by what the trade calls them. Written as [`words`] makes them; qualifiers such as "senior" are dropped before.
const ROLES: &[(Role, &[&str])] = &[
    (
        Role::Owner,
        &["owner", "business owner", "store owner", "shop owner", "pemilik", "pemilik usaha", "pemilik toko"],
    ),
    (
        Role::Admin,
        &[
            "admin",
            "administrator",
            "store admin",
            "super admin",
            "superadmin",
            "admin toko",
            "administrator toko",
            "orang kepercayaan",
        ],
    ),
    (
        Role::Manager,
        &[
            "manager",
            "manajer",
            "store manager",
            "shop manager",
            "shift manager",
            "floor manager",
            "branch manager",
            "supervisor",
            "spv",
            "shift supervisor",
            "shift lead",
            "shift leader",
            "store leader",
            "team leader",
            "kepala toko",
            "kepala shift",
            "kepala cabang",
            "manajer toko",
            "penyelia",
        ],
    ),
    (
        Role::Seller,
        &[
            "seller",
            "cashier",
            "sales",
            "sales associate",
            "sales assistant",
            "sales clerk",
            "sales person",
            "salesperson",
            "salesman",
            "saleswoman",
            "shop assistant",
            "store associate",
            "associate",
            "clerk",
            "teller",
            "pos user",
            "penjual",
            "kasir",
            "penjualan",
            "pramuniaga",
            "spg",
            "spb",
            "pelayan toko",
        ],
    ),
    (
        Role::InventoryHandler,
        &[
            "inventory handler",
            "inventory",
            "inventory clerk",
            "inventory manager",
            "stock",
            "stock clerk",
            "stock keeper",
            "stockkeeper",
            "stock controller",
            "stocker",
            "stockroom",
            "storekeeper",
            "warehouse",
            "warehouse clerk",
            "warehouse worker",
            "gudang",
            "petugas gudang",
            "kepala gudang",
            "bagian gudang",
            "penjaga gudang",
            "admin gudang",
            "stok",
            "petugas stok",
            "penjaga stok",
            "pengelola stok",
        ],
    ),
    (
        Role::Viewer,
        &[
            "viewer",
            "view only",
            "read only",
            "readonly",
            "observer",
            "accountant",
            "accounting",
            "bookkeeper",
            "auditor",
            "silent partner",
            "investor",
            "peninjau",
            "pengamat",
            "hanya lihat",
            "lihat saja",
            "akuntan",
            "pembukuan",
            "keuangan",
            "auditor internal",
            "mitra pasif",
        ],
    ),
];

/// Words of a role that say nothing about which one it is.
const QUALIFIERS: &[&str] = &[
    "senior", "junior", "trainee", "part", "full", "time", "staff", "staf", "magang", "paruh", "penuh",
    "waktu",
];

/// Words for people who are not at work here (any more).
const INACTIVE: &[&str] = &[
    "inactive",
    "not active",
    "non active",
    "nonactive",
    "terminated",
    "suspended",
    "disabled",
    "deactivated",
    "archived",
    "deleted",
    "removed",
    "former",
    "former employee",
    "ex employee",
    "resigned",
    "resign",
    "left",
    "dismissed",
    "fired",
    "retired",
    "separated",
    "ended",
    "blocked",
    "locked",
    "nonaktif",
    "non aktif",
    "tidak aktif",
    "keluar",
    "berhenti",
    "mengundurkan diri",
    "diberhentikan",
    "dipecat",
    "phk",
    "mantan",
    "mantan karyawan",
    "pensiun",
    "ditangguhkan",
    "diblokir",
    "dihapus",
    "diarsipkan",
    "dinonaktifkan",
];

const YES: &[&str] = &["yes", "y", "true", "t", "1", "x", "ya", "iya", "benar", "on"];
const NO: &[&str] = &["no", "n", "false", "f", "0", "tidak", "tdk", "bukan", "salah", "off"];

/// What a column under this heading holds, and how surely (0 is surest).
pub fn column(heading: &str) -> Option<(Column, usize)> {
    let key = key(heading);
    let known =
        HEADINGS.iter().find_map(|(column, all)| Some((*column, all.iter().position(|one| *one == key)?)));
    // Whatever else a heading says: with a secret in it, it is one.
    let secret = ["password", "katasandi", "passcode"].iter().any(|word| key.contains(word));
    known.or_else(|| secret.then_some((Column::Password, 0)))
}

/// The role that a word means.
pub fn role(told: &str) -> Option<Role> {
    let whole = words(told);
    let known = |text: &str| ROLES.iter().find(|(_, all)| all.contains(&text)).map(|(role, _)| *role);
    known(&whole).or_else(|| {
        let rest: Vec<&str> = whole
            .split(' ')
            .filter(|word| !QUALIFIERS.contains(word) && !word.chars().all(|c| c.is_ascii_digit()))
            .collect();
        known(&rest.join(" "))
    })
}

/// Whether a word under this column says that she is not active.
pub fn is_inactive(column: Column, told: &str) -> bool {
    let told = words(told);
    match column {
        Column::Active => NO.contains(&told.as_str()) || INACTIVE.contains(&told.as_str()),
        Column::Inactive => YES.contains(&told.as_str()) || INACTIVE.contains(&told.as_str()),
        Column::Status => INACTIVE.contains(&told.as_str()),
        _ => false,
    }
}

/// A heading without what programs add to it: case, marks, spaces, `[Required]`, `(optional)`, `*`.
pub fn key(heading: &str) -> String {
    words(heading).replace(' ', "")
}

/// Words in small letters with one space between them, without what stands in brackets.
fn words(text: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in fold(text).chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
