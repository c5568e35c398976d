//! Where a member or an invitation stands in its life.

use crate::codes::codes;

codes! {
    /// A member's standing. Only active members hold a seat and have authority.
    MemberStatus {
        /// Works here.
        Active = "active",
        /// Locked out for now, without a seat.
        Suspended = "suspended",
        /// Gone. Coming back makes a new member with a new id.
        Removed = "removed",
    }
}

codes! {
    /// An invitation's standing at an instant.
    InvitationStatus {
        /// Waits for an answer and holds a seat.
        Pending = "pending",
        /// Became a member.
        Accepted = "accepted",
        /// Seven days went by. It can be sent again.
        Expired = "expired",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}
