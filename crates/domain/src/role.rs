//! The six roles, the twelve areas, and the matrix between them: built in, the same in every store.

use crate::codes::codes;

codes! {
    /// One of six roles, built in and ranked. Never call a permission a role.
    Role {
        /// The business owner: full control, cannot be removed, exactly one per store.
        Owner = "owner",
        /// A trusted manager: almost everything the Owner can do, including staff.
        Admin = "admin",
        /// A shift or floor manager: runs the day, sees the team and invitations.
        Manager = "manager",
        /// A cashier: rings up sales and serves customers.
        Seller = "seller",
        /// Stockroom staff: products and stock, not sales or staff.
        InventoryHandler = "inventory_handler",
        /// An accountant or silent partner: looks without changing anything.
        Viewer = "viewer",
    }
}

codes! {
    /// One of the twelve rows of the role matrix.
    Area {
        /// Ring up sales (POS).
        RingUpSales = "ring_up_sales",
        /// Void a sale.
        VoidSale = "void_sale",
        /// Manage products and catalog.
        ManageCatalog = "manage_catalog",
        /// Adjust inventory.
        AdjustInventory = "adjust_inventory",
        /// Manage customers.
        ManageCustomers = "manage_customers",
        /// Manage promotions.
        ManagePromotions = "manage_promotions",
        /// View reports and dashboard.
        ViewReports = "view_reports",
        /// Invite and remove staff.
        InviteRemoveStaff = "invite_remove_staff",
        /// Change a member's role, and make, edit, delete and assign groups.
        ChangeMemberRole = "change_member_role",
        /// View team and invitations.
        ViewTeam = "view_team",
        /// Store settings and branding.
        StoreSettings = "store_settings",
        /// Billing and plan.
        BillingPlan = "billing_plan",
    }
}

codes! {
    /// What a role may do in an area.
    Cell {
        /// Everything.
        Full = "full",
        /// Within the role's limit (`Limit`).
        Partial = "partial",
        /// Nothing.
        None = "none",
    }
}

codes! {
    /// What `partial` means on reports, and on `dashboard.view`.
    Limit {
        /// A Seller sees her own sales.
        OwnSales = "own_sales",
        /// An Inventory handler sees stock reports.
        StockReports = "stock_reports",
    }
}

impl Role {
    /// 6 for the Owner down to 1 for a Viewer. Rank decides who may touch whom; it is not inclusion.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Owner => 6,
            Self::Admin => 5,
            Self::Manager => 4,
            Self::Seller => 3,
            Self::InventoryHandler => 2,
            Self::Viewer => 1,
        }
    }

    /// Strictly above the other: nobody outranks her own role.
    pub const fn outranks(self, other: Self) -> bool {
        self.rank() > other.rank()
    }

    /// What a partial view of reports is limited to, for the roles that have one.
    pub const fn reports_limit(self) -> Option<Limit> {
        match self {
            Self::Seller => Some(Limit::OwnSales),
            Self::InventoryHandler => Some(Limit::StockReports),
            Self::Owner | Self::Admin | Self::Manager | Self::Viewer => None,
        }
    }
}

/// The matrix: what a role may do in an area.
pub const fn cell(role: Role, area: Area) -> Cell {
    let [owner, admin, manager, seller, inventory_handler, viewer] = row(area);
    match role {
        Role::Owner => owner,
        Role::Admin => admin,
        Role::Manager => manager,
        Role::Seller => seller,
        Role::InventoryHandler => inventory_handler,
        Role::Viewer => viewer,
    }
}

// Owner, Admin, Manager, Seller, Inventory handler, Viewer.
const fn row(area: Area) -> [Cell; 6] {
    use Cell::{Full, None, Partial};
    match area {
        Area::RingUpSales => [Full, Full, Full, Full, None, None],
        Area::VoidSale => [Full, Full, Full, None, None, None],
        Area::ManageCatalog => [Full, Full, Full, None, Full, None],
        Area::AdjustInventory => [Full, Full, Full, None, Full, None],
        Area::ManageCustomers => [Full, Full, Full, Full, None, None],
        Area::ManagePromotions => [Full, Full, Full, None, None, None],
        Area::ViewReports => [Full, Full, Full, Partial, Partial, Full],
        Area::InviteRemoveStaff => [Full, Full, None, None, None, None],
        Area::ChangeMemberRole => [Full, Full, None, None, None, None],
        Area::ViewTeam => [Full, Full, Full, None, None, None],
        Area::StoreSettings => [Full, Full, None, None, None, None],
        Area::BillingPlan => [Full, Full, None, None, None, None],
    }
}
