//! The 25 omnichannel permissions, what each role may hold of them, and sets of them as one machine word.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codes::codes;
use crate::role::{Cell, Limit, Role};

codes! {
    /// What the permissions are grouped by. Every section has a View.
    Section {
        /// The dashboard.
        Dashboard = "dashboard",
        /// Products.
        Product = "product",
        /// Stock.
        Inventory = "inventory",
        /// Prices.
        Price = "price",
        /// Orders.
        Orders = "orders",
        /// The log of synchronisation with channels.
        SyncLog = "sync_log",
        /// Shipping.
        Logistics = "logistics",
        /// Sales channels.
        Channel = "channel",
        /// Developer tools.
        Developer = "developer",
        /// The JSON API.
        JsonApi = "json_api",
        /// The users of the omnichannel part.
        Users = "users",
    }
}

codes! {
    /// How a role bounds a permission.
    Bound {
        /// Held by role, without any group.
        Always = "always",
        /// Held if a group grants it.
        ByGroup = "by_group",
        /// Not held, whatever a group says.
        Never = "never",
    }
}

// A new permission is one line here. Owner and Admin hold every one by role; the list names the roles that a group can
// give it to; all others can never hold it.
macro_rules! permissions {
    ($($(#[$about:meta])* $variant:ident = $code:literal in $section:ident, by group: [$($role:ident),*]);+ $(;)?) => {
        codes! {
            /// One of 25 `section.action` codes.
            Permission { $($(#[$about])* $variant = $code),+ }
        }

        impl Permission {
            /// The section it belongs to.
            pub const fn section(self) -> Section {
                match self { $(Self::$variant => Section::$section),+ }
            }
        }

        /// What a role makes of a permission.
        pub const fn bound(role: Role, permission: Permission) -> Bound {
            if matches!(role, Role::Owner | Role::Admin) {
                return Bound::Always;
            }
            match permission { $(Permission::$variant => {
                if false $(|| matches!(role, Role::$role))* { Bound::ByGroup } else { Bound::Never }
            }),+ }
        }

        const fn not_never(role: Role) -> PermissionSet {
            let mut bits = 0;
            $(if !matches!(bound(role, Permission::$variant), Bound::Never) { bits |= Permission::$variant.bit(); })+
            PermissionSet(bits)
        }
    };
}

permissions! {
    /// View the dashboard.
    DashboardView = "dashboard.view" in Dashboard, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// View products.
    ProductView = "product.view" in Product, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Scan a channel for products.
    ProductScan = "product.scan" in Product, by group: [Manager, InventoryHandler];
    /// Download products from a channel.
    ProductDownload = "product.download" in Product, by group: [Manager, InventoryHandler];
    /// Upload products to a channel.
    ProductUpload = "product.upload" in Product, by group: [Manager, InventoryHandler];
    /// View inventory.
    InventoryView = "inventory.view" in Inventory, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Update inventory.
    InventoryUpdate = "inventory.update" in Inventory, by group: [Manager, InventoryHandler];
    /// View prices.
    PriceView = "price.view" in Price, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Update prices.
    PriceUpdate = "price.update" in Price, by group: [Manager, InventoryHandler];
    /// View orders.
    OrdersView = "orders.view" in Orders, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Set fulfillment and print shipping receipts (resi).
    OrdersFulfillment = "orders.fulfillment" in Orders, by group: [Manager, Seller, InventoryHandler];
    /// Download orders as a file.
    OrdersDownload = "orders.download" in Orders, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// View the sync log.
    SyncLogView = "sync_log.view" in SyncLog, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// View logistics.
    LogisticsView = "logistics.view" in Logistics, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Update logistics.
    LogisticsUpdate = "logistics.update" in Logistics, by group: [Manager, Seller, InventoryHandler];
    /// View channels.
    ChannelView = "channel.view" in Channel, by group: [Manager, Seller, InventoryHandler, Viewer];
    /// Add a channel.
    ChannelAdd = "channel.add" in Channel, by group: [Manager];
    /// Edit a channel.
    ChannelEdit = "channel.edit" in Channel, by group: [Manager];
    /// Delete a channel.
    ChannelDelete = "channel.delete" in Channel, by group: [Manager];
    /// View developer tools.
    DeveloperView = "developer.view" in Developer, by group: [Manager];
    /// View the JSON API.
    JsonApiView = "json_api.view" in JsonApi, by group: [Manager];
    /// View users.
    UsersView = "users.view" in Users, by group: [Manager];
    /// Add users.
    UsersCreate = "users.create" in Users, by group: [];
    /// Edit users.
    UsersEdit = "users.edit" in Users, by group: [];
    /// Delete users.
    UsersDelete = "users.delete" in Users, by group: [];
}

impl Permission {
    const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The part of the code after the dot.
    pub fn action(self) -> &'static str {
        self.code().split_once('.').map_or("", |(_, action)| action)
    }

    /// The View that it needs: its section's. A View needs only itself.
    pub const fn view_of(self) -> Self {
        match self.section() {
            Section::Dashboard => Self::DashboardView,
            Section::Product => Self::ProductView,
            Section::Inventory => Self::InventoryView,
            Section::Price => Self::PriceView,
            Section::Orders => Self::OrdersView,
            Section::SyncLog => Self::SyncLogView,
            Section::Logistics => Self::LogisticsView,
            Section::Channel => Self::ChannelView,
            Section::Developer => Self::DeveloperView,
            Section::JsonApi => Self::JsonApiView,
            Section::Users => Self::UsersView,
        }
    }

    /// Whether it is its section's View.
    pub const fn is_view(self) -> bool {
        self as u32 == self.view_of() as u32
    }

    /// Whether to think twice before granting it: staff, prices, a channel gone, other programs' access.
    pub const fn sensitive(self) -> bool {
        match self {
            Self::UsersView
            | Self::UsersCreate
            | Self::UsersEdit
            | Self::UsersDelete
            | Self::ChannelDelete
            | Self::PriceUpdate
            | Self::DeveloperView
            | Self::JsonApiView => true,
            Self::DashboardView
            | Self::ProductView
            | Self::ProductScan
            | Self::ProductDownload
            | Self::ProductUpload
            | Self::InventoryView
            | Self::InventoryUpdate
            | Self::PriceView
            | Self::OrdersView
            | Self::OrdersFulfillment
            | Self::OrdersDownload
            | Self::SyncLogView
            | Self::LogisticsView
            | Self::LogisticsUpdate
            | Self::ChannelView
            | Self::ChannelAdd
            | Self::ChannelEdit => false,
        }
    }

    /// Whether no group can give it to anyone: kept in groups, but shown as "Owner and Admin only".
    pub fn owner_and_admin_only(self) -> bool {
        Role::ALL.iter().all(|role| bound(*role, self) != Bound::ByGroup)
    }

    /// The limit that a partial view of reports puts on it for a role: only `dashboard.view` has one.
    pub const fn limit(self, role: Role) -> Option<Limit> {
        match (self, crate::role::cell(role, crate::role::Area::ViewReports)) {
            (Self::DashboardView, Cell::Partial) => role.reports_limit(),
            _ => None,
        }
    }
}

impl Section {
    /// Its permissions, View first.
    pub fn permissions(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| permission.section() == self)
    }
}

/// All that a role may hold: by role or by group.
pub const fn may_hold(role: Role) -> PermissionSet {
    match role {
        Role::Owner => const { not_never(Role::Owner) },
        Role::Admin => const { not_never(Role::Admin) },
        Role::Manager => const { not_never(Role::Manager) },
        Role::Seller => const { not_never(Role::Seller) },
        Role::InventoryHandler => const { not_never(Role::InventoryHandler) },
        Role::Viewer => const { not_never(Role::Viewer) },
    }
}

/// All that a role holds without any group.
pub const fn by_role(role: Role) -> PermissionSet {
    match role {
        Role::Owner | Role::Admin => PermissionSet::all(),
        Role::Manager | Role::Seller | Role::InventoryHandler | Role::Viewer => PermissionSet::EMPTY,
    }
}

/// What is left of what groups grant after the role's cut, with what the role gives by itself.
pub const fn effective(role: Role, granted: PermissionSet) -> PermissionSet {
    PermissionSet(granted.0 & may_hold(role).0 | by_role(role).0)
}

/// A set of permissions: one bit each, in the order of the table.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// Nothing.
    pub const EMPTY: Self = Self(0);

    /// All 25.
    pub const fn all() -> Self {
        not_never(Role::Owner)
    }

    /// Whether it is there.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Whether all of the other's are there.
    pub const fn includes(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Puts one in.
    pub const fn insert(&mut self, permission: Permission) {
        self.0 |= permission.bit();
    }

    /// What is in one or the other.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is here and not there.
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// With the View of every section that anything is in.
    pub fn with_views(self) -> Self {
        self.iter().fold(self, |mut all, permission| {
            all.insert(permission.view_of());
            all
        })
    }

    /// With every permission of the sections whose View is in: what goes when these are revoked.
    pub fn with_sections(self) -> Self {
        self.iter()
            .filter(|permission| permission.is_view())
            .flat_map(|view| view.section().permissions())
            .fold(self, |mut all, permission| {
                all.insert(permission);
                all
            })
    }

    /// One by one, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }

    /// How many.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether nothing is in.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The codes, sorted as text: the form of wire and storage.
    pub fn codes(self) -> BTreeSet<&'static str> {
        self.iter().map(Permission::code).collect()
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::EMPTY, |mut all, permission| {
            all.insert(permission);
            all
        })
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.codes()).finish()
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.codes())
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// A list of permission codes as stored: what this version knows, and what it does not, which is kept and shown, never dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// Those that this version knows.
    pub known: PermissionSet,
    /// Those that it does not, sorted.
    pub unknown: BTreeSet<String>,
}

impl From<PermissionSet> for Codes {
    fn from(known: PermissionSet) -> Self {
        Self { known, unknown: BTreeSet::new() }
    }
}

impl Serialize for Codes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut codes = self.known.codes();
        codes.extend(self.unknown.iter().map(String::as_str));
        serializer.collect_seq(codes)
    }
}

impl<'de> Deserialize<'de> for Codes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut codes = Self::default();
        for code in Vec::<String>::deserialize(deserializer)? {
            match Permission::from_code(&code) {
                Some(permission) => codes.known.insert(permission),
                None => drop(codes.unknown.insert(code)),
            }
        }
        Ok(codes)
    }
}

#[cfg(feature = "bindings")]
mod bindings {
    use super::{Permission, PermissionSet};

    // To the window a set is a list of codes.
    impl ts_rs::TS for PermissionSet {
        type WithoutGenerics = Self;
        type OptionInnerType = Self;

        fn name(cfg: &ts_rs::Config) -> String {
            <Vec<Permission> as ts_rs::TS>::name(cfg)
        }

        fn inline(cfg: &ts_rs::Config) -> String {
            <Vec<Permission> as ts_rs::TS>::inline(cfg)
        }

        fn visit_dependencies(visitor: &mut impl ts_rs::TypeVisitor)
        where
            Self: 'static,
        {
            visitor.visit::<Permission>();
        }

        fn visit_generics(visitor: &mut impl ts_rs::TypeVisitor)
        where
            Self: 'static,
        {
            visitor.visit::<Permission>();
        }
    }
}
