### core

## Screens

screen-overview = Overview
screen-team = Team
screen-invitations = Invitations
screen-groups = Groups
screen-roles = Roles
screen-plan = Plan & seats
screen-activity = Activity
screen-waiting = Waiting & refused
screen-my-access = My access
screen-settings = Settings

## Roles: the label, who it suits, and the role in one line

role-owner = Owner
role-owner-best-for = The business owner
role-owner-about = Full control. Cannot be removed; there is exactly one in a store.
role-admin = Admin
role-admin-best-for = A trusted manager
role-admin-about = Almost everything the Owner can do, managing staff included.
role-manager = Manager
role-manager-best-for = A shift or floor manager
role-manager-about = Runs day-to-day operations and sees the team and its invitations.
role-seller = Seller
role-seller-best-for = A cashier
role-seller-about = Rings up sales and serves customers.
role-inventory-handler = Inventory handler
role-inventory-handler-best-for = Stockroom staff
role-inventory-handler-about = Manages products and stock, but not sales or staff.
role-viewer = Viewer
role-viewer-best-for = An accountant or silent partner
role-viewer-about = Looks at reports and data without changing anything.

## Areas of the role matrix

area-ring-up-sales = Ring up sales (POS)
area-void-sale = Void a sale
area-manage-catalog = Manage products & catalog
area-adjust-inventory = Adjust inventory
area-manage-customers = Manage customers
area-manage-promotions = Manage promotions
area-view-reports = View reports & dashboard
area-invite-remove-staff = Invite / remove staff
area-change-member-role = Change a member’s role
area-view-team = View team & invitations
area-store-settings = Store settings & branding
area-billing-plan = Billing & plan

level-full = Full
level-partial = Partial
level-none = None

limit-own-sales = Own sales only
limit-stock-reports = Stock reports only

bound-always = Always
bound-by-group = By group
bound-never = Never

## The 25 omnichannel permissions: the label, and what it allows

section-dashboard = Dashboard
section-product = Product
section-inventory = Inventory
section-price = Price
section-orders = Orders
section-sync-log = Sync log
section-logistics = Logistics
section-channel = Channel
section-developer = Developer
section-json-api = JSON API
section-users = Users

permission-dashboard-view = View dashboard
permission-dashboard-view-about = See the omnichannel dashboard and its figures.
permission-product-view = View products
permission-product-view-about = See the products of every channel.
permission-product-scan = Scan products
permission-product-scan-about = Scan a channel for products that are not here yet.
permission-product-download = Download products
permission-product-download-about = Bring products from a channel into the store.
permission-product-upload = Upload products
permission-product-upload-about = Send products from the store to a channel.
permission-inventory-view = View inventory
permission-inventory-view-about = See how much of everything is in stock.
permission-inventory-update = Update inventory
permission-inventory-update-about = Change stock, on every channel at once.
permission-price-view = View prices
permission-price-view-about = See prices on every channel.
permission-price-update = Update prices
permission-price-update-about = Change prices, on every channel at once.
permission-orders-view = View orders
permission-orders-view-about = See orders and who placed them.
permission-orders-fulfillment = Fulfil orders
permission-orders-fulfillment-about = Set fulfillment and print shipping receipts (resi).
permission-orders-download = Download orders
permission-orders-download-about = Save orders as a file.
permission-sync-log-view = View sync log
permission-sync-log-view-about = See what was exchanged with the channels, and what failed.
permission-logistics-view = View logistics
permission-logistics-view-about = See couriers and shipments.
permission-logistics-update = Update logistics
permission-logistics-update-about = Change couriers and shipments.
permission-channel-view = View channels
permission-channel-view-about = See which marketplaces are connected.
permission-channel-add = Add channels
permission-channel-add-about = Connect another marketplace.
permission-channel-edit = Edit channels
permission-channel-edit-about = Change how a marketplace is connected.
permission-channel-delete = Delete channels
permission-channel-delete-about = Disconnect a marketplace for everybody.
permission-developer-view = View developer tools
permission-developer-view-about = See keys and tools meant for programmers.
permission-json-api-view = View JSON API
permission-json-api-view-about = See the raw data that the channels send.
permission-users-view = View users
permission-users-view-about = See who uses omnichannel.
permission-users-create = Add users
permission-users-create-about = Add people to omnichannel.
permission-users-edit = Edit users
permission-users-edit-about = Change what people may do in omnichannel.
permission-users-delete = Delete users
permission-users-delete-about = Take people out of omnichannel.

## Why somebody has a permission, or has not

reason-by-role = Comes with the role
reason-by-group = Granted by { $groups }
reason-cut-by-role = { $groups_count ->
    [0] The role may not hold this, whatever a group says
   *[other] { $groups } would grant it, but the role may not hold it
}
reason-no-group = No group grants it
reason-implied-view = Comes along with other permissions in this section

## Plans, and the state of things

plan-starter = Starter
plan-starter-about = For a shop that one person runs alone.
plan-team = Team
plan-team-about = For a shop with a small crew.
plan-business = Business
plan-business-about = For several shifts, a stockroom and an office.
plan-enterprise = Enterprise
plan-enterprise-about = For as many people as you employ.
unlimited = unlimited

status-active = Active
status-suspended = Suspended
status-removed = Removed
status-pending = Pending
status-accepted = Accepted
status-expired = Expired
status-withdrawn = Withdrawn
status-waiting = Waiting to sync

delivery-queued = Mail is on its way out
delivery-sent = Mail sent
delivery-undelivered = Mail could not be delivered

## The badge that is always there

badge-up-to-date = { $when ->
    [none] Up to date
   *[other] Up to date, { $when }
}
badge-syncing = Syncing…
badge-waiting = { $count ->
    [one] 1 change waiting
   *[other] { $count } changes waiting
}
badge-offline = { $count ->
    [0] Offline
    [one] Offline · 1 change waiting
   *[other] Offline · { $count } changes waiting
}
badge-needs-attention = { $refused ->
    [0] Needs attention
    [one] Needs attention · 1 refused
   *[other] Needs attention · { $refused } refused
}

## Refusals: why something is turned down, with the facts and a way out

refusal-unknown = The cloud turned this down for a reason that this version does not know ({ $code }). Updating Keyholder may explain it.
refusal-unknown-op = The cloud does not know this kind of change yet. It is kept here and asked again once the cloud has been updated.
refusal-not-a-member = You are not a member of this store any more. Its Owner can invite you again.
refusal-suspended = You are suspended in this store, so nothing can be changed in your name. The Owner or an Admin can restore you.
refusal-area-required = Your role does not include “{ $area }”. The Owner or an Admin can do this, or give you another role.
refusal-unknown-permission = The cloud does not know the permission “{ $permission }” yet. The change is kept here until it does.
refusal-unknown-role = This role is not known. Choose one of those offered; it is kept here until you do.
refusal-unknown-plan = This plan is not known. Choose one of those offered; the change is kept here until you do.
refusal-invalid-email = This is not an email address that mail can be sent to. Check the part before and after the @.
refusal-invalid-name = { $why ->
    [empty] A name is needed. Type at least one letter.
    [too_long] This name is too long. Keep it to 60 characters.
    [control] This name holds characters that cannot be seen. Type it by hand instead of pasting it.
    [bidi] This name holds marks that turn the direction of writing. Type it by hand instead of pasting it.
   *[other] This name cannot be used. Try another one, of 1 to 60 characters.
}
refusal-depends-on-refused = This builds on an earlier change that was refused, so there was nothing to change. Settle the earlier one first, then try again.
refusal-unknown-member = This person is not in the team any more. There is nothing left to change.
refusal-unknown-group = This group does not exist any more; somebody has deleted it. Choose another group.
refusal-unknown-invitation = This invitation does not exist any more. Send a new one if it is still wanted.
refusal-id-in-use = Something with the same id exists already. Try again: it is then made under a new one.
refusal-op-id-in-use = The cloud has already answered another change under this id. Try again: it is then asked under a new one.
refusal-own-access = Nobody can change their own access. Ask the Owner or another Admin.
refusal-owner-protected = The Owner cannot be removed, suspended, regrouped or given another role.
refusal-owner-role-reserved = A store has exactly one Owner, and that role cannot be given away. Choose another role.
refusal-outranked = Your role, { $actor_role }, does not rank above { $target_role }. Only somebody of a higher role can do this.
refusal-permission-not-held = You can only give or take permissions that you hold yourself. You do not hold: { $permissions }.
refusal-changed-meanwhile = Somebody changed this in the meantime: it was { $expected } when you looked, and now it is { $present }. Look again before you decide.
refusal-invitation-not-pending = { $status_code ->
    [accepted] The invitation was accepted in the meantime. Change the member in Team instead.
    [expired] The invitation has expired. Send it again first.
    [withdrawn] The invitation was withdrawn in the meantime. Send a new one if it is still wanted.
   *[other] The invitation is not open any more. Send a new one if it is still wanted.
}
refusal-name-taken = Another group already has this name; capital letters make no difference. Choose another name.
refusal-already-member = { $status_code ->
    [suspended] This person is already in the team, but suspended. Restore the member instead of inviting again.
   *[other] This person is already in the team. Change role or groups there instead.
}
refusal-already-invited = This address already has an open invitation. Resend that one instead of making a second.
refusal-group-in-use = { $members ->
    [0] { $invitations ->
        [one] One invitation still carries this group. Say where it should go, then delete the group.
       *[other] { $invitations } invitations still carry this group. Say where they should go, then delete the group.
    }
    [one] { $invitations ->
        [0] One person is still in this group. Say where this person should go, then delete it.
       *[other] One person is still in this group, and { $invitations } in invitations. Say where they should go, then delete it.
    }
   *[other] { $invitations ->
        [0] { $members } people are still in this group. Say where they should go, then delete it.
       *[other] { $members } people are still in this group, and { $invitations } in invitations. Say where they should go, then delete it.
    }
}
refusal-inviter-lost-authority = Whoever sent this invitation may not offer this role any more. The Owner or another Admin can send it again.
refusal-plan-too-small = { $used ->
    [one] This plan has { $limit } seats, and 1 is in use.
   *[other] { $used } seats are in use, and this plan has only { $limit }. Suspend or remove people, or withdraw invitations, until they fit.
}
refusal-over-limit = { $used } seats are in use, but the plan has only { $limit }. Nothing can be added until the team fits again: suspend or remove people, withdraw invitations, or choose a larger plan.
refusal-no-free-seat = { $limit ->
    [one] The plan’s only seat is in use. Choose a larger plan to make room.
   *[other] All { $limit } seats are in use. Free one by withdrawing an invitation or suspending somebody, or choose a larger plan.
}

## Errors: what broke, and what can be done about it

error-unknown = Something went wrong that this version has no words for: { $message } ({ $code }). Nothing you typed is lost.
error-broken = The window and the program behind it lost each other: { $message }. Close the window and open it again; nothing you typed is lost.
error-offline = The cloud cannot be reached. You can go on working: your changes are kept here and sent when the connection is back.
error-signed-out = You are signed out. Sign in again to go on; changes made offline are still here.
error-unauthenticated = Your sign-in has ended. Sign in again to go on; changes made offline are still here.
error-outdated = This version of Keyholder is too old for the cloud. Update it; your unsent changes are kept.
error-wire-unsupported = This version of Keyholder is too old for the cloud. Update it; your unsent changes are kept.
error-removed = You are no longer a member of this store, or you are suspended. Ask its Owner.
error-view-team-required = Your role does not include “View team & invitations”, so only your own access is shown.
error-storage = { $why ->
    [full] The disk of this computer is full. Free some space and try again; nothing that was saved is lost.
    [read_only] Keyholder may not write to its folder on this computer. Check the folder’s permissions, then try again.
    [damaged] One of Keyholder’s files on this computer is damaged. It is put aside, not deleted, and read again from the cloud.
    [failed] The disk of this computer did not answer as it should. Check it before you go on.
   *[other] A file on this computer cannot be used just now. Try again in a moment.
}
error-not-open = This store is not open on this computer. Choose it again from the list of stores.
error-not-found = This does not exist, or it is not yours to see.
error-malformed = The cloud could not read what this version sent. Update Keyholder; your change is kept.
error-too-large = This is more than the cloud takes at once. Send less at a time.
error-slow-down = Too many attempts. Wait a little and try again.
error-bad-credentials = The address or the password is not right. Check both; capital letters count in the password.
error-account-exists = There is already an account with this address. Sign in with it instead.
error-weak-password = A password needs 12 characters or more. A short sentence is easy to remember.
error-wrong-account = This invitation is for another address. Sign in with the address it was sent to.
error-sign-in-required = This address already has an account. Sign in with it first.
error-newer-link-sent = A newer link was sent. Use the one in the latest mail.
error-unsent = { $count ->
    [one] 1 change has not been sent yet and would be lost.
   *[other] { $count } changes have not been sent yet and would be lost.
}
error-not-our-cloud = What answered at this address is not a Keyholder cloud. Check the address; you may have to sign in to this network first.
error-cloud-failed = The cloud has a problem of its own just now. Your changes are kept here and sent later.
error-profile-in-use = Keyholder is already open with this profile. Use that window, or close it first.
error-keychain = This computer’s keychain did not answer. Unlock it, then try again.
error-link-unavailable = The link can only be fetched while the cloud can be reached.

## Notices: what the program has to say of its own accord

notice-unknown = Keyholder has something to say that this version has no words for ({ $code }).
notice-cache-set-aside = A damaged file of this store was put aside as { $file }, and the store was read again from the cloud. Your unsent changes are safe.
notice-outbox-salvaged = The file with your unsent changes was damaged. What could be read was saved; the damaged file is kept as { $file }.
notice-closed-removed = You are no longer a member of { $name }. Its data was removed from this computer.
notice-closed-suspended = You were suspended in { $name }. Its data was removed from this computer until you are restored.
notice-unsent-kept = { $count ->
    [one] 1 change to { $name } was never sent. You can save it as a list before it is dropped.
   *[other] { $count } changes to { $name } were never sent. You can save them as a list before they are dropped.
}
notice-forked = This profile was copied to another computer. This computer now counts its changes on its own; nothing is lost.
notice-restored-from-backup = The cloud was restored from a backup. What it had forgotten was sent again from this computer.
notice-chain-broken = The activity that the cloud shows does not fit what this computer saw before: entry { $seq } was changed or is missing. Tell the Owner.
notice-update-needed = The cloud has learned something that this version does not know. Update Keyholder to go on syncing; your changes are kept.
notice-keychain-unavailable = This computer has no keychain that Keyholder can use, so you stay signed in only while it is open.
notice-session-ended = Your sign-in has ended. You can go on working offline; sign in again to sync.

## Warnings in a preview

warning-unknown = Something else will change too ({ $code }).
warning-sees-nothing = Without a group, this person will see nothing in omnichannel.
warning-empty-group = This group holds no permissions yet, so it opens nothing.
warning-new-mail = A new mail goes out, and the older link stops working.
warning-invitation-restarts = The invitation starts again: 7 days from the moment the cloud takes it.
warning-over-limit = The team stays larger than the plan allows.
warning-cut-by-role = { $permissions_count ->
    [one] One permission has no effect for this role: { $permissions }.
   *[other] { $permissions_count } permissions have no effect for this role: { $permissions }.
}

## What happened: activity

actor-you = You
actor-system = Keyholder
somebody = somebody
some-group = a group

event-unknown = { $actor } did something that this version has no words for ({ $code }).
event-store-created = { $actor } opened the store { $store }.
event-store-renamed = { $actor } renamed the store from { $from } to { $to }.
event-store-offline-lease-set = { $to ->
    [one] { $actor } set how long a computer may work offline to 1 day.
   *[other] { $actor } set how long a computer may work offline to { $to } days.
}
event-plan-changed = { $actor } changed the plan from { $plan_from } to { $plan_to }.
event-plan-forced = The plan was changed from { $plan_from } to { $plan_to } by the operator.
event-group-created = { $actor } made the group { $group }.
event-group-renamed = { $actor } renamed the group { $from } to { $to }.
event-group-granted = { $actor } granted { $permissions } to { $group }.
event-group-revoked = { $actor } took { $permissions } from { $group }.
event-group-deleted = { $members ->
    [0] { $actor } deleted the group { $group }.
    [one] { $actor } deleted the group { $group }; one person was in it.
   *[other] { $actor } deleted the group { $group }; { $members } people were in it.
}
event-member-role-changed = { $actor } changed the role of { $who } from { $role_from } to { $role_to }.
event-member-added-to-group = { $actor } put { $who } into { $group }.
event-member-removed-from-group = { $actor } took { $who } out of { $group }.
event-member-suspended = { $actor } suspended { $who }.
event-member-restored = { $actor } restored { $who }.
event-member-removed = { $actor } removed { $who } from the team.
event-invitation-sent = { $actor } invited { $email } as { $role }.
event-invitation-resent = { $actor } sent the invitation to { $email } again.
event-invitation-withdrawn = { $actor } withdrew the invitation to { $email }.
event-invitation-role-changed = { $actor } changed the invitation to { $email } from { $role_from } to { $role_to }.
event-invitation-added-to-group = { $actor } put { $group } on the invitation to { $email }.
event-invitation-removed-from-group = { $actor } took { $group } off the invitation to { $email }.
event-invitation-accepted = { $who } accepted the invitation and joined as { $role }.
event-invitation-delivery-noted = { $delivery_code ->
    [undelivered] The mail to { $email } could not be delivered.
   *[other] The mail to { $email } was sent.
}

## What is asked: waiting and refused

op-unknown = A change that this version has no words for ({ $code })
op-group-create = Make the group { $group }
op-group-rename = Rename the group { $from } to { $to }
op-group-delete = Delete the group { $group }
op-group-grant = Grant { $permissions } to { $group }
op-group-revoke = Take { $permissions } from { $group }
op-member-change-role = Change the role of { $who } from { $role_from } to { $role_to }
op-member-add-to-group = Put { $who } into { $group }
op-member-remove-from-group = Take { $who } out of { $group }
op-member-suspend = Suspend { $who }
op-member-restore = Restore { $who }
op-member-remove = Remove { $who } from the team
op-invitation-send = Invite { $email } as { $role }
op-invitation-resend = Send the invitation to { $email } again
op-invitation-withdraw = Withdraw the invitation to { $email }
op-invitation-change-role = Change the invitation to { $email } from { $role_from } to { $role_to }
op-invitation-add-to-group = Put { $group } on the invitation to { $email }
op-invitation-remove-from-group = Take { $group } off the invitation to { $email }
op-store-rename = Rename the store { $from } to { $to }
op-plan-change = Change the plan from { $plan_from } to { $plan_to }
op-store-set-offline-lease = { $to ->
    [one] Let computers work offline for 1 day
   *[other] Let computers work offline for { $to } days
}

