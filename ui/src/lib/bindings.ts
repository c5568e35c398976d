// Generated from crates/desk/src/views by `cargo xtask bindings`. Do not edit.

/** A UUID. */
export type Id = string;

/** `null`: it may be done. Else: why not. */
export type May = Told | null;

/** How much of an area a role has. */
export type CellLevel = 'full' | 'partial' | 'none';

/**
 * Someone who can sign in.
 */
export type AccountId = string;

/**
 * Who is signed in.
 */
export type AccountView = {
  /**
   * The account.
   */
  id: AccountId,
  /**
   * Its address.
   */
  email: string,
  /**
   * Its name.
   */
  name: string, };

/**
 * Which page of the activity.
 */
export type ActivityAsk = {
  /**
   * Only what is older than this.
   */
  before: number | null,
  /**
   * How many rows.
   */
  count: number,
  /**
   * The refused attempts instead (Owner and Admin).
   */
  refused: boolean, };

/**
 * One thing that happened, or was attempted.
 */
export type ActivityRow = {
  /**
   * Its number: the entry's, or the attempt's.
   */
  seq: number,
  /**
   * When the cloud applied it.
   */
  at: Time,
  /**
   * When it was made, by the desk's own clock.
   */
  made_at: Time | null,
  /**
   * Who did it, by name; `None` for the system or an erased name.
   */
  by: string | null,
  /**
   * Whether the one who looks did it.
   */
  by_me: boolean,
  /**
   * From which device.
   */
  device: string | null,
  /**
   * The event's type, or the op's for an attempt. Key `event-<type>`; unknown ones are shown by their code.
   */
  type: string,
  /**
   * What happened to whom, names resolved.
   */
  with: { [key in string]: JsonValue },
  /**
   * Why an attempt was refused.
   */
  refused: Told | null, };

/**
 * One page of the activity, newest first.
 */
export type ActivityView = {
  /**
   * The rows.
   */
  rows: Array<ActivityRow>,
  /**
   * Whether there is an older page.
   */
  more: boolean,
  /**
   * What to ask it with.
   */
  before: number | null,
  /**
   * Whether refused attempts may be listed.
   */
  may_see_refused: Told | null, };

/**
 * The answer to one [`Ask`].
 */
export type Answer = {
  /**
   * As asked.
   */
  generation: number,
  /**
   * What to draw.
   */
  view: View, };

/**
 * One of the twelve rows of the role matrix.
 */
export type Area = "ring_up_sales" | "void_sale" | "manage_catalog" | "adjust_inventory" | "manage_customers" | "manage_promotions" | "view_reports" | "invite_remove_staff" | "change_member_role" | "view_team" | "store_settings" | "billing_plan";

/**
 * One row of the matrix.
 */
export type AreaRow = {
  /**
   * The area.
   */
  area: Area,
  /**
   * A cell a role.
   */
  cells: Array<RoleCell>, };

/**
 * One question of the window. `generation` comes back with the answer, so that late slices can be dropped.
 */
export type Ask = {
  /**
   * The store that is looked at.
   */
  store: StoreId,
  /**
   * Counted up by the window with each question.
   */
  generation: number, } & ({ "view": "frame" }
  | { "view": "overview" }
  | { "view": "team" } & TeamAsk | { "view": "member",
  /**
   * Whose.
   */
  member: MemberId, }
  | { "view": "invitations" } & InvitationsAsk | { "view": "groups" }
  | { "view": "group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "view": "roles" }
  | { "view": "plan" }
  | { "view": "activity" } & ActivityAsk | { "view": "waiting" }
  | { "view": "my_access" });

/**
 * The badge that is always in the frame.
 */
export type Badge = {
  /**
   * What it says first.
   */
  state: BadgeState,
  /**
   * The last successful exchange.
   */
  as_of: Time | null,
  /**
   * How many ops wait.
   */
  waiting: number,
  /**
   * How many were refused and are kept.
   */
  refused: number,
  /**
   * What is wrong, if anything.
   */
  problem: DeskError | null, };

/**
 * What the badge says first.
 */
export type BadgeState = "up_to_date" | "syncing" | "waiting" | "offline" | "needs_attention";

/**
 * How a role bounds a permission.
 */
export type Bound = "always" | "by_group" | "never";

/**
 * Someone who could change a thing, by name.
 */
export type CanChange = {
  /**
   * Her name.
   */
  name: string,
  /**
   * Her role.
   */
  role: Role, };

/**
 * One cell that changes.
 */
export type CellChange = {
  /**
   * The area.
   */
  area: Area,
  /**
   * Before.
   */
  from: CellLevel,
  /**
   * After.
   */
  to: CellLevel, };

/**
 * One row of the role matrix for one person, with its reason.
 */
export type CellReason = {
  /**
   * The area.
   */
  area: Area,
  /**
   * How much of it.
   */
  level: CellLevel,
  /**
   * What a partial cell leaves.
   */
  limit: Limit | null,
  /**
   * Why: always by role.
   */
  because: 'role', };

/**
 * Permissions of the group that have no effect for one role among its members.
 */
export type Cut = {
  /**
   * The role that cuts.
   */
  role: Role,
  /**
   * What it cuts.
   */
  permissions: Array<Permission>,
  /**
   * How many members of the group have this role.
   */
  members: number, };

/**
 * How the mail fared.
 */
export type DeliveryView = "queued" | "sent" | "undelivered";

/**
 * How close rows stand.
 */
export type Density = "comfortable" | "compact";

/**
 * An error as the window gets it: a stable code, its values, and a line for the log.
 */
export type DeskError = {
  /**
   * Stable code; the Fluent key is `error-<code with - for _>`.
   */
  code: string,
  /**
   * The facts, by name.
   */
  with: Record<string, JsonValue>,
  /**
   * For logs and for codes that the window does not know: lower case, no secrets.
   */
  message: string, };

/**
 * A device on which she is signed in.
 */
export type Device = {
  /**
   * Its id, by which it can be ended.
   */
  id: Id,
  /**
   * What it calls itself.
   */
  device: string,
  /**
   * When she signed in there.
   */
  signed_in_at: Time,
  /**
   * When it was last heard of, to the minute; none where the cloud did not note it.
   */
  last_seen: Time | null,
  /**
   * Whether it is this one.
   */
  current: boolean, };

/**
 * What became of a dispatch, at once and offline.
 */
export type Dispatched = {
  /**
   * The op's id.
   */
  id: OpId,
  /**
   * Whether it is in the outbox.
   */
  queued: boolean,
  /**
   * The goal was already reached; nothing was queued.
   */
  nothing_to_do: boolean,
  /**
   * What the desk expects the cloud to refuse.
   */
  refusal: Told | null,
  /**
   * Others' acts could change that answer, so it may be asked anyway.
   */
  can_ask_anyway: boolean, };

/**
 * Sidebar and badge.
 */
export type FrameView = {
  /**
   * The store.
   */
  store: StoreName,
  /**
   * Who looks.
   */
  me: Me,
  /**
   * The badge that always tells.
   */
  badge: Badge,
  /**
   * Every screen, and why one may not be opened.
   */
  screens: Array<ScreenMay>,
  /**
   * How many ops wait.
   */
  waiting: number,
  /**
   * How many were refused and are kept.
   */
  refused: number,
  /**
   * Pending invitations.
   */
  invitations_pending: number,
  /**
   * How far the first sync is, or another one that needs the whole store, while it runs.
   */
  progress: Progress | null,
  /**
   * For how long the store is shown without the cloud.
   */
  lease: LeaseView, };

/**
 * A group she is in, or could be put into.
 */
export type GroupChoice = {
  /**
   * The group.
   */
  id: string,
  /**
   * Its name.
   */
  name: string,
  /**
   * Whether she is in it.
   */
  in: boolean,
  /**
   * Whether that may be changed.
   */
  may: Told | null, };

/**
 * A named set of permissions.
 */
export type GroupId = string;

/**
 * What may be done with the group.
 */
export type GroupMay = {
  /**
   * Rename it.
   */
  rename: Told | null,
  /**
   * Delete it (with a destination where somebody is inside).
   */
  delete: Told | null,
  /**
   * Switch its permissions.
   */
  edit: Told | null,
  /**
   * Put people in and take them out.
   */
  assign: Told | null, };

/**
 * One group.
 */
export type GroupRow = {
  /**
   * Its id.
   */
  id: GroupId,
  /**
   * Its name.
   */
  name: string,
  /**
   * Active and suspended members inside.
   */
  members: number,
  /**
   * Pending invitations that offer it.
   */
  invitations: number,
  /**
   * How many permissions it grants.
   */
  permissions: number,
  /**
   * What about it is not confirmed yet.
   */
  mark: Mark | null,
  /**
   * What may be done with it.
   */
  may: GroupRowMay, };

/**
 * What may be done with a group in the list.
 */
export type GroupRowMay = {
  /**
   * Rename it.
   */
  rename: Told | null,
  /**
   * Delete it (with a destination where somebody is inside).
   */
  delete: Told | null,
  /**
   * Switch its permissions.
   */
  edit: Told | null, };

/**
 * One group with its switches.
 */
export type GroupView = {
  /**
   * Its id.
   */
  id: GroupId,
  /**
   * Its name.
   */
  name: string,
  /**
   * What about it is not confirmed yet.
   */
  mark: Mark | null,
  /**
   * The switches by section.
   */
  sections: Array<ToggleSection>,
  /**
   * Codes that this version does not know: kept, shown, never dropped.
   */
  unknown: Array<string>,
  /**
   * The first fifty members by name.
   */
  members: Array<MemberRow>,
  /**
   * How many there are.
   */
  members_total: number,
  /**
   * Pending invitations that offer it.
   */
  invitations: Array<InvitationName>,
  /**
   * What may be done with it.
   */
  may: GroupMay,
  /**
   * Where its people could go when it is deleted.
   */
  others: Array<Named>,
  /**
   * What roles among its members cut off.
   */
  cut: Array<Cut>, };

/**
 * All groups, by name.
 */
export type GroupsView = {
  /**
   * The rows.
   */
  rows: Array<GroupRow>,
  /**
   * Whether one may be made.
   */
  may_create: Told | null, };

/**
 * The first steps of a new store.
 */
export type Guide = {
  /**
   * The steps, in their order.
   */
  steps: Array<GuideRow>,
  /**
   * Whether all are done.
   */
  done: boolean, };

/**
 * A step and how it stands.
 */
export type GuideRow = {
  /**
   * Which.
   */
  step: GuideStep,
  /**
   * Whether it is done, what waits here included.
   */
  done: boolean,
  /**
   * Whether the cloud has not confirmed that yet.
   */
  waiting: boolean,
  /**
   * Whether it may be done now.
   */
  may: Told | null, };

/**
 * One step. Keys `guide-<code>`, `guide-<code>-about`, `guide-<code>-do`.
 */
export type GuideStep = "store" | "group" | "seat" | "invitation";

/**
 * An invitation.
 */
export type InvitationId = string;

/**
 * What may be done with an invitation.
 */
export type InvitationMay = {
  /**
   * Send it again.
   */
  resend: Told | null,
  /**
   * Withdraw it.
   */
  withdraw: Told | null,
  /**
   * Offer another role or other groups.
   */
  change_role: Told | null,
  /**
   * Copy its link (online only).
   */
  link: Told | null, };

/**
 * A pending invitation that offers the group.
 */
export type InvitationName = {
  /**
   * Its id.
   */
  id: InvitationId,
  /**
   * The address as typed.
   */
  email: string, };

/**
 * One invitation.
 */
export type InvitationRow = {
  /**
   * Its id.
   */
  id: InvitationId,
  /**
   * The address as typed.
   */
  email: string,
  /**
   * The role that is offered.
   */
  role: Role,
  /**
   * The groups that are offered.
   */
  groups: Array<Named>,
  /**
   * Where it stands.
   */
  status: InvitationStanding,
  /**
   * When its seat falls free.
   */
  expires_at: Time | null,
  /**
   * Who sent it, by name.
   */
  invited_by: string | null,
  /**
   * How many times it was sent.
   */
  sent_count: number,
  /**
   * How the mail fared.
   */
  delivery: DeliveryView | null,
  /**
   * Why it could not be sent.
   */
  delivery_reason: string | null,
  /**
   * What about it is not confirmed yet.
   */
  mark: Mark | null,
  /**
   * What may be done with it.
   */
  may: InvitationMay,
  /**
   * The roles that can be offered instead.
   */
  roles: Array<RoleChoice>,
  /**
   * Nobody who accepts this will see anything in omnichannel: no group grants what the role may hold.
   */
  empty_access: boolean, };

/**
 * Where an invitation stands.
 */
export type InvitationStanding = "waiting" | "pending" | "expired";

/**
 * Which slice of the invitations.
 */
export type InvitationsAsk = {
  /**
   * A part of the address.
   */
  search: string,
  /**
   * Only this standing.
   */
  status: InvitationStanding | null,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * One slice of the invitations.
 */
export type InvitationsView = {
  /**
   * How many match.
   */
  total: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows: what waits first, then pending, then expired.
   */
  rows: Array<InvitationRow>,
  /**
   * The seat forecast.
   */
  seats: Seats,
  /**
   * Whether somebody may be invited now.
   */
  may_invite: Told | null,
  /**
   * The roles that can be offered.
   */
  roles: Array<RoleChoice>,
  /**
   * The groups that can be offered.
   */
  groups: Array<Named>, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * Where the sign-in rests.
 */
export type KeychainKind = "system" | "memory";

/**
 * The window's language.
 */
export type Language = "en" | "id" | "system";

/**
 * For how many days a desk may work without having reached the cloud: 1 to 365.
 */
export type LeaseDays = number;

/**
 * The offline lease of this store on this machine.
 */
export type LeaseView = {
  /**
   * For how many days without the cloud.
   */
  days: number,
  /**
   * When it ends unless the cloud is heard, by the cloud's time; none before the first contact.
   */
  ends_at: Time | null,
  /**
   * Whether she may set the days.
   */
  may_set: Told | null, };

/**
 * What `partial` means on reports, and on `dashboard.view`.
 */
export type Limit = "own_sales" | "stock_reports";

/**
 * The program is locked: nothing is shown, nothing is lost, and syncing goes on.
 */
export type Locked = {
  /**
   * Why.
   */
  why: LockedWhy,
  /**
   * Whose password opens it.
   */
  name: string,
  /**
   * Her address.
   */
  email: string,
  /**
   * How many of her ops wait to be sent.
   */
  waiting: number,
  /**
   * Whether her password opens it without the cloud.
   */
  offline_possible: boolean, };

/**
 * Why nothing is shown.
 */
export type LockedWhy = "asked" | "idle" | "lease_ended" | "clock_jumped";

/**
 * What a row waits for, or what became of the last thing asked about it.
 */
export type Mark = "waiting" | "refused";

/**
 * Who looks.
 */
export type Me = {
  /**
   * My member id, once a sync told it.
   */
  member: MemberId | null,
  /**
   * My name.
   */
  name: string,
  /**
   * My role here.
   */
  role: Role,
  /**
   * My address.
   */
  email: string, };

/**
 * An account's place in one store. Never used again.
 */
export type MemberId = string;

/**
 * What may be done with a member.
 */
export type MemberMay = {
  /**
   * Suspend her.
   */
  suspend: Told | null,
  /**
   * Restore her.
   */
  restore: Told | null,
  /**
   * Remove her.
   */
  remove: Told | null,
  /**
   * Give her any other role.
   */
  change_role: Told | null, };

/**
 * One member in a list.
 */
export type MemberRow = {
  /**
   * Her id.
   */
  id: MemberId,
  /**
   * Her name; empty where it was erased.
   */
  name: string,
  /**
   * Her address as typed; empty where it was erased.
   */
  email: string,
  /**
   * Her role.
   */
  role: Role,
  /**
   * Her groups.
   */
  groups: Array<Named>,
  /**
   * Her standing.
   */
  status: Standing,
  /**
   * Since when she is a member.
   */
  since: Time | null,
  /**
   * Whether she is the one who looks.
   */
  me: boolean,
  /**
   * What about her is not confirmed yet.
   */
  mark: Mark | null, };

/**
 * A member's panel.
 */
export type MemberView = {
  /**
   * Her row.
   */
  member: MemberRow,
  /**
   * The twelve areas.
   */
  cells: Array<CellReason>,
  /**
   * The 25 permissions.
   */
  permissions: Array<PermissionReason>,
  /**
   * The five roles that can be given.
   */
  roles: Array<RoleChoice>,
  /**
   * All groups.
   */
  groups: Array<GroupChoice>,
  /**
   * What may be done with her.
   */
  may: MemberMay,
  /**
   * What happened to her, newest first, as far as it is held here.
   */
  history: Array<ActivityRow>,
  /**
   * Who could change her access, by name.
   */
  can_change: Array<CanChange>,
  /**
   * What a partial cell leaves of reports and the dashboard.
   */
  partial_note: Limit | null, };

/**
 * One's own access with its reasons.
 */
export type MyAccessView = {
  /**
   * My name.
   */
  name: string,
  /**
   * My address.
   */
  email: string,
  /**
   * My role.
   */
  role: Role,
  /**
   * `active` or `suspended`; others are shown as they come.
   */
  status: string,
  /**
   * The twelve areas.
   */
  cells: Array<CellReason>,
  /**
   * The 25 permissions.
   */
  permissions: Array<PermissionReason>,
  /**
   * My groups.
   */
  groups: Array<Named>,
  /**
   * Who could change it, by name.
   */
  can_change: Array<CanChange>,
  /**
   * When the cloud last confirmed it.
   */
  as_of: Time | null, };

/**
 * An id and the name to show for it: a group, most often.
 */
export type Named = {
  /**
   * What it stands for.
   */
  id: string,
  /**
   * What is shown.
   */
  name: string, };

/**
 * What a store lacks whose first steps are over. Key `next-<code>`.
 */
export type NextStep = "make_group" | "upgrade";

/**
 * Something the program has to say that no command asked for. Key `notice-<code>`.
 */
export type Notice = {
  /**
   * The stable code.
   */
  code: string,
  /**
   * Its values.
   */
  with: { [key in string]: JsonValue }, };

/**
 * One thing asked for.
 */
export type Op = { "type": "group.create", group: GroupId, name: string, permissions: Array<Permission>, }
  | { "type": "group.rename", group: GroupId, from: string, to: string, }
  | { "type": "group.delete", group: GroupId, move_to?: GroupId | null, }
  | { "type": "group.grant", group: GroupId, permissions: Array<Permission>, }
  | { "type": "group.revoke", group: GroupId, permissions: Array<Permission>, }
  | { "type": "member.change_role", member: MemberId, from: Role, to: Role, }
  | { "type": "member.add_to_group", member: MemberId, group: GroupId, }
  | { "type": "member.remove_from_group", member: MemberId, group: GroupId, }
  | { "type": "member.suspend", member: MemberId, }
  | { "type": "member.restore", member: MemberId, }
  | { "type": "member.remove", member: MemberId, }
  | { "type": "invitation.send", invitation: InvitationId, email: string, role: Role, groups: Array<GroupId>, }
  | { "type": "invitation.resend", invitation: InvitationId, }
  | { "type": "invitation.withdraw", invitation: InvitationId, }
  | { "type": "invitation.change_role", invitation: InvitationId, from: Role, to: Role, }
  | { "type": "invitation.add_to_group", invitation: InvitationId, group: GroupId, }
  | { "type": "invitation.remove_from_group", invitation: InvitationId, group: GroupId, }
  | { "type": "store.rename", from: string, to: string, }
  | { "type": "plan.change", from: Plan, to: Plan, }
  | { "type": "store.set_offline_lease", from: LeaseDays, to: LeaseDays, };

/**
 * Something asked for: one outcome for ever.
 */
export type OpId = string;

/**
 * Where an op stands.
 */
export type OpState = "waiting" | "sent" | "held" | "parked" | "refused" | "unknown";

/**
 * The first screen.
 */
export type OverviewView = {
  /**
   * Seats by kind.
   */
  seats: Seats,
  /**
   * The plan.
   */
  plan: Plan,
  /**
   * More seats are used than the plan allows.
   */
  over_limit: boolean,
  /**
   * Active members by role.
   */
  by_role: Array<RoleCount>,
  /**
   * How many ops wait.
   */
  waiting: number,
  /**
   * The latest three refusals that are kept.
   */
  refused: Array<WaitingRow>,
  /**
   * The latest eight entries.
   */
  activity: Array<ActivityRow>,
  /**
   * How many groups there are.
   */
  groups: number,
  /**
   * How many members, active and suspended.
   */
  members: number,
  /**
   * Whether somebody may be invited now.
   */
  may_invite: Told | null,
  /**
   * Whether a group may be made.
   */
  may_make_group: Told | null,
  /**
   * The first steps of a new store, for whoever may take them all.
   */
  guide: Guide | null,
  /**
   * What to do next, where no guide tells it.
   */
  next_steps: Array<NextStep>, };

/**
 * What is asked about a passphrase now.
 */
export type PassphraseAsk = "none" | "choose" | "enter";

/**
 * One of 25 `section.action` codes.
 */
export type Permission = "dashboard.view" | "product.view" | "product.scan" | "product.download" | "product.upload" | "inventory.view" | "inventory.update" | "price.view" | "price.update" | "orders.view" | "orders.fulfillment" | "orders.download" | "sync_log.view" | "logistics.view" | "logistics.update" | "channel.view" | "channel.add" | "channel.edit" | "channel.delete" | "developer.view" | "json_api.view" | "users.view" | "users.create" | "users.edit" | "users.delete";

/**
 * Why a permission is held, or is not.
 */
export type PermissionBecause = "by_role" | "by_group" | "cut_by_role" | "no_group" | "implied_view";

/**
 * One of the 25 permissions for one person, with its reason.
 */
export type PermissionReason = {
  /**
   * The permission.
   */
  permission: Permission,
  /**
   * Its section.
   */
  section: Section,
  /**
   * Whether she holds it.
   */
  allowed: boolean,
  /**
   * Why.
   */
  reason: PermissionBecause,
  /**
   * Which of her groups grant it.
   */
  groups: Array<Named>,
  /**
   * What a partial cell leaves of it.
   */
  limit: Limit | null,
  /**
   * Whether it touches money, people or channels.
   */
  sensitive: boolean, };

/**
 * One row of the cut.
 */
export type PermissionRow = {
  /**
   * The permission.
   */
  permission: Permission,
  /**
   * Its section.
   */
  section: Section,
  /**
   * A bound a role.
   */
  bounds: Array<RoleBound>, };

/**
 * Somebody who is signed in on this machine.
 */
export type Person = {
  /**
   * Her account.
   */
  id: AccountId,
  /**
   * Her name.
   */
  name: string,
  /**
   * Her address.
   */
  email: string,
  /**
   * Her cloud.
   */
  cloud: string,
  /**
   * Whether the program is hers now.
   */
  current: boolean,
  /**
   * How many of her ops wait to be sent.
   */
  waiting: number, };

/**
 * One person whom the change touches.
 */
export type PersonChange = {
  /**
   * Member or invitation.
   */
  kind: PersonKind,
  /**
   * Her id.
   */
  id: string,
  /**
   * Her name, or the address of the invitation.
   */
  name: string,
  /**
   * The cells that change.
   */
  cells: Array<CellChange>,
  /**
   * Permissions she would gain.
   */
  gained: Array<Permission>,
  /**
   * Permissions she would lose.
   */
  lost: Array<Permission>, };

/**
 * Whom a change touches.
 */
export type PersonKind = "member" | "invitation";

/**
 * What a store pays for: it decides how many seats there are.
 */
export type Plan = "starter" | "team" | "business" | "enterprise";

/**
 * One plan to choose.
 */
export type PlanChoice = {
  /**
   * The plan.
   */
  plan: Plan,
  /**
   * What it allows.
   */
  limit: SeatLimit,
  /**
   * Whether the store is on it.
   */
  current: boolean,
  /**
   * Whether it may be chosen.
   */
  may: Told | null,
  /**
   * How many seats must fall free before it fits.
   */
  must_go: number, };

/**
 * Plan and seats.
 */
export type PlanView = {
  /**
   * The present plan.
   */
  plan: Plan,
  /**
   * Seats by kind.
   */
  seats: Seats,
  /**
   * More seats are used than the plan allows.
   */
  over_limit: boolean,
  /**
   * Every plan.
   */
  plans: Array<PlanChoice>, };

/**
 * What an op would change.
 */
export type PreviewView = {
  /**
   * The first people it touches.
   */
  people: Array<PersonChange>,
  /**
   * How many there are.
   */
  people_total: number,
  /**
   * Seats now.
   */
  seats_before: Seats,
  /**
   * Seats after.
   */
  seats_after: Seats,
  /**
   * What to know first.
   */
  warnings: Array<Warning>,
  /**
   * Why it would be refused.
   */
  refusal: Told | null,
  /**
   * Others' acts could change that answer, so it may be asked anyway.
   */
  can_ask_anyway: boolean, };

/**
 * How far a snapshot is that is being fetched.
 */
export type Progress = {
  /**
   * Rows that are kept.
   */
  rows: number,
  /**
   * Rows in all; 0 until the cloud told.
   */
  total: number, };

/**
 * Where her data rests.
 */
export type RestKind = "encrypted" | "passphrase" | "memory";

/**
 * One of six roles, built in and ranked. Never call a permission a role.
 */
export type Role = "owner" | "admin" | "manager" | "seller" | "inventory_handler" | "viewer";

/**
 * One cell of the cut.
 */
export type RoleBound = {
  /**
   * The role.
   */
  role: Role,
  /**
   * Whether a group can give it.
   */
  bound: Bound, };

/**
 * One cell of the matrix.
 */
export type RoleCell = {
  /**
   * The role.
   */
  role: Role,
  /**
   * How much of the area.
   */
  level: CellLevel,
  /**
   * What a partial cell leaves.
   */
  limit: Limit | null, };

/**
 * One role that could be given, and why it may not.
 */
export type RoleChoice = {
  /**
   * The role.
   */
  role: Role,
  /**
   * Whether it may be given.
   */
  may: Told | null, };

/**
 * One role's column.
 */
export type RoleColumn = {
  /**
   * The role.
   */
  role: Role,
  /**
   * Its rank, 6 for the Owner.
   */
  rank: number,
  /**
   * How many active members hold it; `None` where this desk holds no team.
   */
  members: number | null, };

/**
 * How many hold a role.
 */
export type RoleCount = {
  /**
   * The role.
   */
  role: Role,
  /**
   * How many.
   */
  count: number, };

/**
 * The role matrix and the cut of the 25.
 */
export type RolesView = {
  /**
   * The six roles, the Owner first.
   */
  roles: Array<RoleColumn>,
  /**
   * The twelve areas.
   */
  areas: Array<AreaRow>,
  /**
   * The 25 permissions.
   */
  permissions: Array<PermissionRow>, };

/**
 * Every screen of the window, in the order of the sidebar.
 */
export type Screen = "overview" | "team" | "invitations" | "groups" | "roles" | "plan" | "activity" | "waiting" | "my_access" | "settings";

/**
 * One entry of the sidebar.
 */
export type ScreenMay = {
  /**
   * Which screen.
   */
  screen: Screen,
  /**
   * Whether it may be opened.
   */
  may: Told | null, };

/**
 * How many seats there are. Unlimited is a value of its own, never 0 or null.
 */
export type SeatLimit = number | "unlimited";

/**
 * Seats by kind, as of the last sync, with what waits beside them.
 */
export type Seats = {
  /**
   * Active members, the Owner too.
   */
  active: number,
  /**
   * Held by invitations that are pending and not expired.
   */
  pending: number,
  /**
   * Both.
   */
  used: number,
  /**
   * What the plan allows.
   */
  limit: SeatLimit,
  /**
   * What is left; `None` where the plan knows no limit.
   */
  free: number | null,
  /**
   * How many seats what waits here would take (or, below zero, give back) once the cloud agrees.
   */
  waiting: number,
  /**
   * When this was last confirmed by the cloud.
   */
  as_of: Time | null, };

/**
 * What the permissions are grouped by. Every section has a View.
 */
export type Section = "dashboard" | "product" | "inventory" | "price" | "orders" | "sync_log" | "logistics" | "channel" | "developer" | "json_api" | "users";

/**
 * The program as a whole.
 */
export type SessionView = {
  /**
   * Whether anybody is signed in on this profile.
   */
  signed_in: boolean,
  /**
   * Who.
   */
  account: AccountView | null,
  /**
   * At which cloud.
   */
  cloud: string,
  /**
   * Where the sign-in rests.
   */
  keychain: KeychainKind,
  /**
   * Why the system's keychain is not used.
   */
  keychain_problem: string | null,
  /**
   * Where her data rests.
   */
  rest: RestKind,
  /**
   * What is asked about a passphrase now.
   */
  passphrase: PassphraseAsk,
  /**
   * Her stores.
   */
  stores: Array<StoreLink>,
  /**
   * The store that is open.
   */
  open: StoreId | null,
  /**
   * What she chose.
   */
  settings: Settings,
  /**
   * What is to be told.
   */
  notices: Array<Notice>,
  /**
   * The session ended: sign in again to sync. What is held here stays readable.
   */
  ended: boolean,
  /**
   * The cloud was not reached at the last try.
   */
  offline: boolean,
  /**
   * Why nothing is shown, if so.
   */
  locked: Locked | null,
  /**
   * Everybody who is signed in on this machine, she included.
   */
  people: Array<Person>, };

/**
 * What the person chose for this profile.
 */
export type Settings = {
  /**
   * Language.
   */
  language: Language,
  /**
   * Colours.
   */
  theme: Theme,
  /**
   * Density.
   */
  density: Density,
  /**
   * How large everything is drawn.
   */
  zoom: Zoom,
  /**
   * The cloud's address, preset at sign-in.
   */
  cloud: string,
  /**
   * After how many minutes without input the program locks; none: never.
   */
  lock_after: number | null,
  /**
   * The guide of a new store was put away; it comes back with the next store that is made, or when it is asked for.
   */
  guide_skipped: boolean, };

/**
 * A member's standing, as far as rows show it.
 */
export type Standing = "active" | "suspended";

/**
 * A store: the tenant.
 */
export type StoreId = string;

/**
 * One store of the account that is signed in.
 */
export type StoreLink = {
  /**
   * Its id.
   */
  store: StoreId,
  /**
   * Its name.
   */
  name: string,
  /**
   * My role there.
   */
  role: Role,
  /**
   * `active` or `suspended`; others are shown as they come.
   */
  status: string, };

/**
 * The store that is looked at.
 */
export type StoreName = {
  /**
   * Its id.
   */
  id: StoreId,
  /**
   * Its name.
   */
  name: string, };

/**
 * Which slice of the members.
 */
export type TeamAsk = {
  /**
   * Words that name or address contain; case and diacritics do not matter.
   */
  search: string,
  /**
   * Only this role.
   */
  role: Role | null,
  /**
   * Only members of this group.
   */
  group: GroupId | null,
  /**
   * Only this standing.
   */
  status: Standing | null,
  /**
   * The order.
   */
  sort: TeamSort,
  /**
   * The order turned round.
   */
  descending: boolean,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * What Team is sorted by.
 */
export type TeamSort = "name" | "role" | "email" | "since";

/**
 * One slice of the members.
 */
export type TeamView = {
  /**
   * How many match.
   */
  total: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows.
   */
  rows: Array<MemberRow>,
  /**
   * How many members there are without any filter.
   */
  all: number,
  /**
   * How many hold each role, without any filter.
   */
  roles: Array<RoleCount>,
  /**
   * The groups to filter by.
   */
  groups: Array<Named>,
  /**
   * Whether somebody may be invited now.
   */
  may_invite: Told | null, };

/**
 * The window's colours.
 */
export type Theme = "light" | "dark" | "system";

/**
 * An instant, written as RFC 3339 in UTC with `Z`.
 */
export type Time = string;

/**
 * One switch.
 */
export type Toggle = {
  /**
   * The permission.
   */
  permission: Permission,
  /**
   * Whether the group grants it.
   */
  on: boolean,
  /**
   * No group can give it: Owner and Admin hold it by role.
   */
  owner_admin_only: boolean,
  /**
   * Which permissions keep this View on.
   */
  implied_by: Array<Permission>,
  /**
   * Whether it may be switched.
   */
  may: Told | null,
  /**
   * Whether the switch waits for the cloud.
   */
  mark: Mark | null,
  /**
   * Whether it touches money, people or channels.
   */
  sensitive: boolean, };

/**
 * One section of switches.
 */
export type ToggleSection = {
  /**
   * The section's code.
   */
  section: Section,
  /**
   * Its switches, View first.
   */
  toggles: Array<Toggle>, };

/**
 * A refusal as the window shows it: key `refusal-<code>`, arguments from `with`.
 */
export type Told = {
  /**
   * The stable code.
   */
  code: string,
  /**
   * Its values.
   */
  with: { [key in string]: JsonValue }, };

/**
 * What a screen draws.
 */
export type View = { "view": "frame" } & FrameView | { "view": "overview" } & OverviewView | { "view": "team" } & TeamView | { "view": "member" } & MemberView | { "view": "invitations" } & InvitationsView | { "view": "groups" } & GroupsView | { "view": "group" } & GroupView | { "view": "roles" } & RolesView | { "view": "plan" } & PlanView | { "view": "activity" } & ActivityView | { "view": "waiting" } & WaitingView | { "view": "my_access" } & MyAccessView;

/**
 * What may be done with a kept op.
 */
export type WaitingMay = {
  /**
   * Ask the same again, as a new op.
   */
  retry: Told | null,
  /**
   * Forget it.
   */
  drop: Told | null, };

/**
 * One op of the outbox.
 */
export type WaitingRow = {
  /**
   * Its id.
   */
  id: OpId,
  /**
   * When it was asked.
   */
  made_at: Time,
  /**
   * The op as written, for "change and send".
   */
  op: Op,
  /**
   * The op in words.
   */
  words: Words,
  /**
   * Where it stands.
   */
  state: OpState,
  /**
   * What the desk expects the cloud to answer now, where that is a refusal.
   */
  expected: Told | null,
  /**
   * What the cloud answered.
   */
  refusal: Told | null,
  /**
   * The value that is there now, where the refusal was about it.
   */
  present: JsonValue | null,
  /**
   * The op whose refusal this one hangs on.
   */
  depends_on: OpId | null,
  /**
   * What may be done with it.
   */
  may: WaitingMay, };

/**
 * The outbox and what came back.
 */
export type WaitingView = {
  /**
   * What waits, in the order in which it will be sent.
   */
  waiting: Array<WaitingRow>,
  /**
   * What came back refused or will never be answered, newest first.
   */
  refused: Array<WaitingRow>,
  /**
   * The badge.
   */
  badge: Badge, };

/**
 * Something to know before confirming. Key `warning-<code>`.
 */
export type Warning = {
  /**
   * The stable code.
   */
  code: string,
  /**
   * Its values.
   */
  with: { [key in string]: JsonValue }, };

/**
 * An op in words: key `op-<type>`, arguments from `with`, names resolved.
 */
export type Words = {
  /**
   * The op's type.
   */
  type: string,
  /**
   * Its values.
   */
  with: { [key in string]: JsonValue }, };

/**
 * How large the whole window is drawn, in percent: 75 to 200.
 */
export type Zoom = number;
