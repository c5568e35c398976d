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
permission-orders-fulfillment-about = Set fulfilment and print shipping receipts (resi).
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

## Since when, and by whom; which right somebody lacks, and who has it

since-at = since { $date }
since-at-by = since { $date }, by { $who }
since-at-by-you = since { $date }, by you
since-invited = since { $date }, by invitation
since-invited-by = since { $date }, invited by { $who }
since-invited-by-you = since { $date }, invited by you
since-before = since before this computer’s records begin
since-not-told = Since when, and by whom, is told only to those who may see the team.
why-role = { $role } { $since }
why-in-group = In { $group } { $since }
why-group-has = { $group } has this { $since }
why-brought-by = In { $group } it comes along with { $permissions }
why-same-everywhere = Built in: every { $role } in every store has the same here.
why-who-else = Who has this
lacking-area-required = Your role does not include “{ $area }”.
lacking-own-access = Nobody can change their own access.
lacking-outranked = { $actor_role } does not rank above { $target_role }.
lacking-permission-not-held = You do not hold this yourself: { $permissions }.
lacking-suspended = You are suspended in this store, so nothing can be changed in your name.
able = { $names } can do this.
able-more = { $count ->
    [one] { $names } and 1 more person can do this.
   *[other] { $names } and { $count } more people can do this.
}
able-nobody = There is nobody who could do it for you.

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
delivery-reason-unreachable = mail server not reachable
delivery-reason-timeout = mail server did not answer
delivery-reason-deferred = mail server kept putting it off ({ $number })
delivery-reason-rejected = { $number ->
    [550] no such mailbox ({ $number })
    [552] mailbox full ({ $number })
   *[other] mail server refused ({ $number })
}
delivery-reason-bad-address = no mail can go to this address
delivery-reason-bad-sender = the cloud’s sender address is wrong
delivery-reason-folder = the cloud could not write its mail folder
delivery-reason-none = no reason was given
delivery-reason-unknown = reason: { $reason }

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
refusal-area-required = This takes a role that includes “{ $area }”. The Owner or an Admin can do it, or give out another role.
refusal-unknown-permission = The cloud does not know the permission “{ $permission }” yet. The change is kept here until it does.
refusal-unknown-role = This role is not known. Choose one of those offered; it is kept here until you do.
refusal-unknown-plan = This plan is not known. Choose one of those offered; the change is kept here until you do.
refusal-invalid-email = { $why ->
    [empty] An email address is needed. Type it, like name@shop.id.
    [no_at] An email address needs an @. It looks like name@shop.id.
    [local] The part before the @ is not right. Check it for spaces and missing letters.
    [domain] The part after the @ is not right. Check it, for example shop.id or gmail.com.
    [too_long] This address is too long for mail to reach it. Check whether something was pasted twice.
   *[other] This is not an email address that mail can be sent to. Check the part before and after the @.
}
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
refusal-owner-protected = The Owner cannot be removed, suspended, regrouped or given another role. Choose somebody else.
refusal-owner-role-reserved = A store has exactly one Owner, and that role cannot be given away. Choose another role.
refusal-outranked = { $actor_role } does not rank above { $target_role }. Only somebody of a higher role can do this.
refusal-permission-not-held = Only somebody who holds these permissions can give or take them: { $permissions }.
refusal-changed-meanwhile = Somebody changed this in the meantime: it was { $expected } when this was asked, and now it is { $present }. Look again before you decide.
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
refusal-plan-too-small = { $used } seats are in use, and this plan has only { $limit }. Suspend or remove people, or withdraw invitations, until they fit.
refusal-over-limit = { $used } seats are in use, but the plan has only { $limit }. Nothing can be added until the team fits again: suspend or remove people, withdraw invitations, or choose a larger plan.
refusal-no-free-seat = { $limit ->
    [one] The plan’s only seat is in use. Choose a larger plan to make room.
   *[other] All { $limit } seats are in use. Free one by withdrawing an invitation or suspending somebody, or choose a larger plan.
}
refusal-wrong-account = This invitation is for another address. Sign in with the address it was sent to.
refusal-ask-an-owner = The cloud does not answer this from you any more. Ask an Owner to make the change.
refusal-still-waiting = This is still on its way. It can be tried again only if it comes back.
refusal-maybe-sent = This may have reached the cloud already. Its answer decides; wait for it.
refusal-not-sent-yet = This invitation has not reached the cloud yet. Once it has, it can be changed.
refusal-not-synced-yet = This computer has not fetched the team yet, so this cannot be judged here. Wait until the first sync is done.
refusal-no-way-back = This cannot be taken back once it was sent. Where you made it, you find what can be done now.
refusal-only-with-group = Comes back only together with the group { $group_name }. That group cannot be made again.
refusal-changed-since = { $who } has changed this since. Taking yours back would undo that too, so it stays.
refusal-already-undone = This was taken back already. There is nothing left to do.
refusal-undo-too-late = Changes can be taken back for ten minutes. For this one they are over.
refusal-undo-reached = It is already as it was before. There is nothing left to do.
refusal-forecast-changed = Something changed while this was open. Here is what would happen now: look again before you confirm.
refusal-batch-does-not-fit = There are seats for only { $fit } of them, so nothing was changed. Pick fewer people, or choose a larger plan.

## Errors: what broke, and what can be done about it

error-unknown = Something went wrong that this version has no words for: { $message } ({ $code }). Nothing you typed is lost.
error-broken = The window and the program behind it lost each other: { $message }. Close the window and open it again; nothing you typed is lost.
sign-in-led = Sign in at { $cloud } to see the store that the link leads to.
sign-in-offline = The cloud cannot be reached. Check the address and the network, then try again.
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
    [failed] The disk with Keyholder’s folder cannot be reached just now, or does not answer as it should. If it is on the network or on another disk, connect that again; if it is this computer’s own, check it. Keyholder tries again by itself.
    [gone] Keyholder’s folder cannot be reached just now. If it is on the network or on another disk, connect that again, then try once more; what was saved there is still there.
    [other_key] A file on this computer was sealed with another key. It is kept as it is.
   *[other] A file of Keyholder’s on this computer cannot be used just now. Another program may hold it, such as a virus scanner or a backup. Try again in a moment; if that does not help, restart the computer. What was saved is still there.
}
error-bad-cloud-address = { $why ->
    [empty] Type the address of your cloud.
    [not_encrypted] This address is not encrypted. Use one that starts with https://.
    [more_than_an_origin] Only the beginning of the address is needed, up to the first slash.
   *[other] This is not an address that Keyholder can use. It looks like https://cloud.example.com.
}
error-no-http = This computer’s network part could not be started. Restart Keyholder; if that does not help, restart the computer.
error-unknown-op = This change is not in the list any more.
error-already-sent = This may have reached the cloud already. Its answer decides; wait for it.
error-lease-ended = { $days ->
    [one] The cloud was not reached for more than a day, which is all this store allows. Go online once to go on.
   *[other] The cloud was not reached for more than { $days } days, which is all this store allows. Go online once to go on.
}
error-cloud-unsure = The cloud turns this store away but still lists it as yours. Nothing is wiped; Keyholder asks again in a while.
error-snapshot-loop = The cloud sends everything again and again, so syncing has stopped for now. Your changes are kept here; tell whoever runs the cloud.
error-chain-broken = The cloud’s history does not fit what this computer saw before. Syncing has stopped so that nothing gets mixed up; tell the Owner. Your changes are kept here.
error-internal = The cloud has a fault of its own just now. Your changes are kept here and sent later.
error-busy = The cloud is very busy just now. Your changes are kept here and sent in a moment.
error-cloud-broken = The cloud has a fault of its own just now (it answered { $status }). Your changes are kept here and sent later.
error-not-opened = Your browser could not be opened. Open the link of the invitation there by hand.
error-not-saved = { $why ->
    [full] The disk is full, so “{ $path }” was not written. Make room, or choose another place.
    [read_only] This folder may not be written, so “{ $path }” was not saved. Choose another place.
   *[other] “{ $path }” could not be written. Choose another place.
}
error-not-open = This store is not open on this computer. Choose it again from the list of stores.
error-not-found = This does not exist, or it is not yours to see.
error-malformed = The cloud could not read what this version sent. Update Keyholder; your change is kept.
error-too-large = This is more than the cloud takes at once. Send less at a time.
error-slow-down = Too many attempts. Wait a little and try again.
error-bad-credentials = The address or the password is not right. Check both; capital letters count in the password.
error-account-exists = There is already an account with this address. Sign in with it instead.
error-weak-password = A password needs 12 characters or more. A short sentence is easy to remember.
error-sign-in-required = This address already has an account. Sign in with it first.
error-newer-link-sent = A newer link was sent. Use the one in the latest mail.
error-unsent = { $count ->
    [0] { $set_aside ->
        [one] 1 file was set aside that may hold unsent changes and cannot be read here. It would be lost.
       *[other] { $set_aside } files were set aside that may hold unsent changes and cannot be read here. They would be lost.
    }
    [one] 1 change has not been sent yet and would be lost.
   *[other] { $count } changes have not been sent yet and would be lost.
}
error-not-our-cloud = What answered at this address is not a Keyholder cloud. Check the address; you may have to sign in to this network first.
error-profile-away = { $why ->
    [was_here] The profile that was in this folder is not there just now. If it is on the network or on another disk, connect that, then try again. To begin an empty profile there all the same, start Keyholder once with --new-profile.
   *[other] The place of this profile cannot be reached: the folder that it should be in is not there. If it is on the network or on another disk, connect that, then try again.
}
profile-unopened = This profile cannot be opened
unopened-safe = What you changed and was not sent yet stays in Keyholder’s folder on this computer, as it is. Everything else is at the cloud. If it stays like this, show the report to whoever helps you.
error-profile-in-use = Keyholder is already open with this profile. Use that window, or close it first.
error-keychain = This computer’s keychain did not answer. Unlock it, then try again.

## Notices: what the program has to say of its own accord

notice-unknown = Keyholder has something to say that this version has no words for ({ $code }).
notice-cache-set-aside = A damaged file of this store was put aside as { $file }, and the store was read again from the cloud. Your unsent changes are safe.
notice-settings-newer = The settings were last kept by a newer version, Keyholder { $theirs }. What this one does not know is kept as it is, and counts again once you update.
notice-outbox-salvaged = { $lost ->
    [0] The file with your unsent changes was damaged. All of them could be read; the damaged file is kept as { $file }.
   *[other] The file with your unsent changes was damaged. { $rows } could be read, { $lost } could not; the damaged file is kept as { $file }.
}
notice-closed-removed = { $unsent ->
    [0] You are no longer a member of { $name }. Its data was removed from this computer.
    [one] You are no longer a member of { $name }. Its data was removed from this computer; 1 change that was never sent is kept as a list.
   *[other] You are no longer a member of { $name }. Its data was removed from this computer; { $unsent } changes that were never sent are kept as a list.
}
notice-closed-suspended = { $unsent ->
    [0] You were suspended in { $name }. Its data was removed from this computer until you are restored.
    [one] You were suspended in { $name }. Its data was removed from this computer until you are restored; 1 change that was never sent is kept as a list.
   *[other] You were suspended in { $name }. Its data was removed from this computer until you are restored; { $unsent } changes that were never sent are kept as a list.
}
notice-cloud-restored = { $count ->
    [0] The cloud was restored from an older backup. Nothing of yours was missing.
    [one] The cloud was restored from an older backup. 1 change of yours that it had forgotten is sent again.
   *[other] The cloud was restored from an older backup. { $count } changes of yours that it had forgotten are sent again.
}
notice-clock-off = This computer’s clock differs from the cloud’s by { $days ->
    [0] { $hours ->
        [0] { $minutes } minutes
        [one] an hour
       *[other] { $hours } hours
    }
    [one] a day
   *[other] { $days } days
}. Nothing is lost by it: order and dates come from the cloud. Set the clock right so that “made at” is true.
notice-fork-renumbered = This profile was copied to another computer. This one now counts its changes on its own; nothing is lost.
notice-other-machine = { $count ->
    [one] This profile was copied from another computer. 1 unsent change that belongs there was put aside as { $file }; send it from that computer.
   *[other] This profile was copied from another computer. { $count } unsent changes that belong there were put aside as { $file }; send them from that computer.
}
notice-sealed-elsewhere = A file was sealed on another computer, or with a key that is gone, and cannot be read here. It was put aside as { $file } and is kept. If this profile was copied, send what waits in it from the computer that it came from.

## Warnings in a preview

warning-unknown = Something else will change too ({ $code }).
warning-no-group = Without a group, the role { $role } sees nothing in omnichannel.
warning-role-cuts = { $count ->
    [one] One permission has no effect for the role { $role }: { $permissions }.
   *[other] { $count } permissions have no effect for the role { $role }: { $permissions }.
}
warning-second-mail = A new mail goes to { $email }, and the older link stops working.
warning-empty-group = { $group } holds no permissions yet, so it opens nothing.
warning-over-limit = The team stays larger than the plan: { $used } seats used, { $limit } in the plan.
warning-owner-and-admin-only = { $count ->
    [one] { $permissions } has no effect here: only Owner and Admin can hold it.
   *[other] These have no effect here, as only Owner and Admin can hold them: { $permissions }.
}
warning-nothing-changes = Nothing changes: it is already so.
warning-group-anew = { $count ->
    [0] It is made anew: another group with the same name and the same permissions.
   *[other] It is made anew: another group with the same name and the same permissions. Its people count as in it from now on.
}
warning-group-without = { $count ->
    [one] One permission that this version does not know cannot be brought back.
   *[other] { $count } permissions that this version does not know cannot be brought back.
}
warning-groups-gone = { $count ->
    [one] One of the groups is gone by now, and stays off the invitation.
   *[other] { $count } of the groups are gone by now, and stay off the invitation.
}
warning-invited-anew = { $email } has to accept first, and comes back as a new member.

## What happened: activity

actor-you = You
actor-unknown = Somebody
somebody = somebody
some-group = a group

event-unknown = { $actor } did something that this version has no words for ({ $code }).
event-store-created = { $who } opened the store { $name }.
event-store-renamed = { $actor } renamed the store from { $name_from } to { $name_to }.
event-store-offline-lease-set = { $days_to ->
    [one] { $actor } set how long a computer may work offline to 1 day.
   *[other] { $actor } set how long a computer may work offline to { $days_to } days.
}
event-plan-changed = { $actor } changed the plan from { $plan_from } to { $plan_to }.
event-plan-forced = The plan was changed from { $plan_from } to { $plan_to } by the operator.
event-group-created = { $actor } made the group { $group }.
event-group-renamed = { $actor } renamed the group { $name_from } to { $name_to }.
event-group-granted = { $actor } granted to { $group }: { $permissions }.
event-group-revoked = { $actor } took away from { $group }: { $permissions }.
event-group-deleted = { $moves ->
    [group] { $actor } deleted the group { $group }; its people went to { $to_group }.
   *[none] { $members ->
        [0] { $actor } deleted the group { $group }.
        [one] { $actor } deleted the group { $group }; one person was in it.
       *[other] { $actor } deleted the group { $group }; { $members } people were in it.
    }
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
    [undelivered] The mail to { $email } could not be delivered: { $reason }.
   *[other] The mail to { $email } was sent.
}

## What is asked: waiting and refused

op-unknown = A change that this version has no words for ({ $code })
op-group-create = Make the group { $group }
op-group-rename = Rename the group { $name_from } to { $name_to }
op-group-delete = { $moves ->
    [group] Delete the group { $group } and move its people to { $to_group }
   *[none] Delete the group { $group }
}
op-group-grant = Grant to { $group }: { $permissions }
op-group-revoke = Take away from { $group }: { $permissions }
op-member-change-role = Change the role of { $who } from { $role_from } to { $role_to }
op-member-add-to-group = Put { $who } into { $group }
op-member-remove-from-group = Take { $who } out of { $group }
op-member-suspend = Suspend { $who }
op-member-restore = Restore { $who }
op-member-remove = Remove { $who } from the team
op-invitation-send = Invite { $email } as { $role }
op-invitation-resend = Resend the invitation to { $email }
op-invitation-withdraw = Withdraw the invitation to { $email }
op-invitation-change-role = Change the invitation to { $email } from { $role_from } to { $role_to }
op-invitation-add-to-group = Put { $group } on the invitation to { $email }
op-invitation-remove-from-group = Take { $group } off the invitation to { $email }
op-store-rename = Rename the store { $name_from } to { $name_to }
op-plan-change = Change the plan from { $plan_from } to { $plan_to }
op-store-set-offline-lease = { $days_to ->
    [one] Let computers work offline for 1 day
   *[other] Let computers work offline for { $days_to } days
}


### cloud

## The mail that invites. Plain ASCII here keeps the mail's text part readable in any program.

mail-subject = { $inviter } invites you to { $store }
mail-hello = Hello,
mail-lead = { $inviter } invites you to { $store } as { $role }.
mail-open = Open the invitation
mail-link-lead = Open this link to accept, and to choose your name and password:
mail-until = The link works until { $until }.
mail-secret = It is meant for { $email } alone: whoever has the link can accept in your place, so please do not pass it on.
mail-not-you = If you did not expect this mail, you can ignore it. Nothing happens until the invitation is accepted.
mail-footer = Sent by Keyholder, with which { $store } looks after its staff.

## A day and a time in mails and pages (the reader's own zone is not known: UTC here, WIB in Indonesian)

mail-when = { $day } { $month } { $year }, { $hour }:{ $minute } UTC
mail-month-1 = January
mail-month-2 = February
mail-month-3 = March
mail-month-4 = April
mail-month-5 = May
mail-month-6 = June
mail-month-7 = July
mail-month-8 = August
mail-month-9 = September
mail-month-10 = October
mail-month-11 = November
mail-month-12 = December

## The page behind the link

join-title = Invitation to { $store }
join-title-plain = Invitation
join-heading = Join { $store }
join-lead = { $inviter } invites you to work here as { $role }.
join-store = Store
join-inviter = Invited by
join-role = Role
join-email = For
join-until = Open until
join-new-intro = Choose a name and a password. Together with { $email } they sign you in to Keyholder.
join-name-label = Your name
join-name-hint = As your colleagues know you.
join-password-label = Password
join-password-hint = At least 12 characters. A few words that only you would put together are easy to remember.
join-accept = Accept the invitation
join-known-intro = { $email } has a Keyholder account already. Its password accepts the invitation.
join-known-accept = Sign in and accept
join-done-heading = Welcome to { $store }
join-done-lead = You are in, as { $role }.
join-next-heading = What comes next
join-next-open = Open Keyholder on your computer.
join-next-cloud = As the cloud address, give { $cloud }
join-next-sign-in = Sign in with { $email } and your password.
join-done-unverified = You came by a link that was copied by hand, so your address still counts as unproved. Nothing is missing for your work; a mailed invitation would prove it.
join-accepted-heading = You have already joined
join-accepted-lead = This invitation to { $store } has been accepted. Sign in with { $email } to begin.
join-expired-heading = This invitation has expired
join-expired-lead = Invitations to { $store } are open for 7 days. Ask { $inviter } to send it again: you will get a new link.
join-withdrawn-heading = This invitation was withdrawn
join-withdrawn-lead = { $store } has taken it back. If you think that is a mistake, ask { $inviter }.
join-newer-heading = A newer link was sent
join-newer-lead = This invitation was sent again, and only its newest link works. Look for a later mail.
join-unknown-heading = This link opens nothing
join-unknown-lead = It may have been cut off on its way. Open it from the mail again, or ask whoever invited you for a new one.
join-broken-heading = Something broke on our side
join-broken-lead = Nothing has changed and your invitation is as good as before. Please try again in a few minutes.
join-problem-heading = Not yet
join-problem-weak-password = That password is too short or too long: it takes 12 to 1,024 characters.
join-problem-name-empty = Please say what you are called.
join-problem-name-too-long = That name is too long: at most 60 characters.
join-problem-name-characters = That name holds characters that cannot be shown safely. Please type it anew.
join-problem-wrong-password = That is not the password of this account.
join-problem-sign-in-required = This address has an account by now. Use its password.
join-problem-slow-down = Too many tries in a short time. Please wait { $seconds } seconds, then try again.
join-problem-inviter-lost-authority = { $inviter } can no longer give this role. Ask another Owner or Admin of { $store } to send the invitation again.
join-problem-seats = { $store } has no seat free just now. Ask { $inviter } to make room; this link stays good until { $until }.
join-problem-other = The invitation could not be accepted ({ $code }).
join-languages = Language
### roles

roles-lead = Built in, and the same in every store. What people may do in omnichannel is fine-tuned with groups.
roles-print = Print or save as PDF…
roles-export = Export
roles-export-csv = Table for a spreadsheet (CSV)…
roles-export-png = Picture (PNG)…
roles-export-title = Save the roles
roles-export-name = Keyholder - roles - { $store }
roles-exported = Saved as { $path }
roles-table = Table
roles-section = Section
roles-code = Code
roles-to-groups = Go to groups
roles-in-store = In the store
roles-in-omnichannel = In omnichannel
roles-area = Area
roles-permission = Permission
roles-look-at = Roles to look at
roles-all = All roles
roles-compare-with = Compare with…
roles-only-different = Only differences
roles-differ = { $count ->
    [one] 1 of { $all } differs.
   *[other] { $count } of { $all } differ.
}
roles-same = No difference here
roles-same-about = Both roles have the same in this table. Look at the other table, or show all rows.
roles-people = { $count ->
    [0] Nobody
    [one] 1 person
   *[other] { $count } people
}
roles-legend = What the signs mean
roles-hint = Press a cell or a row’s name to see who has it, and why. Press a role to look at it alone; beside it you can then choose another to compare with.
roles-means-full = Can do all of this.
roles-means-partial = Can do a part of this. { $limit }.
roles-means-none = Cannot do this.
roles-means-always = Has this without any group.
roles-means-by-group = Has this if a group grants it.
roles-means-never = Never has this, whatever a group grants.

holders-of = Who has “{ $what }”
holders-roles = By role
holders-every-role = Every role
holders-groups = Groups that grant it
holders-groups-more = { $count ->
    [one] and 1 more group
   *[other] and { $count } more groups
}
holders-no-group = No group grants this yet.
holders-people = People
holders-holds = Have it
holders-cut = Cut by role
holders-suspended = Suspended
holders-cut-about = Groups of theirs grant this, but their role may not hold it.
holders-suspended-about = They would have it again once they are restored.
holders-nobody = Nobody has this.
holders-nobody-of-role = No { $role } has this.
holders-invited = { $count ->
    [one] 1 open invitation would bring it along.
   *[other] { $count } open invitations would bring it along.
}


### ui-a: the frame, sign-in, stores, overview, team, invitations

close = Close
choose-by-enter = Press Enter to go on with this choice.
cancel = Cancel
continue = Continue
loading = Loading…
try-again = Try again
you = You
allowed = Allowed
not-allowed = Not allowed
sensitive = Sensitive
name-and-role = { $name } ({ $role })
search-clear = Clear the search
screens = Screens
skip-to-content = Skip to the content

mark-waiting = Waiting to sync
mark-refused = Refused

done-queued = Saved, and on its way to the cloud.
done-ended = Saved and kept here. It goes to the cloud once you sign in again.
done-offline = Saved and kept here. It goes to the cloud when you are online.
done-asked-anyway = Saved. The cloud will be asked, and you will see its answer here.
done-nothing = Nothing to do: it is already so.
undo = Undo
undo-dropped = Taken back, and never sent: { $what }
undo-done = Taken back: { $what }
undo-not = Not taken back: { $what }. { $why }
undo-none = Nothing to undo
undo-none-about = What you change can be taken back here for ten minutes.
undo-list = Undo
undo-list-open = Undo…
undo-about = Each change can be taken back for ten minutes. What another person changed since is left as it is.
undo-drops = not sent yet, will simply be dropped
undo-asks = will be asked back from the cloud
undo-costs = you will see first what it costs
undo-parts = you will see first what can be brought back
undo-invites = by a new invitation; you will see first what it costs

many-undoing = Taking it back
many-undo-title = Take this back?
many-member-change-role = { $count ->
    [one] Make one person { $role_to }
   *[other] Make { $count } people { $role_to }
}
many-member-add-to-group = { $count ->
    [one] Put one person into { $group }
   *[other] Put { $count } people into { $group }
}
many-member-remove-from-group = { $count ->
    [one] Take one person out of { $group }
   *[other] Take { $count } people out of { $group }
}
many-member-suspend = { $count ->
    [one] Suspend one person
   *[other] Suspend { $count } people
}
many-member-restore = { $count ->
    [one] Restore one person
   *[other] Restore { $count } people
}
many-member-remove = { $count ->
    [one] Remove one person from the team
   *[other] Remove { $count } people from the team
}
many-plan-change = Change the plan from { $plan_from } to { $plan_to }, with those who went for it
many-does = { $count ->
    [one] 1 will change
   *[other] { $count } will change
}
many-drops = { $count ->
    [one] 1 was never sent and will be dropped
   *[other] { $count } were never sent and will be dropped
}
many-dropped = { $count ->
    [one] Taken back. It was never sent.
   *[other] { $count } changes taken back. They were never sent.
}
many-skipped = { $count ->
    [one] 1 left out
   *[other] { $count } left out
}
many-refused = { $count ->
    [one] 1 is not possible
   *[other] { $count } are not possible
}
many-nothing = { $count ->
    [one] 1 is so already
   *[other] { $count } are so already
}
many-none = There is nothing here that would change.
many-no-seat = { $count ->
    [0] There is no free seat for any of them.
    [one] There is a free seat for only 1 of them. You can do it for that one now.
   *[other] There are free seats for only { $count } of them. You can do it for those now.
}
many-mails = { $count ->
    [one] This sends one more mail.
   *[other] This sends { $count } more mails.
}
many-rows = What it comes to for each
many-became = What became of each
many-only = Show only
many-only-all = All
many-only-refused = Not possible
many-only-skipped = Left out
many-only-does = Will change
many-only-drops = Will be dropped
many-only-bad = Did not work
many-only-open = Not answered yet
many-row-nothing = Is so already
many-row-drops = Was never sent; will be dropped
many-row-gains = { $count ->
    [one] gains 1 permission
   *[other] gains { $count } permissions
}
many-row-loses = { $count ->
    [one] loses 1 permission
   *[other] loses { $count } permissions
}
many-row-cells = { $count ->
    [one] 1 area changes
   *[other] { $count } areas change
}
many-sending = { $done } of { $total } answered by the cloud
many-waits = { $done } of { $total } answered. The rest is kept here until you are online.
many-done = { $count ->
    [one] Done for 1.
   *[other] Done for { $count }.
}
many-done-none = Nothing was changed.
many-came-back = { $count ->
    [one] 1 came back refused
   *[other] { $count } came back refused
}
many-stopped = { $count ->
    [one] 1 was stopped
   *[other] { $count } were stopped
}
many-stop = { $count ->
    [one] Stop the 1 not sent yet
   *[other] Stop the { $count } not sent yet
}
many-state-refused = Refused
many-state-unknown = The cloud will not tell
many-state-unsent = Waiting here
many-state-sent = On its way
many-state-done = Done
many-state-dropped = Stopped
ask-anyway = Ask anyway
ask-anyway-about = Somebody else may have changed this since your last sync. You can ask the cloud anyway: its answer counts, and what you typed is kept.

sign-in = Sign in
sign-in-lead = Decide who holds which keys in your store.
sign-in-email = Email
sign-in-password = Password
sign-in-cloud = Cloud address
sign-in-cloud-hint = Leave it as it is unless you were given another one.
sign-in-busy = Signing in…
sign-up = Create an account
sign-up-lead = For owners of a new store. Whoever was invited opens the link in the mail instead.
sign-up-name = Your name
sign-up-password-hint = At least 12 characters. A short sentence is easy to remember.
sign-up-new = New here? Create an account
sign-up-have = I have an account
keychain-memory = This computer offers no keychain, so your sign-in is kept in memory only: you sign in again each time Keyholder starts.
session-ended = Your sign-in has ended. You can keep working; sign in again to sync.
sign-out = Sign out
sign-out-title = Sign out of this computer?
sign-out-save = Save a list
sign-out-saved = Saved as { $file }
sign-out-about = Everything Keyholder keeps of your stores on this computer is wiped, and so is your sign-in. In the cloud nothing changes.
sign-out-anyway = Sign out without sending
sign-out-unsent = { $count ->
    [one] 1 change has not been sent yet. Signing out drops it.
   *[other] { $count } changes have not been sent yet. Signing out drops them.
}
sign-out-set-aside = { $files ->
    [one] 1 file was set aside here that may hold unsent changes and cannot be read. Signing out wipes it; copy it first if you still need it.
   *[other] { $files } files were set aside here that may hold unsent changes and cannot be read. Signing out wipes them; copy them first if you still need them.
}
unsent-save = Save my unsent changes
unsent-saved = Saved as { $path }.

store-switch = Switch store
store-create = Create a store
store-name = Name of the store
store-name-hint = You become its Owner. You can rename it later.
stores-choose = Choose a store
stores-choose-lead = You belong to these stores.
stores-first = Your first store
stores-first-lead = You are not in any store yet. Create one here, or open the invitation you were sent.

sync-now = Sync now
badge-as-of =
    { $when ->
        [now] synced just now
       *[other] synced { $when }
    }
badge-never = not synced yet
badge-and-waiting = { $count } waiting
badge-and-refused = { $count } refused

seats-of = { $limit ->
    [one] of 1 seat used
   *[other] of { $limit } seats used
}
seats-unlimited = seats used, no limit
seats-used-of = { $used } of { $limit } seats used
seats-used-unlimited = { $used } seats used, no limit
seats-active = { $count } active
seats-active-about = at work in the store
seats-pending = { $count } invited
seats-pending-about = kept until they answer
seats-free = { $count } free
seats-free-about = for whoever you invite next
seats-full-about = nobody more can be invited
seats-waiting = +{ $count } waiting to sync

overview-over-limit = More seats are in use than the plan allows. Nothing can be added until the team fits again.
overview-next = What comes next
next-make-group = Make a first group
next-make-group-about = There is no group yet, so nobody below Admin sees anything in omnichannel.
next-make-group-do = New group
next-upgrade = Make room for one more
next-upgrade-about = Every seat of your plan is in use. A larger plan has more; suspending somebody or withdrawing an invitation frees one too.
next-upgrade-do = See plans
guide = First steps
guide-about = In the order that saves work in a shop: a group before the invitation, so that nobody starts with nothing to see.
guide-step-done = (done)
guide-store = Create your store
guide-group = Make a first group
guide-group-about = A group says what its people may do in omnichannel: products, orders, prices, stock. There are five starting points to choose from.
guide-group-do = New group
guide-seat = Have a plan with a free seat
guide-seat-about = On Starter you fill the only seat yourself. Team has five.
guide-seat-do = See plans
guide-invitation = Invite your first colleague
guide-invitation-about = With a role for the store and your group for omnichannel. The mail holds a link that works for 7 days.
guide-invitation-do = Invite
guide-done = Your store is ready
guide-done-about = The first invitation is made. Whoever accepts it appears in Team.
guide-skip = Skip
guide-skipped = The first steps are put away. The palette brings them back: { $keys }.
guide-back = Bring back
overview-seats = Seats
overview-plan = Plan { $plan }
overview-roles = Team
overview-people = { $count ->
    [one] 1 person
   *[other] { $count } people
}
overview-waiting = Waiting and refused
overview-waiting-all = See all
overview-waiting-count = { $count ->
    [one] 1 change waits to be sent
   *[other] { $count } changes wait to be sent
}
overview-activity = Latest activity
overview-activity-all = All activity
overview-activity-none = The latest changes are not on this computer yet
overview-activity-none-about = They come as soon as the cloud is reached.

team-all = { $count ->
    [one] 1 person
   *[other] { $count } people
}
team-shown = { $count } of { $all } people
team-search = Search name or email
team-name = Name
team-role = Role
team-groups = Groups
team-status = Status
team-since = Since
team-any-role = All roles
team-any-group = All groups
team-any-status = Any status
team-with-count = { $name } ({ $count })
team-alone = Only you are here so far. Make a group first, then invite people into it.
team-none = Nobody matches
team-none-about = No one in the team matches this search and these filters.

select-all = Select everyone who is shown
picked-acts = What to do with those selected
picked = { $count ->
    [one] 1 selected
   *[other] { $count } selected
}
picked-none = Nobody is selected
picked-all = Select all { $count }
picked-clear = Clear the selection
picked-too-many = A range reaches over at most { $count } people. To choose everyone, press { $keys }.
bulk-role = Change role…
bulk-groups = Groups…
bulk-title-role = Change their role
bulk-title-groups = Change their groups
bulk-title-suspend = Suspend them?
bulk-title-restore = Restore them?
bulk-title-remove = Remove them from the team?
bulk-to-role = New role
bulk-choose-role = Choose a role
bulk-way = What to do
bulk-way-add-to-group = Put into a group
bulk-way-remove-from-group = Take out of a group
bulk-to-group = Group
bulk-choose-group = Choose a group
bulk-choose-first = Choose first. Before anything is changed you will see what it comes to for each.
bulk-confirm-role = { $count ->
    [one] Change 1 role
   *[other] Change { $count } roles
}
bulk-confirm-add-to-group = { $count ->
    [one] Put 1 person in
   *[other] Put { $count } people in
}
bulk-confirm-remove-from-group = { $count ->
    [one] Take 1 person out
   *[other] Take { $count } people out
}
bulk-confirm-suspend = { $count ->
    [one] Suspend 1 person
   *[other] Suspend { $count } people
}
bulk-confirm-restore = { $count ->
    [one] Restore 1 person
   *[other] Restore { $count } people
}
bulk-confirm-remove = { $count ->
    [one] Remove 1 person
   *[other] Remove { $count } people
}
filters-clear = Clear filters

member-since = in the team since { $date }
member-partial = View reports & dashboard: { $limit }
member-no-groups = This store has no groups yet.
member-access = Access
member-history = Latest changes
member-can-change = Who can change this: { $names }
member-role-title = Change { $who }’s role to { $role }?
member-role-confirm = Change to { $role }
member-group-add-title = Put { $who } into { $group }?
member-group-add = Add to group
member-group-remove-title = Take { $who } out of { $group }?
member-group-remove = Take out of group
member-suspend = Suspend
member-suspend-title = Suspend { $who }?
member-restore = Restore
member-restore-title = Restore { $who }?
member-remove = Remove
member-remove-title = Remove { $who } from the team?
access-store = In the store
access-omnichannel = Omnichannel
access-store-about = What the role { $role } opens. It is the same in every store.
access-omnichannel-about = What the groups grant, as far as the role allows.

preview-nobody = Nobody’s access changes.
preview-nothing = Access stays as it is.
preview-invited = invited
preview-cells = Access in the store
preview-area = Area
preview-before = Before
preview-after = After
preview-gains = Gains:
preview-loses = Loses:
preview-more = { $count ->
    [one] And 1 more person.
   *[other] And { $count } more people.
}
preview-seats-after = Seats after this

invite = Invite
palette = Command palette
palette-hint = A person, a group, a screen or an action
palette-screen = Screen
palette-group = Group
palette-act = Action
palette-role-of = Change the role of { $who }
palette-role-hint = Which role?
palette-group-duplicate = Duplicate the group { $who }
palette-group-compare = Compare the group { $who } with another
palette-group-rename = Rename the group { $who }
palette-group-delete = Delete the group { $who }
palette-resend = Resend the invitation to { $who }
palette-link = Copy the link or show the QR code for { $who }
palette-invitation-role = Change the role in the invitation to { $who }
palette-withdraw = Withdraw the invitation to { $who }
palette-export = Export the roles: { $what }
palette-labelled = { $label }: { $what }
palette-back = Back
palette-forward = Forward
palette-none = Nothing by that name. An action takes a name behind it, like “suspend Ayu”.
shortcuts = Keyboard shortcuts
shortcuts-off = Shortcuts of a single key are turned off. Settings turns them on again.
shortcut-off = off
shortcut-or = or
shortcut-space = Space
shortcut-palette = Go anywhere, or do something, by its name
shortcut-search = Search on this screen
shortcut-back = Back, as with the side button of the mouse
shortcut-forward = Forward, as with the other side button
shortcut-larger = Draw everything larger
shortcut-smaller = Draw everything smaller
shortcut-actual = Back to the usual size
shortcut-rows = Walk through a list
shortcut-rows-page = A page up or down in a list
shortcut-rows-ends = To the first or the last row of a list
shortcut-undo = Undo the latest change
shortcut-pick = Select a row of the team
shortcut-pick-range = Select further rows
shortcut-pick-all = Select everyone who is shown
shortcut-cells = Walk through the role matrix
shortcut-cells-row = To the beginning or the end of its row
shortcut-cells-all = To the beginning or the end of the matrix
shortcut-read-list = Look over the addresses that were pasted
shortcut-open = Open or press what has the focus
shortcut-close = Close
shortcut-settings = Settings
shortcut-quit = Close Keyholder
shortcut-sheet = These shortcuts
invite-title = Invite somebody
invite-email = Email address
invite-send = Send invitation
invite-no-group = Without a group, this person will see nothing in omnichannel.
invite-access = Opens { $areas ->
    [0] nothing in the store
    [one] one area of the store
   *[other] { $areas } areas of the store
  }, { $permissions ->
    [0] nothing in omnichannel
    [one] one permission in omnichannel
   *[other] { $permissions } permissions in omnichannel
  }
invite-many = Invite many
invite-many-go-on = Go on with the list
invite-many-title = Invite many at once
invite-many-lead = Paste addresses or bring the list that your till, payroll or Google Workspace exports. Nothing is sent before you have looked it over.
invite-many-paste = Addresses or copied rows
invite-many-paste-about = One a line or many, with or without names, or rows copied from a spreadsheet.
invite-many-read = Look it over
invite-many-file = Import a CSV file
invite-many-file-about = Drop it here or choose it. Columns for name, email, role and status are found by their headings. Passwords in it are never kept.
invite-many-file-choose = Choose a file
invite-many-file-reading = Reading { $name }…
list-unread = { $name }: { $why }
list-unread-more = { $count ->
    [one] One more file could not be read.
   *[other] { $count } more files could not be read.
}
invite-many-back = Back to the list
invite-many-add = Add more
invite-many-list = People to invite
invite-many-for-all = Seats, role, groups
invite-many-filter = Show only
invite-many-all = All
invite-many-none-left = No row is like that any more
invite-many-role = Role where the list names none
invite-many-role-words = { $count ->
    [one] The list says { $words }, which is none of the roles: this role stands in.
   *[other] The list says { $words }, which are none of the roles: this role stands in.
}
invite-many-groups = Groups for everybody
invite-many-no-group = { $count ->
    [one] Without a group, 1 person will see nothing in omnichannel.
   *[other] Without a group, { $count } people will see nothing in omnichannel.
}
invite-many-seats = Seats
invite-many-seats-used = In use now
invite-many-seats-waiting = Waiting to sync
invite-many-seats-adding = These invitations
invite-many-seats-after = In use after
invite-many-seats-of = { $after } of { $limit }
invite-many-short = { $fit ->
    [0] { $short ->
        [one] No seat is free for this person.
       *[other] No seat is free for these { $short } people.
    }
   *[other] { $short ->
        [one] 1 person has no free seat. You can send the { $fit } that fit and keep the rest in this list.
       *[other] { $short } people have no free seat. You can send the { $fit } that fit and keep the rest in this list.
    }
}
invite-many-sources = Where it comes from
invite-many-pasted = Pasted
invite-many-source = { $name }: { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}
invite-many-left-out = Not used: { $columns }
invite-many-passwords = It has a column of passwords. Nothing of it was kept.
invite-many-column-no = Row
invite-many-column-who = Person
invite-many-column-verdict = What will happen
invite-many-column-acts = Actions
invite-many-address = Address in row { $row }
invite-many-role-of = Role in row { $row }
invite-many-remove = Take row { $row } off the list
invite-many-include = Invite anyway
invite-many-remove-all = { $count ->
    [one] Take this row off the list
   *[other] Take these { $count } rows off the list
}
invite-many-role-word = the list says “{ $word }”
invite-many-unknown-groups = no group { $groups } here
invite-many-sees-nothing = no group
invite-many-send = { $count ->
    [0] Send invitations
    [one] Send 1 invitation
   *[other] Send { $count } invitations
}
invite-many-send-fit = Send the { $count } that fit
invite-many-clear = Clear the list
invite-many-clear-title = Clear the whole list?
invite-many-clear-about = { $count ->
    [one] 1 row that was not sent is forgotten. Invitations that were sent stay as they are.
   *[other] { $count } rows that were not sent are forgotten. Invitations that were sent stay as they are.
}
invite-many-keep = Keep it
invite-many-sending = { $done } of { $total } invitations written down
invite-many-stop = Stop
invite-many-asked = { $count ->
    [one] 1 invitation is on its way.
   *[other] { $count } invitations are on their way.
}
invite-many-asked-offline = { $count ->
    [one] 1 invitation is kept here and goes out as soon as you are online.
   *[other] { $count } invitations are kept here and go out as soon as you are online.
}
invite-many-left = { $count ->
    [0] Nothing is left in the list.
    [one] 1 row was not sent and stays in the list.
   *[other] { $count } rows were not sent and stay in the list.
}
invite-many-clear-sent = Take those off the list
invite-many-done = Done
invite-many-kept = The list stays here if you close this.
invite-verdict-ready = Ready
invite-verdict-no-seat = No seat
invite-verdict-invalid = Wrong address
invite-verdict-duplicate = Twice in the list
invite-verdict-member = In the team
invite-verdict-invited = Already invited
invite-verdict-may-not = Not allowed
invite-verdict-skipped = Left out
invite-verdict-waiting = Waiting to sync
invite-verdict-sent = Sent
invite-verdict-refused = Turned down
invite-why-list-duplicate = Same address as row { $row }
invite-why-list-inactive = The list says “{ $word }”
invite-why-list-own-address = This is your own address
invite-why-no-free-seat = All { $limit } seats are taken
invite-why-already-member = { $status_code ->
    [suspended] { $who } is suspended: restore instead
   *[other] { $who } is a member
}
invite-why-invalid-email = { $why ->
    [empty] No address is given
    [no_at] There is no @ in it
    [local] Look before the @
    [domain] Look after the @
    [too_long] Too long for an address
   *[other] No mail can go there
}
invite-why-already-invited = The invitation is still open
invite-group-name = Name of the group
invite-group-make = Make it
error-list-too-big = This file has { $megabytes } MB, and at most { $limit } MB are read. Leave out what is not needed, or split it.
error-list-too-long = This makes { $rows } rows, and a list holds at most { $limit }. Split it and send one part after the other. Nothing was changed.
error-list-binary = This is not a list in text. Export it as CSV and try that file.
error-list-spreadsheet = This is a spreadsheet file. Save it as CSV in your spreadsheet program, or copy its rows and paste them here.
error-list-no-addresses = { $found ->
    [0] There is no email address in this. Paste addresses, or a table with a column of them.
   *[other] This reads like a text, not a list: of { $lines } pieces only { $found } have an address.
}
error-list-empty = There is nothing to read yet. Paste addresses or choose a file.
error-list-sending = The list is being sent. Wait until it is done, or stop it first.
error-list-does-not-fit = Only { $fit } of { $wanted } have a free seat, so nothing was sent. Send the ones that fit, or free some seats.
invite-make-group = Make a group
forecast-active = Active
forecast-pending = Invited
forecast-waiting = Waiting to sync
forecast-after = Free after this
forecast-short = There is no free seat for this invitation as far as this computer knows.
forecast-as-of = Seats as of { $when }

invitations-lead = An invitation holds its seat for 7 days.
invitations-starter = On Starter you fill the only seat yourself. With { $team }, four colleagues can join you.
invitations-see-plans = See plans
invitations-search = Search email
invitations-to = Invited
invitations-state = Status
invitations-by = by { $who }
invitations-sent-times = sent { $count } times
invitations-undelivered = Not delivered
invitations-no-group = No group
invitations-expires = expires { $when }
invitations-expired = { $when }
invitations-none = Nobody is invited at the moment
invitations-none-about = Send an invitation with a role and a group. It comes by mail and can be accepted for 7 days.
invitations-none-found = No invitation matches
invitations-acts = Actions
invitation-acts = Actions for { $email }
invitation-resend = Resend
invitation-resend-title = Resend the invitation to { $email }?
invitation-link = Copy link
invitation-link-copied = The link for { $email } is copied. Give it to nobody else.
invitation-link-not-copied = It could not be copied. Select the link and copy it by hand.
invitation-link-title = Link for { $email }
invitation-link-label = Invitation link
invitation-link-about = Whoever holds this link can join in this person’s name. Give it to nobody else.
invitation-link-show = Link and QR code
invitation-qr = QR code of the link for { $email }
invitation-qr-about = For somebody who stands beside you: the camera of a phone opens the invitation.
invitation-role = Change role
invitation-role-of = Change the role of { $email }
invitation-role-about = A new mail goes out, and the older link stops working.
invitation-role-title = Invite { $email } as { $role } instead?
invitation-role-confirm = Change and send
invitation-withdraw = Withdraw
invitation-withdraw-title = Withdraw the invitation to { $email }?
### groups

groups-lead = A group is a set of omnichannel permissions that you give to people together.
groups-new = New group
groups-make = Make group
groups-none = No groups yet
groups-none-about = Make a group such as “Order desk”, choose what it may do in omnichannel, then invite people into it. A group before the invitation: then nobody starts with nothing to see.
groups-name = Name
groups-column-permissions = Permissions
groups-start = Start with
groups-start-nothing = Nothing, choose later
groups-start-nothing-about = Starts empty. You choose its permissions next.
groups-start-marketplace-operator = Marketplace operator
groups-start-marketplace-operator-about = Lists products on the marketplaces and keeps them in step with the store. Suits a Manager or an Inventory handler; a Seller only gets to look.
groups-start-order-desk = Order desk
groups-start-order-desk-about = Takes orders through to the courier: fulfilment, shipping receipts, shipments. Suits a Seller, a Manager or an Inventory handler.
groups-start-stock-room = Stock room
groups-start-stock-room-about = Counts and corrects stock, and sees what has to go out. Suits an Inventory handler or a Manager.
groups-start-price-keeper = Price keeper
groups-start-price-keeper-about = Changes prices on every channel and sees the products they belong to. Suits a Manager or an Inventory handler.
groups-start-read-only = Read only
groups-start-read-only-about = Sees the daily business and changes nothing. Suits every role.
groups-starts-with = { $count ->
    [one] Starts with: { $permissions }.
   *[other] Starts with { $count } permissions: { $permissions }.
}
groups-people = { $count ->
    [0] Nobody inside
    [one] 1 person
   *[other] { $count } people
}
groups-invited = { $count ->
    [one] 1 invited
   *[other] { $count } invited
}
groups-permissions = { $count ->
    [0] No permissions
    [one] 1 permission
   *[other] { $count } permissions
}
groups-all = All groups
groups-rename = Rename
groups-rename-title = Rename group
groups-duplicate = Duplicate
groups-duplicate-title = Duplicate { $group }
groups-copy-name = { $number ->
    [1] { $group } (copy)
   *[other] { $group } (copy { $number })
}
groups-copy-without = { $count ->
    [one] 1 permission that this version does not know yet is not copied.
   *[other] { $count } permissions that this version does not know yet are not copied.
}
groups-search = Search groups
groups-none-found = No group by that name
groups-none-found-about = { $count ->
    [one] The search hides 1 group.
   *[other] The search hides { $count } groups.
}
groups-delete = Delete
groups-delete-title = Delete { $group }?
groups-delete-unused = Nobody is in this group, so nobody loses anything.
groups-delete-in-use = { $invitations ->
    [0] { $members ->
        [one] One person is in this group. Say where this person should go.
       *[other] { $members } people are in this group. Say where they should go.
    }
   *[other] { $members ->
        [0] Open invitations carry this group. Say what they should carry instead.
       *[other] { $members } people are in this group, and { $invitations } in invitations. Say where they should go.
    }
}
groups-destination = Move them to
groups-destination-choose = Choose…
groups-destination-none = No group
groups-empty-about = This group holds no permissions yet, so being in it opens nothing. Turn on what its people need.
groups-implied = { $count ->
    [one] On because { $permissions } needs it: turned off, that goes too.
   *[other] On because { $permissions } need it: turned off, those go too.
}
groups-met = You and somebody else changed this group without seeing each other’s change.
groups-turned-on = Will be on
groups-turned-off = Will be off
groups-turned = { $count ->
    [one] 1 change, not saved yet
   *[other] { $count } changes, not saved yet
}
groups-discard = Discard
groups-review = Review…
groups-save = Save
groups-review-title = Change { $group }
groups-review-on = { $count ->
    [one] Goes on
   *[other] Go on ({ $count })
}
groups-review-off = { $count ->
    [one] Goes off
   *[other] Go off ({ $count })
}
groups-review-nothing = Meanwhile the group stands as you wanted it: nothing is left to change.
groups-review-yes = Save changes
groups-who-holds = Who has “{ $permission }”?
groups-who-holds-this = Who has this?
groups-owner-admin-only = Owner and Admin only
groups-kept-without-effect = Kept in this group, but no group can give it.
groups-unknown = Newer permissions
groups-unknown-about = This version does not know these yet. They are kept as they are.
groups-people-title = { $count ->
    [0] People
   *[other] People ({ $count })
}
groups-nobody = Nobody is in this group yet.
groups-more-people = { $count ->
    [one] and 1 more person
   *[other] and { $count } more people
}
groups-more-invited = { $count ->
    [one] and 1 more invited
   *[other] and { $count } more invited
}
groups-all-in-team = See all in Team
groups-once-accepted = Once the invitation is accepted
groups-add-people = Add
groups-add-people-to = Add people to { $group }
groups-find-people = Search the team
groups-find-none = Nobody in the team is called that.
groups-find-more = { $count ->
    [one] 1 more; type to narrow the list.
   *[other] { $count } more; type to narrow the list.
}
groups-inside = Inside
groups-put-in = Put in
groups-take-out = Take out
groups-take-out-of = Take { $who } out
groups-cut = Cut by roles
groups-cut-about = Groups never lift anyone above their role.
groups-cut-for = { $count ->
    [one] 1 of these has no effect for the role { $role }
   *[other] { $count } of these have no effect for the role { $role }
}
groups-cut-here = { $count ->
    [one] No effect for the role { $roles }
   *[other] No effect for the roles { $roles }
}
groups-cut-who = { $members ->
    [0] { $invitations ->
        [one] 1 invited person
       *[other] { $invitations } invited people
    }
   *[other] { $invitations ->
        [0] { $members ->
            [one] 1 person
           *[other] { $members } people
        }
       *[other] { $members ->
            [one] 1 person, { $invitations } invited
           *[other] { $members } people, { $invitations } invited
        }
    }
}
groups-compare = Compare
groups-compare-title = Compare { $group }
groups-compare-with = With
groups-compare-differences = Only what differs
groups-compare-what = Permission or person
groups-compare-in = In { $group }
groups-compare-not-in = Not in { $group }
groups-compare-same = Both groups allow exactly the same.
groups-compare-empty = Neither group allows anything yet.
groups-compare-people = People: { $one } only here, { $both } in both, { $other } only there

### plan

plan-lead = Active people and open invitations each hold a seat. Suspended people hold none.
plan-seats = Seats
plan-seats-about = What waits to sync is not counted until the cloud has taken it.
plan-to-team = Go to Team
plan-current = Your plan
plan-limit = { $limit ->
    [one] 1 seat
   *[other] { $limit } seats
}
plan-unlimited = Unlimited seats
plan-must-go = { $count ->
    [one] { $used } seats are used: 1 must be freed first.
   *[other] { $used } seats are used: { $count } must be freed first.
}
plan-choose = Choose { $plan }
plan-change-title = Change to { $plan }
plan-change-confirm = Change to { $plan }
plan-more = { $count ->
    [one] 1 seat more than now
   *[other] { $count } seats more than now
}
plan-rehearse = See who must go first
rehearsal-title = What { $plan } would take
rehearsal-about = { $used } seats are in use, and { $limit ->
    [one] this plan has one.
   *[other] this plan has { $limit }.
} { $count ->
    [one] One has to fall free first.
   *[other] { $count } have to fall free first.
}
rehearsal-missing = { $count ->
    [one] Choose one more
   *[other] Choose { $count } more
}
rehearsal-enough = { $count ->
    [one] 1 chosen: that is enough
   *[other] { $count } chosen: that is enough
}
rehearsal-who = Who holds a seat
rehearsal-until = runs out { $date }
rehearsal-suspended = will be suspended
rehearsal-withdrawn = will be withdrawn
rehearsal-next = See what it comes to
rehearsal-forecast = What { $plan } comes to
rehearsal-confirm-only = { $count ->
    [one] Free 1 seat
   *[other] Free { $count } seats
}
rehearsal-confirm = { $count ->
    [0] Change to { $plan }
    [one] Free 1 seat and change to { $plan }
   *[other] Free { $count } seats and change to { $plan }
}

### activity

activity-lead = Every change that was made, by whom and from which computer. Nothing here can be edited.
activity-happened = What happened
activity-refused = What was refused
activity-refused-closed = Only Owner and Admin see this
activity-refused-none = Nothing was refused
activity-refused-none-about = When somebody tries what their role does not allow, or two people want the last seat, the attempt is listed here.
activity-none = Nothing has happened yet
activity-none-about = Make a group or invite somebody: every change appears here, with who made it.
activity-earlier = Show earlier
activity-unreached = What happened earlier is kept only at the cloud, and it did not answer just now. Your own work is not affected. Try again in a moment.
activity-refused-unreached = What was refused is kept only at the cloud, and it did not answer just now. Your own work is not affected. Try again in a moment.
activity-start = This is where the store begins.
activity-attempt = { $actor } tried: { $op }.
activity-made-at = made { $when }, sent later

### waiting

waiting-lead = Your own changes that the cloud has not taken yet, or has turned down. Nothing leaves this list without you.
waiting-sync = Sync now
waiting-none = Nothing waits, nothing came back
waiting-none-about = When you work offline, your changes wait here in order. If the cloud turns one down, it comes back here with the reason, and you decide what happens to it.
waiting-came-back = Came back ({ $count })
waiting-on-its-way = On its way ({ $count })
waiting-kept-ended = Kept here until you sign in again ({ $count })
waiting-kept = Kept here until you are online ({ $count })
waiting-is-waiting = Waiting
waiting-is-waiting-about = Sent as soon as the cloud can be reached.
waiting-is-sent = Sent
waiting-is-sent-about = On its way to the cloud; the answer is not here yet.
waiting-is-held = Held
waiting-is-held-about = The cloud does not know this kind of change yet. It is kept, and asked again once it does.
waiting-is-parked = Parked
waiting-is-parked-about = Waits until the change it builds on is settled.
waiting-is-refused = Refused
waiting-is-refused-about = The cloud turned this down.
waiting-is-unknown = No answer
waiting-is-unknown-about = The cloud will not say what became of this. Ask an Owner; it is kept here as a proposal.
waiting-expected = Expected to be refused:
waiting-expected-yes = The cloud is expected to accept this.
waiting-again-yes = Tried again now, it is expected to be accepted.
waiting-again-no = Tried again now, it is expected to be refused:
waiting-again-same = Tried again now, it is expected to be refused for the same reason.
waiting-asked = You asked for
waiting-present = There now
waiting-permission = Permission
waiting-on = On
waiting-off = Off
waiting-gone = Gone
waiting-inside = Inside
waiting-outside = Outside
waiting-seat = 1 more seat
waiting-seats = { $used } of { $limit } seats used
waiting-seats-unlimited = { $used } seats used, without limit
waiting-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
waiting-chosen-above = What becomes of this is chosen above, permission by permission.
waiting-clashes = Changed by you and somebody else ({ $count })
waiting-clash-kept = Your change is still open, and meanwhile { $by } changed this group. Choose what each permission is to be.
waiting-clash-deleted = Your change came back: meanwhile { $by } deleted this group. You can make it anew with what you choose.
waiting-clash-crossed = You and { $by } changed this group without seeing each other’s change. Both were accepted, and the later one stands. Choose where you want it otherwise.
waiting-clash-before = Before
waiting-clash-mine = You
waiting-clash-theirs = They
waiting-clash-shall = From now on
waiting-clash-will = { $count ->
    [one] 1 permission will be changed.
   *[other] { $count } permissions will be changed.
}
waiting-clash-as-it-is = Nothing will be changed: the group stays as it is now.
waiting-clash-anew-about = A new group starts without people; put them in afterwards.
waiting-clash-leave = Leave it as it is
waiting-clash-send = Review and send…
waiting-clash-let-go = Let it go
waiting-clash-anew = Make it anew
waiting-hangs-on = Builds on: { $op }
waiting-made = Made { $when }
waiting-go = Go there
waiting-retry = Try again
waiting-change = Change…
waiting-change-title = Change and send
waiting-change-send = Send
waiting-change-role = Role
waiting-change-group = Group
waiting-change-groups = Groups
waiting-change-days = Days without the cloud
waiting-change-asked = what you asked for
waiting-change-others = The other permissions of this group
waiting-save = Save as a file
waiting-saved = Saved as { $path }
list-page = { $from }–{ $to } of { $total }
list-page-before = Previous
list-page-after = Next
waiting-retry-all = Try all again…
waiting-retry-all-title = Try all again?
waiting-retry-all-yes = { $count ->
    [0] None of these is expected to be accepted now.
    [one] 1 change is expected to be accepted now.
   *[other] { $count } changes are expected to be accepted now.
}
waiting-retry-all-doubtful = { $count ->
    [one] 1 is expected to be refused again, unless others change something first:
   *[other] { $count } are expected to be refused again, unless others change something first:
}
waiting-retry-all-also = Ask these anyway
waiting-retry-all-closed = { $count ->
    [one] 1 cannot be tried again and stays in the list:
   *[other] { $count } cannot be tried again and stay in the list:
}
waiting-retry-all-confirm = { $count ->
    [one] Try 1 again
   *[other] Try { $count } again
}
waiting-drop-all = Drop all…
waiting-drop-all-title = Drop all that came back?
waiting-drop-all-about = { $count ->
    [one] 1 change leaves this list and will not be asked again. Save it as a file first if you may want it later.
   *[other] { $count } changes leave this list and will not be asked again. Save them as a file first if you may want them later.
}
waiting-drop-all-confirm = { $count ->
    [one] Drop 1
   *[other] Drop { $count }
}
waiting-all-asked = { $count ->
    [0] Nothing was asked again.
    [one] 1 change is on its way again.
   *[other] { $count } changes are on their way again.
}
waiting-all-dropped = { $count ->
    [one] 1 change was dropped.
   *[other] { $count } changes were dropped.
}
waiting-drop = Drop
waiting-drop-title = Drop this change?
waiting-drop-about = It will not be sent, and it leaves this list.
waiting-drop-sent = It was sent already: if the cloud takes it, the change is made all the same. It only leaves this list.
waiting-keep = Keep it

### my access

mine-as-of =
    { $when ->
        [now] Synced just now
       *[other] Synced { $when }
    }
mine-groups = Groups
mine-no-groups = You are in no group, so only what comes with your role counts in omnichannel.
mine-who-can-change = Who can change this
mine-nobody-can-change = Nobody: the Owner’s access is always full.
mine-in-store = In the store
mine-in-store-about = Comes with your role, { $role }, and is the same in every store.
mine-in-omnichannel = In omnichannel
mine-held = { $count } of { $all }

### settings

settings-look = Look and language
settings-language = Language
settings-as-system = As the system
settings-theme = Theme
settings-theme-light = Light
settings-theme-dark = Dark
settings-density = Density
settings-density-about = Compact shows more rows at once.
settings-density-comfortable = Comfortable
settings-density-compact = Compact
settings-zoom = Size
settings-zoom-about = Draws the whole window larger or smaller.
settings-keyboard = Keyboard
settings-shortcuts = Show all shortcuts
settings-single-keys = Shortcuts of a single key
settings-single-keys-about = “/” searches, “?” shows all shortcuts. Turn them off if keys are pressed by accident, or by a program that types what you say.
settings-store = Store
settings-store-name = Store name
settings-rename = Rename
settings-rename-title = Rename store
settings-account = Account
settings-keychain-problem = Keyholder could not use this computer’s keychain: there is none, it is locked, or it did not answer. If it is locked, unlock it and start Keyholder again. Otherwise a passphrase can take its place.
settings-keychain-said = Details for whoever helps you
settings-about = About Keyholder
settings-about-about = If somebody helps you, they may ask for these facts. They hold no names and no secrets.
settings-version = Version
settings-cloud = Cloud
settings-store-id = Store id
settings-sync = Sync
settings-kept = Kept here
settings-kept-counts = { $waiting } waiting, { $refused } refused
settings-copy = Copy these facts
settings-copied = Copied
settings-not-copied = Could not be copied. Select the text and copy it by hand.

### ui-c: locking, handing over, passphrase, devices, first sync

lock = Lock
lock-now = Lock now
me-menu = Lock, switch person, sign out
shortcut-lock = Lock
locked = Locked
locked-asked = Nothing is lost, and nothing can be seen until it is unlocked.
locked-idle = Nobody was here for a while, so Keyholder locked itself. Nothing is lost.
locked-lease-ended = The cloud was not reached for as long as this store allows. Nothing is lost: unlock once while this computer is online.
locked-clock-jumped = This computer’s clock jumped ahead. Nothing is lost: unlock once while this computer is online, so that the cloud can tell the time.
locked-waiting = { $count ->
    [one] 1 change waits here to be sent. It is safe.
   *[other] { $count } changes wait here to be sent. They are safe.
}
locked-others = Somebody else?
unlock = Unlock
unlock-busy = Unlocking…
unlock-needs-cloud = This password can only be checked by the cloud just now, so this computer has to be online.
unlock-offline = The cloud cannot be reached, and this needs it once. Check the network, then try again; everything is kept until then.
people-other = Somebody else
people-waiting = { $count ->
    [one] 1 waits
   *[other] { $count } wait
}
switch-person = Switch person
switch-person-title = Who goes on?
switch-person-about = Nothing of yours is wiped or sent in another name. Your desk is locked until you come back.
sign-in-known = Known on this computer

passphrase = Passphrase
passphrase-again = The same once more
passphrase-choose = Choose a passphrase
passphrase-choose-lead = This computer offers no keychain. What Keyholder keeps here is sealed with a passphrase instead, which it asks for each time it starts.
passphrase-hint = At least 12 characters. Four or five words that have nothing to do with each other are good.
passphrase-keep = Seal with this passphrase
passphrase-sealing = Sealing…
passphrase-differs = The two are not the same. Type it once more.
passphrase-short = At least { $count } characters are needed.
passphrase-nothing = Keep nothing on this computer
passphrase-decline-title = Keep nothing on this computer?
passphrase-decline-about = Then your stores are only held while Keyholder is open: you sign in at each start, changes made offline are lost if it closes before they are sent, and closing is held back while any wait.
passphrase-decline = Keep nothing
passphrase-enter = Keyholder is sealed
passphrase-enter-lead = Enter the passphrase that was chosen on this computer.
passphrase-open = Open
passphrase-opening = Opening…
passphrase-forgotten = Nobody can look up a forgotten passphrase, not even the cloud.
passphrase-anew = Begin anew with another passphrase
passphrase-anew-lead = What the forgotten one sealed is set aside and kept on this computer, with whatever was not sent; only that passphrase can read it. You sign in again, and your stores are fetched anew.
passphrase-remembered = I remember it after all
settings-seal = Seal with a passphrase
strength-short = Too short still: { $count } characters or more.
strength-weak = Easy to guess. Add a word or two that have nothing to do with it.
strength-fair = Fair. One more word makes it good.
strength-good = Good.
strength-strong = Strong.
rest-memory = Nothing is kept on this computer: what is not sent is lost when Keyholder closes.

closing = Some changes are not sent yet
closing-about = { $count ->
    [0] Everything is sent.
    [one] 1 change waits to be sent. Nothing is kept on this computer, so closing now loses it.
   *[other] { $count } changes wait to be sent. Nothing is kept on this computer, so closing now loses them.
}
closing-send = Send now
closing-sending = Sending. The window closes as soon as nothing waits.
closing-offline = The cloud cannot be reached just now. Keyholder goes on trying, and the window closes once everything is sent.
closing-save = Save a list
closing-saved = Save it again
closing-stay = Stay
closing-anyway = Close without sending

first-sync = Fetching the store
first-sync-none = Not fetched yet
first-sync-none-about = The cloud cannot be reached. This store is fetched as soon as it can be.
first-sync-begins = Beginning…
first-sync-of = { $rows } of { $total } people, groups and invitations
first-sync-about = Once, at the beginning; from then on only what changed is fetched. If it is interrupted, it goes on where it stopped.

devices = Devices
devices-about = Where you are signed in. Ending one signs it out at the cloud.
devices-this = This computer
devices-unnamed = A computer without a name
devices-seen = Last seen { $when } · signed in { $day }
devices-since = Signed in { $day }
devices-end = Sign out
devices-end-title = Sign { $device } out?
devices-end-about = It can fetch and send nothing more until you sign in there again. Changes that wait on it stay there.
devices-end-confirm = Sign it out
devices-ended = { $device } is signed out.
devices-offline = The list is kept by the cloud, which cannot be reached just now.

lease = Work without the cloud
lease-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
lease-until = This computer locks on { $day } unless it reaches the cloud before.
lease-about = A computer that has not reached the cloud for this long locks itself until it does. Nothing is lost.
lease-change = Change
lease-title = How long may a computer work without the cloud?
lease-label = Days
lease-hint = From 1 to 365; for every computer that holds this store.

settings-lock = Lock when nobody is here
settings-lock-about = Your password opens it again, also without a network.
settings-lock-minutes = { $count ->
    [one] After 1 minute
   *[other] After { $count } minutes
}
settings-lock-never = Never
settings-storage = Storage
settings-rest = Kept on this computer
settings-rest-encrypted = Encrypted; the key, and your sign-in, are in this computer’s keychain.
settings-rest-passphrase = Encrypted, your sign-in too; your passphrase opens it.
settings-rest-memory = Nothing: your stores and your sign-in are only held while Keyholder is open.

error-locked = Keyholder is locked. Unlock it first.
error-bad-password = The password is not right. Check it; capital letters count.
error-bad-passphrase = This is not the passphrase that was chosen here. Check it; capital letters and spaces count.
error-passphrase-needed = A passphrase guards what is kept on this computer. Choose it, or enter it, first.
error-weak-passphrase = A passphrase needs 12 characters or more.
error-holder-gone = The program that holds this profile ended before it answered.
error-no-holder = No other Keyholder answers for this profile. Try again.
error-unknown-call = The Keyholder that holds this profile cannot do this. Close it or update it.
error-snapshot-gone = The cloud does not hold what was being fetched any more. Keyholder fetches it anew.

### cli: the command line

## What it asks and tells

cli-ask-email = Email
cli-ask-password = Password
cli-ask-new-password = A password for the new account, 12 characters or more
cli-ask-passphrase = Passphrase of this computer’s data
cli-ask-new-passphrase = A new passphrase for this computer’s data
cli-ask-again = Once more
cli-ask-send-list = { $count ->
    [one] Send this invitation? (yes or no)
   *[other] Send these { $count } invitations? (yes or no)
}
cli-passphrase-why = This computer offers no keychain. A passphrase of 12 characters or more seals what Keyholder keeps here; nobody can look it up later.
cli-signed-in = Signed in as { $name } <{ $email }> at { $cloud }.
cli-signed-out = Signed out. Nothing of this account is left on this computer.
cli-store-made = The store { $store } is made ({ $id }).
cli-in-use = Commands are about { $store } from now on.
cli-no-stores = No stores yet. An invitation’s link leads into one; `keyholder create-store` makes one.
cli-nobody = Nobody is signed in
cli-holder = Another Keyholder holds the profile (process { $pid }, version { $version })
cli-serving = The profile in { $folder } is open and kept in sync. Ctrl-C ends this.
cli-first-sync = Fetching { $store }: { $rows } of { $total }
cli-and = { $first } and { $last }
cli-and-more = and { $count } more
cli-none = Nothing here.
cli-of = { $shown } of { $total }
cli-yes = yes
cli-no = no
cli-may = { $who }: yes, { $what }.
cli-may-not = { $who }: no, not { $what }.
cli-can-change = Who can change it: { $who }
cli-seats = { $used } of { $limit } seats: { $active } active, { $pending } invited
cli-list-not-sent = Nothing was sent.
cli-list-seats = Seats in use: { $used } now, { $after } after, of { $limit }
cli-accepted = Done: { $op }
cli-kept = Kept, waiting to be sent: { $op }
cli-held = Kept, set aside by the cloud: { $op }
cli-refused = Turned down: { $op }
cli-nothing-to-do = Nothing to do, it is so already: { $op }
cli-ask-anyway = Others could have changed that by then: --ask-anyway asks the cloud all the same.
cli-dropped = Dropped: { $op }
cli-saved = { $count } saved to { $file }
cli-exported = { $count } rows written to { $file }
cli-mark-waiting = waiting to sync
cli-mark-refused = refused
cli-locked = Locked. Edits that wait are sent all the same.
cli-unlocked = Unlocked.
cli-device-ended = { $device } is signed out.
cli-this-device = this one

## Headings

cli-head-account = Account
cli-head-allowed = Allowed
cli-head-area = Area
cli-head-cloud = Cloud
cli-head-device = Device
cli-head-edit = Edit
cli-head-email = Address
cli-head-expires = Expires
cli-head-group = Group
cli-head-groups = Groups
cli-head-holder = Holder
cli-head-id = Id
cli-head-invitations = Invitations
cli-head-inviter = Invited by
cli-head-last-seen = Last seen
cli-head-level = Level
cli-head-made = Made
cli-head-mark = Unconfirmed
cli-head-members = Members
cli-head-must-go = Must leave first
cli-head-name = Name
cli-head-permission = Permission
cli-head-permissions = Permissions
cli-head-plan = Plan
cli-head-reason = Why
cli-head-role = Role
cli-head-row = Row
cli-head-seats = Seats
cli-head-signed-in = Signed in
cli-head-since = Since
cli-head-state = State
cli-head-status = Status
cli-head-store = Store
cli-head-sync = Sync
cli-head-verdict = Verdict

## What goes wrong on a command line only

cli-error-ambiguous = “{ $asked }” fits more than one: { $candidates }. Say which, by address or id.
cli-error-unknown-member = Nobody in the team has the address, the whole name or the id “{ $asked }”.
cli-error-unknown-group = No group is called “{ $asked }”.
cli-error-unknown-invitation = No open invitation is for “{ $asked }”.
cli-error-unknown-store = No store of this account is called “{ $asked }”.
cli-error-unknown-device = No device of this account is called “{ $asked }”.
cli-error-unknown-person = Nobody who is signed in on this computer is called “{ $asked }”.
cli-error-locked = Keyholder is locked. `keyholder unlock` opens it with your password.
cli-error-choose-store = Say which store, with --store or `keyholder use`: { $candidates }.
cli-error-unknown-permission-or-area = “{ $asked }” is no permission and no area. Permissions look like orders.view, areas like void_sale.
cli-error-unknown-op = No such edit is in the outbox.
cli-error-timed-out = What was waited for did not happen in time. Nothing is lost: what was asked is kept and sent later.
cli-error-usage = The command line is not right: { $message }.
cli-error-say-yes = Nobody is there to ask whether this is to be sent. --yes sends what is ready, --dry-run only shows it.
cli-error-list-unreadable = “{ $file }” cannot be read: { $message }.
cli-error-list-does-not-fit = Only { $fit } of { $wanted } have a free seat, so nothing was sent. --partial sends those who fit.
cli-error-not-the-same = What was typed twice was not the same. Nothing was changed.
cli-error-no-password = A password or a passphrase is needed, and there is no terminal to ask for it. Pass it on standard input.
cli-error-interrupted = Interrupted. What was kept stays kept.
cli-error-profile-in-use = Another program holds this profile. Close it, then try again.
cli-error-holder-older = The program that holds this profile is older (version { $version }, process { $pid }). Close it or update it.
cli-error-holder-newer = The program that holds this profile is newer (version { $version }, process { $pid }). Update this one.
cli-error-holder-gone = The program that held this profile ended before it answered. `keyholder outbox` tells what was kept.
cli-error-unknown-call = The program that holds this profile cannot do this. Close it or update it.
cli-error-passphrase-needed = This computer’s data is protected by a passphrase. Give it at a terminal, with --passphrase-file or with --passphrase-stdin.
cli-error-offline = The cloud cannot be reached, and this needs it. Try again with a connection.

## A link that opened the program

link-ask-title = Do you know this cloud?
link-ask-join = A link leads to an invitation at a cloud that is not known on this computer. Go on only if you expected it: whoever wrote the link chose the address.
link-ask-store = A link leads to a store at a cloud that is not known on this computer. Go on only if you expected it: whoever wrote the link chose the address.
link-trust = I expected this
link-leave = Leave it
link-elsewhere-title = A store at another cloud
link-elsewhere = The link leads to a store at { $cloud }, and you are signed in at { $here }. Sign in there to see it; what you have here stays as it is.
link-sign-in = Sign in there
link-missing-title = No such store
link-missing = { $name } has no such store at { $cloud }. Perhaps the invitation went to another of your addresses.
link-page-title = An invitation
link-page = The link leads to an invitation at { $cloud }. Its page opens in your browser, and nothing is accepted until you say so there.
link-show = Show the invitation
join-next-link = Open { $store } in Keyholder

## Where no window can be opened: a plain box of the system. One line each, without values.

start-no-web-view = Keyholder needs Microsoft Edge WebView2 to draw its window, and this computer does not have it. Install the “WebView2 Runtime” from microsoft.com, or ask whoever looks after this computer, then start Keyholder again. Nothing is lost.
start-no-window = Keyholder cannot open its window. Restart the computer and try again; nothing that was saved is lost.

## The menu bar of macOS

menu-app = Keyholder
menu-about = About Keyholder
menu-settings = Settings…
menu-services = Services
menu-hide = Hide Keyholder
menu-hide-others = Hide Others
menu-show-all = Show All
menu-lock = Lock
menu-quit = Quit Keyholder
menu-file = File
menu-close = Close Window
menu-edit = Edit
menu-undo = Undo
menu-redo = Redo
menu-cut = Cut
menu-copy = Copy
menu-paste = Paste
menu-select-all = Select All
menu-view = View
menu-back = Back
menu-forward = Forward
menu-actual = Actual Size
menu-larger = Larger
menu-smaller = Smaller
menu-full-screen = Enter Full Screen
menu-window = Window
menu-minimise = Minimize
menu-maximise = Zoom
menu-front = Bring All to Front
menu-help = Help
menu-sheet = Keyboard Shortcuts

## Notifications, reports and crashes

notify = Notifications
notify-about = Told by your system while you do not look at this window.
notify-refused = A change was refused
notify-accepted = An invitation was accepted
notify-expiring = An invitation expires within a day
notify-seat = A seat is free for an invitation that waits for one
notify-names = Say whom it is about
notify-names-about = Whoever sees your screen, locked or not, may read the names then.
tiding-title = Keyholder
tiding-refused = { $count ->
    [one] A change was refused. It is kept under Waiting & refused.
   *[other] { $count } changes were refused. They are kept under Waiting & refused.
}
tiding-accepted = { $count ->
    [one] An invitation was accepted.
   *[other] { $count } invitations were accepted.
}
tiding-accepted-name = { $name } accepted your invitation.
tiding-expiring = { $count ->
    [one] An invitation expires within a day.
   *[other] { $count } invitations expire within a day.
}
tiding-expiring-name = The invitation for { $name } expires within a day.
tiding-seat = { $count ->
    [one] A seat is free: an invitation that was refused for want of one can be sent again.
   *[other] A seat is free: of { $count } invitations that were refused for want of one, the next can be sent again.
}
report-about = Read it before you send it to anybody. Names, addresses and secrets have been taken out.
report-save = Save…
report-save-title = Save the report
diagnostics = Diagnostics
diagnostics-report = Report for whoever helps you
diagnostics-about = Versions, settings, counts, times and the log’s last lines, as one text.
diagnostics-look = Show the report…
diagnostics-name = Keyholder - report
crash-title = Keyholder ended unexpectedly
crash-about = Something in the program broke when it last ran. Nothing you asked for is lost: every change is on this computer’s disk before it is shown. A report tells where it happened; it holds no names.
crash-about-memory = Something in the program broke when it last ran. Nothing is kept on this computer, so changes that had not been sent yet are gone: please look whether the last ones are there. A report tells where it happened; it holds no names.
crash-look = Show the report
crash-forget = Close
crash-report = Report of a crash
crash-name = Keyholder - crash

## Updates

updates = Updates
updates-version = Version { $version }
updates-looked = Newer versions were last looked for on { $date }.
updates-never = Newer versions have not been looked for yet.
updates-look = Look now
updates-newest = This is the newest version.
updates-by-itself = Look for newer versions by itself
updates-by-itself-about = Once a day. Nothing is fetched or changed before you say so.
updates-not-set-up = Updates are not set up in this copy of Keyholder: it looks for none and accepts none. Whoever gave it to you has newer versions.
updates-package = Keyholder was installed as a package of this system, which the system replaces. Get the newer package and install it the same way. What you have not sent stays here.
updates-offer = Version { $version } is available
updates-made = Made on { $date }.
updates-notes = What is new
updates-now = Update and start anew
updates-later = Not now
updates-page = Show where to get it
updates-fetching = Fetching the new version…
updates-sending = Sending what waits first…
updates-installing = Putting the new version in. The window opens again by itself.
updates-left = { $count ->
    [one] One change could not be sent now. It stays on this computer and is sent after the update.
   *[other] { $count } changes could not be sent now. They stay on this computer and are sent after the update.
}
updates-left-of = { $count ->
    [one] One change of { $name } waits here too. Only { $name } can send it; it stays.
   *[other] { $count } changes of { $name } wait here too. Only { $name } can send them; they stay.
}
updates-anyway = Update all the same
updates-show-waiting = Show what waits
updates-kept = Kept before the update
updates-kept-ours = This version kept what was here on { $date }, before a newer one took over. It can go back to that.
updates-kept-before = Version { $version } kept what was here on { $date }. If you have to go back, install that version again; it offers to use it.
updates-go-back = Go back to what was kept…
updates-go-back-title = Go back to what was kept?
updates-go-back-about = Your stores will be as this computer knew them on { $date }; the cloud tells what happened since. What is here now is put aside, not deleted. Changes that were made since then and never sent are in what is put aside.
updates-go-back-confirm = Go back
updates-went-back = You are back at what was kept before the update.
update-offer = Version { $version } is available
too-old = { $count ->
    [0] This version of Keyholder is too old for the cloud. You can look at everything and go on working; nothing is fetched or sent until it is updated.
    [one] This version of Keyholder is too old for the cloud. Your unsent change stays on this computer and is sent after the update; you can go on working.
   *[other] This version of Keyholder is too old for the cloud. Your { $count } unsent changes stay on this computer and are sent after the update; you can go on working.
}
too-old-ask = Updates are not set up in this copy: ask whoever gave it to you for a newer version.
too-old-update = Update to { $version }…
too-old-look = Look for an update
error-written-by-newer = A newer version of Keyholder wrote what is on this computer. Install that version again to go on where you were. Nothing is lost.
error-update-not-ours = What was fetched does not bear Keyholder’s signature for that version, so it was thrown away. The version that runs is as it was. Try again later; if it happens again, tell whoever looks after Keyholder.
error-update-not-reached = Newer versions cannot be looked for or fetched now. Check the network and try again; the version that runs is as it was.
error-update-not-for-here = There is no newer version for this kind of computer yet.
error-not-updated = The new version could not be put in. The one that runs is as it was, and so is everything that you did.
