// Generated from crates/desk/src/views by `cargo xtask bindings`. Do not edit.

/** A UUID. */
export type Id = string;

/** `null`: it may be done. Else: why not. */
export type May = Told | null;

/** How much of an area a role has. */
export type CellLevel = 'full' | 'partial' | 'none';

/**
 * Those who could, the Owner first.
 */
export type Able = {
  /**
   * The first of them.
   */
  names: Array<CanChange>,
  /**
   * How many there are beside them.
   */
  more: number, };

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
 * One act, and a slice of its ops.
 */
export type ActAsk = {
  /**
   * Which act.
   */
  act: string,
  /**
   * Only the ops that stand there; empty: all.
   */
  only: Array<StepState>,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * What became of one op of an act.
 */
export type ActRow = {
  /**
   * What it is about.
   */
  kind: BulkKind,
  /**
   * Its id.
   */
  id: string,
  /**
   * Its name.
   */
  name: string,
  /**
   * Her address.
   */
  email: string,
  /**
   * Her role now.
   */
  role: Role | null,
  /**
   * The op in words.
   */
  words: Words,
  /**
   * Where it stands.
   */
  state: StepState,
  /**
   * Why it was refused.
   */
  why: Told | null, };

/**
 * What became of an act.
 */
export type ActView = {
  /**
   * How many ops it has.
   */
  total: number,
  /**
   * How many the cloud took.
   */
  done: number,
  /**
   * How many are at the cloud or on their way.
   */
  sent: number,
  /**
   * How many wait here.
   */
  unsent: number,
  /**
   * How many were refused, or will never be answered.
   */
  refused: number,
  /**
   * How many were dropped before they were sent.
   */
  dropped: number,
  /**
   * Whether it may still be taken back.
   */
  undo: boolean,
  /**
   * How many rows there are to look at: all, or those that were asked for.
   */
  listed: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows: what was refused first.
   */
  rows: Array<ActRow>, };

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
  | { "view": "invitations" } & InvitationsAsk | { "view": "invite_many" } & InviteManyAsk | { "view": "groups" }
  | { "view": "group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "view": "group_draft" } & GroupDraftAsk | { "view": "compare_groups",
  /**
   * The first.
   */
  one: GroupId,
  /**
   * The other.
   */
  other: GroupId, }
  | { "view": "roles" }
  | { "view": "holders" } & HoldersAsk | { "view": "plan" }
  | { "view": "rehearsal" } & RehearsalAsk | { "view": "bulk" } & BulkAsk | { "view": "act" } & ActAsk | { "view": "undoable" }
  | { "view": "activity" } & ActivityAsk | { "view": "waiting" } & WaitingAsk | { "view": "ask_again" }
  | { "view": "my_access" });

/**
 * All that came back, at once.
 */
export type AskAgainView = {
  /**
   * What is expected to be accepted, the oldest first.
   */
  accepted: Array<OpId>,
  /**
   * What may be asked although it is expected to be refused again.
   */
  doubtful: Array<OpId>,
  /**
   * Why, counted.
   */
  doubts: Array<Tally>,
  /**
   * Why others cannot be tried again, counted.
   */
  closed: Array<Tally>,
  /**
   * Everything that came back: what may be dropped, the oldest first.
   */
  all: Array<OpId>, };

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
 * Mine and what is there, by what they are. Nothing there: it is gone.
 */
export type Beside = { "kind": "role",
  /**
   * As asked.
   */
  mine: string,
  /**
   * As it stands.
   */
  present: string | null, }
  | { "kind": "name",
  /**
   * As asked.
   */
  mine: string,
  /**
   * As it stands.
   */
  present: string | null, }
  | { "kind": "plan",
  /**
   * As asked.
   */
  mine: string,
  /**
   * As it stands.
   */
  present: string, }
  | { "kind": "days",
  /**
   * As asked.
   */
  mine: number,
  /**
   * As it stands.
   */
  present: number, }
  | { "kind": "inside",
  /**
   * As asked.
   */
  mine: boolean,
  /**
   * As it stands.
   */
  present: boolean | null, }
  | { "kind": "status",
  /**
   * As asked.
   */
  mine: string,
  /**
   * As it stands.
   */
  present: string | null, }
  | { "kind": "seats",
  /**
   * Used now.
   */
  used: number,
  /**
   * What the plan allows.
   */
  limit: SeatLimit, }
  | { "kind": "toggles",
  /**
   * Those that are asked for.
   */
  toggles: Array<BesideToggle>,
  /**
   * Whether the group is there.
   */
  present: boolean, };

/**
 * One permission, as asked and as it stands.
 */
export type BesideToggle = {
  /**
   * Which.
   */
  permission: Permission,
  /**
   * As asked.
   */
  mine: boolean,
  /**
   * As it stands.
   */
  present: boolean, };

/**
 * How a role bounds a permission.
 */
export type Bound = "always" | "by_group" | "never";

/**
 * What is foreseen, one slice of it.
 */
export type BulkAsk = {
  /**
   * Only the rows that come to this; none: all.
   */
  only: Verdict | null,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, } & ({ "of": "members",
  /**
   * On whom.
   */
  picked: Picked, } & ({ "act": "change_role",
  /**
   * Which.
   */
  to: Role, }
  | { "act": "add_to_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "remove_from_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "suspend" }
  | { "act": "restore" }
  | { "act": "remove" }) | { "of": "plan",
  /**
   * Which plan.
   */
  plan: Plan,
  /**
   * Proposed, but to stay.
   */
  without: Array<string>,
  /**
   * Not proposed, but to go.
   */
  with: Array<string>, }
  | { "of": "undo",
  /**
   * Which.
   */
  act: string, });

/**
 * What became of an order, at once and offline.
 */
export type BulkDone = {
  /**
   * The act, to be looked at and taken back by; none where nothing was done.
   */
  act: Id | null,
  /**
   * How many ops were queued.
   */
  asked: number,
  /**
   * How many were dropped before they were sent.
   */
  dropped: number,
  /**
   * Why nothing was done.
   */
  refusal: Told | null, };

/**
 * What a row is about.
 */
export type BulkKind = "member" | "invitation" | "group" | "store";

/**
 * What her role lets her do to many at once; each row is judged when it is foreseen.
 */
export type BulkMay = {
  /**
   * Change roles, and who is in which group.
   */
  access: Told | null,
  /**
   * Suspend, restore and remove.
   */
  staff: Told | null, };

/**
 * What is to be done in one go.
 */
export type BulkOf = { "of": "members",
  /**
   * On whom.
   */
  picked: Picked, } & ({ "act": "change_role",
  /**
   * Which.
   */
  to: Role, }
  | { "act": "add_to_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "remove_from_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "suspend" }
  | { "act": "restore" }
  | { "act": "remove" }) | { "of": "plan",
  /**
   * Which plan.
   */
  plan: Plan,
  /**
   * Proposed, but to stay.
   */
  without: Array<string>,
  /**
   * Not proposed, but to go.
   */
  with: Array<string>, }
  | { "of": "undo",
  /**
   * Which.
   */
  act: string, };

/**
 * What is asked for, as it was foreseen.
 */
export type BulkOrder = {
  /**
   * The forecast that was shown; where it is another by now, nothing is done. None: nothing was shown.
   */
  seen: string | null,
  /**
   * Where seats do not suffice for all: do it for as many as fit. Else nothing is done.
   */
  partial: boolean, } & ({ "of": "members",
  /**
   * On whom.
   */
  picked: Picked, } & ({ "act": "change_role",
  /**
   * Which.
   */
  to: Role, }
  | { "act": "add_to_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "remove_from_group",
  /**
   * Which.
   */
  group: GroupId, }
  | { "act": "suspend" }
  | { "act": "restore" }
  | { "act": "remove" }) | { "of": "plan",
  /**
   * Which plan.
   */
  plan: Plan,
  /**
   * Proposed, but to stay.
   */
  without: Array<string>,
  /**
   * Not proposed, but to go.
   */
  with: Array<string>, }
  | { "of": "undo",
  /**
   * Which.
   */
  act: string, });

/**
 * One row of a forecast.
 */
export type BulkRow = {
  /**
   * What it is about.
   */
  kind: BulkKind,
  /**
   * Its id.
   */
  id: string,
  /**
   * Its name, or the address of an invitation.
   */
  name: string,
  /**
   * Her address, where the name is another.
   */
  email: string,
  /**
   * Her role now.
   */
  role: Role | null,
  /**
   * What it comes to.
   */
  verdict: Verdict,
  /**
   * Why it is left out or refused.
   */
  why: Told | null,
  /**
   * The op in words; where it is dropped, the one that will not be sent.
   */
  words: Words | null,
  /**
   * The cells that change.
   */
  cells: Array<CellChange>,
  /**
   * Permissions gained.
   */
  gained: Array<Permission>,
  /**
   * Permissions lost.
   */
  lost: Array<Permission>,
  /**
   * What to know first.
   */
  warnings: Array<Warning>, };

/**
 * What is foreseen.
 */
export type BulkView = {
  /**
   * How many rows there are.
   */
  total: number,
  /**
   * How many are done.
   */
  does: number,
  /**
   * How many are dropped unsent.
   */
  drops: number,
  /**
   * How many are so already.
   */
  nothing: number,
  /**
   * How many are left out.
   */
  skipped: number,
  /**
   * How many would be refused.
   */
  refused: number,
  /**
   * How many of those for want of a seat.
   */
  no_seat: number,
  /**
   * How many mails go out.
   */
  mails: number,
  /**
   * Seats now.
   */
  seats_before: Seats,
  /**
   * Seats after.
   */
  seats_after: Seats,
  /**
   * How many rows there are to look at: all, or those that were asked for.
   */
  listed: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows: first what will not happen, then what will, then what is so already.
   */
  rows: Array<BulkRow>,
  /**
   * What was shown, to be confirmed as it was.
   */
  seen: string, };

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
 * One group in which my changes met somebody else's.
 */
export type Clash = {
  /**
   * The group.
   */
  group: GroupId,
  /**
   * What it is called, or was.
   */
  name: string,
  /**
   * How they met.
   */
  met: Met,
  /**
   * Who changed it besides me, by name.
   */
  by: Array<string>,
  /**
   * What I or they changed, in the order of the table.
   */
  toggles: Array<ClashToggle>,
  /**
   * My kept ops that a choice stands for.
   */
  ops: Array<OpId>,
  /**
   * The number of the latest entry in it: a later clash in this group is another one.
   */
  seq: number, };

/**
 * One permission of the group.
 */
export type ClashToggle = {
  /**
   * Which.
   */
  permission: Permission,
  /**
   * How it stood when I asked.
   */
  before: boolean,
  /**
   * How I wanted it.
   */
  mine: boolean,
  /**
   * How they left it.
   */
  theirs: boolean,
  /**
   * How it stands now.
   */
  now: boolean,
  /**
   * We want it differently: somebody must choose.
   */
  contested: boolean, };

/**
 * Two groups side by side.
 */
export type CompareGroupsView = {
  /**
   * The first.
   */
  one: Named,
  /**
   * The other.
   */
  other: Named,
  /**
   * What either grants, in the order of the table.
   */
  permissions: Array<ComparedPermission>,
  /**
   * The first people by name, those in both before the others.
   */
  members: Array<ComparedMember>,
  /**
   * How many there are.
   */
  count: ComparedCount, };

/**
 * How many are in only one group, in both, in only the other.
 */
export type ComparedCount = {
  /**
   * In the first only.
   */
  one: number,
  /**
   * In both.
   */
  both: number,
  /**
   * In the other only.
   */
  other: number, };

/**
 * Somebody who is in one of the groups, or in both.
 */
export type ComparedMember = {
  /**
   * Who.
   */
  id: MemberId,
  /**
   * Her name.
   */
  name: string,
  /**
   * Her role, which cuts what both groups grant.
   */
  role: Role,
  /**
   * Whether she is in the first group.
   */
  one: boolean,
  /**
   * Whether she is in the other.
   */
  other: boolean, };

/**
 * One permission in two groups.
 */
export type ComparedPermission = {
  /**
   * Which.
   */
  permission: Permission,
  /**
   * Its section.
   */
  section: Section,
  /**
   * Whether the first group grants it.
   */
  one: boolean,
  /**
   * Whether the other does.
   */
  other: boolean, };

/**
 * Permissions of the group that have no effect for one role among its members and invitations.
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
  members: number,
  /**
   * How many pending invitations into the group offer it.
   */
  invitations: number,
  /**
   * The first of them by name: members, then invited addresses.
   */
  names: Array<string>, };

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
  can_ask_anyway: boolean,
  /**
   * It can be taken back also once it was sent.
   */
  undo: boolean, };

/**
 * Since when something holds, and who made it so. Without a time it is older than the records of this computer.
 */
export type Fact = {
  /**
   * When the cloud applied it; for what waits, when it was asked here.
   */
  at: Time | null,
  /**
   * Who did it, by name; `None` for the system, an erased name, or somebody who is not known here.
   */
  by: string | null,
  /**
   * Whether the one who looks did it.
   */
  by_me: boolean,
  /**
   * It came with the invitation that she accepted: then `by` is whoever invited her.
   */
  invited: boolean, };

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
  lease: LeaseView,
  /**
   * The screen that she left open here: the window begins there.
   */
  left_at: Screen | null, };

/**
 * A group that grants the subject.
 */
export type GrantingGroup = {
  /**
   * The group.
   */
  id: string,
  /**
   * Its name.
   */
  name: string,
  /**
   * How many members are in it.
   */
  members: number,
  /**
   * Who gave it the permission, and when.
   */
  granted: Fact,
  /**
   * For a View: which permissions of the group bring it along.
   */
  brought_by: Array<Permission>, };

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
 * A group and the switches that were turned in it, in the order of turning.
 */
export type GroupDraftAsk = {
  /**
   * Which group.
   */
  group: GroupId,
  /**
   * What was turned. The last turn of a switch counts.
   */
  turns: Array<Turn>, };

/**
 * A group as it would be.
 */
export type GroupDraftView = {
  /**
   * What was asked, so that a late answer is known by it.
   */
  turns: Array<Turn>,
  /**
   * The switches as they would stand.
   */
  sections: Array<ToggleSection>,
  /**
   * What is turned on, Views that come along included.
   */
  added: Array<Permission>,
  /**
   * What is turned off, what a View takes along included.
   */
  taken: Array<Permission>,
  /**
   * What to ask for: at most one grant and one revoke.
   */
  ops: Array<Op>,
  /**
   * What roles among its members and invitations would cut off.
   */
  cut: Array<Cut>,
  /**
   * What that would change; nothing where nothing is turned.
   */
  preview: PreviewView | null, };

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
   * The first fifty pending invitations that offer it, by address.
   */
  invitations: Array<InvitationName>,
  /**
   * How many there are.
   */
  invitations_total: number,
  /**
   * What may be done with it.
   */
  may: GroupMay,
  /**
   * Where its people could go when it is deleted.
   */
  others: Array<Named>,
  /**
   * What roles among its members and invitations cut off.
   */
  cut: Array<Cut>,
  /**
   * How my changes met somebody else's here, where something is to be chosen.
   */
  met: Met | null, };

/**
 * How one group of a member leads to a permission.
 */
export type GroupWay = {
  /**
   * The group.
   */
  id: string,
  /**
   * Its name.
   */
  name: string,
  /**
   * Who put her into it, and when.
   */
  joined: Fact,
  /**
   * Who gave the permission to it, and when.
   */
  granted: Fact,
  /**
   * For a View: which permissions of the group bring it along.
   */
  brought_by: Array<Permission>, };

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
  done: boolean,
  /**
   * She put it away, in this store: it is shown again when she asks for it.
   */
  away: boolean, };

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
 * How many there are in each part, of the role that is asked for.
 */
export type HolderCounts = {
  /**
   * They hold it now.
   */
  holds: number,
  /**
   * Their role cuts it.
   */
  cut: number,
  /**
   * They are suspended.
   */
  suspended: number, };

/**
 * Which of the people that a subject concerns.
 */
export type HolderPart = "holds" | "cut" | "suspended";

/**
 * What one role makes of the subject, and how many of that role hold it.
 */
export type HolderRole = {
  /**
   * The role.
   */
  role: Role,
  /**
   * For an area: how much of it.
   */
  level: CellLevel | null,
  /**
   * For a permission: whether a group can give it.
   */
  bound: Bound | null,
  /**
   * What a partial cell leaves.
   */
  limit: Limit | null,
  /**
   * How many hold it now.
   */
  holds: number, };

/**
 * One who holds it, or would, with every path that leads there.
 */
export type HolderRow = {
  /**
   * Her row.
   */
  member: MemberRow,
  /**
   * Her role, a group, a View that comes along, or what cuts it.
   */
  reason: PermissionBecause,
  /**
   * Since when she has the role, and by whom.
   */
  role_since: Fact,
  /**
   * Her groups that grant it.
   */
  ways: Array<GroupWay>,
  /**
   * How far an area reaches.
   */
  level: CellLevel | null,
  /**
   * What is left of it, where it is limited.
   */
  limit: Limit | null, };

/**
 * Which slice of them.
 */
export type HoldersAsk = {
  /**
   * What is looked up.
   */
  of: Subject,
  /**
   * Only this role: one cell of the matrix.
   */
  role: Role | null,
  /**
   * Which of them.
   */
  part: HolderPart,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * Who holds it.
 */
export type HoldersView = {
  /**
   * What was looked up.
   */
  of: Subject,
  /**
   * A permission's section.
   */
  section: Section | null,
  /**
   * Whether to think twice before giving it.
   */
  sensitive: boolean,
  /**
   * No group can give it to anyone.
   */
  owner_admin_only: boolean,
  /**
   * The role that was asked for.
   */
  role: Role | null,
  /**
   * The part that was asked for.
   */
  part: HolderPart,
  /**
   * How many there are in each.
   */
  counts: HolderCounts,
  /**
   * How many match.
   */
  total: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows, by rank, then by name.
   */
  rows: Array<HolderRow>,
  /**
   * What each of the six roles makes of it.
   */
  roles: Array<HolderRole>,
  /**
   * The groups that grant it, by name: the first fifty.
   */
  groups: Array<GrantingGroup>,
  /**
   * How many there are.
   */
  groups_total: number,
  /**
   * How many open invitations would bring it along, for the role that was asked for.
   */
  invited: number, };

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
  email: string,
  /**
   * The role that it offers.
   */
  role: Role, };

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
   * When it was accepted.
   */
  accepted_at: Time | null,
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
export type InvitationStanding = "waiting" | "pending" | "expired" | "accepted";

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
  groups: Array<Named>,
  /**
   * How many rows a list has that is being looked over.
   */
  listed: number, };

/**
 * What can be done with a draft.
 */
export type InviteManyAct = { "act": "edit",
  /**
   * Which.
   */
  row: InvitationId,
  /**
   * The address.
   */
  email: string,
  /**
   * The role.
   */
  role: Role, }
  | { "act": "remove",
  /**
   * Which.
   */
  row: InvitationId, }
  | { "act": "remove_all",
  /**
   * Which.
   */
  verdict: InviteVerdict, }
  | { "act": "include",
  /**
   * Which.
   */
  row: InvitationId, }
  | { "act": "defaults",
  /**
   * The role.
   */
  role: Role,
  /**
   * The groups.
   */
  groups: Array<GroupId>, }
  | { "act": "send",
  /**
   * They may stay behind.
   */
  partial: boolean, }
  | { "act": "stop" }
  | { "act": "clear_sent" }
  | { "act": "clear" };

/**
 * Which slice of the draft.
 */
export type InviteManyAsk = {
  /**
   * Only rows of this verdict.
   */
  verdict: InviteVerdict | null,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * One row of the draft.
 */
export type InviteManyRow = {
  /**
   * Its id, which its invitation will have.
   */
  id: InvitationId,
  /**
   * Its number.
   */
  no: number,
  /**
   * The name that stood beside the address.
   */
  name: string,
  /**
   * The address.
   */
  email: string,
  /**
   * The role that it would be invited as.
   */
  role: Role,
  /**
   * The list's own word, where it is none of the roles and the chosen one stands in for it.
   */
  role_word: string | null,
  /**
   * The groups that it would be invited to.
   */
  groups: Array<Named>,
  /**
   * Groups that the list names and this store does not have.
   */
  unknown_groups: Array<string>,
  /**
   * What would become of it, or became of it.
   */
  verdict: InviteVerdict,
  /**
   * Why.
   */
  why: Told | null,
  /**
   * Nobody who accepts this will see anything in omnichannel.
   */
  sees_nothing: boolean,
  /**
   * She is left out because the list says that she is not active: that can be overruled.
   */
  may_include: boolean, };

/**
 * One slice of the draft.
 */
export type InviteManyView = {
  /**
   * How many match.
   */
  total: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows, in the list's own order.
   */
  rows: Array<InviteManyRow>,
  /**
   * How many rows the draft has.
   */
  all: number,
  /**
   * How many rows of each verdict there are.
   */
  verdicts: Array<VerdictCount>,
  /**
   * How many can be sent.
   */
  ready: number,
  /**
   * How many of those will see nothing in omnichannel.
   */
  sees_nothing: number,
  /**
   * Words for roles that are none of the six, with the chosen role instead.
   */
  role_words: Array<string>,
  /**
   * The seats as they are.
   */
  seats: Seats,
  /**
   * What was read.
   */
  sources: Array<InviteSource>,
  /**
   * The role of rows that name none.
   */
  role: Role,
  /**
   * The groups for all.
   */
  groups: Array<string>,
  /**
   * The roles that can be offered.
   */
  roles: Array<RoleChoice>,
  /**
   * The groups that can be offered.
   */
  group_choices: Array<Named>,
  /**
   * Whether she may invite at all.
   */
  may_invite: Told | null,
  /**
   * How far sending is, while it goes on.
   */
  sending: SendingView | null,
  /**
   * Why sending stopped.
   */
  problem: DeskError | null,
  /**
   * The largest file, in bytes.
   */
  max_bytes: number,
  /**
   * The most rows.
   */
  max_rows: number, };

/**
 * One list that was read.
 */
export type InviteSource = {
  /**
   * The file's name; empty for what was pasted.
   */
  name: string,
  /**
   * How many rows it gave.
   */
  rows: number,
  /**
   * Headings of columns that nothing was made of.
   */
  left_out: Array<string>,
  /**
   * A column of passwords was there, and nothing of it was kept.
   */
  passwords: boolean, };

/**
 * What would become of a row, or became of it.
 */
export type InviteVerdict = "ready" | "no_seat" | "invalid" | "duplicate" | "member" | "invited" | "may_not" | "skipped" | "waiting" | "sent" | "refused";

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * What was kept before an update.
 */
export type KeptBefore = {
  /**
   * By which version.
   */
  version: string,
  /**
   * When.
   */
  at: Time,
  /**
   * Whether it is the version that runs, which alone can go back to it.
   */
  may_go_back: boolean, };

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
 * One group in which changes crossed.
 */
export type LeftClash = {
  /**
   * The group.
   */
  group: GroupId,
  /**
   * The latest entry of it, as it was told: a later clash is another one.
   */
  seq: number, };

/**
 * What `partial` means on reports, and on `dashboard.view`.
 */
export type Limit = "own_sales" | "stock_reports";

/**
 * What is to be asked or told about it.
 */
export type LinkStep = "ask" | "sign_in" | "elsewhere" | "missing" | "page";

/**
 * What a link that opened the program leads to.
 */
export type LinkTo = "join" | "store";

/**
 * A link that opened the program and is not answered yet. Nothing was done because of it.
 */
export type LinkView = {
  /**
   * To what it leads.
   */
  to: LinkTo,
  /**
   * At which cloud: its origin.
   */
  cloud: string,
  /**
   * What is to be asked or told.
   */
  step: LinkStep, };

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
   * Since when she has her role, and by whom.
   */
  role_since: Fact,
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
 * How mine and theirs met.
 */
export type Met = "kept" | "deleted" | "crossed";

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
   * Since when I have my role, and by whom; `None` where this desk holds no team.
   */
  role_since: Fact | null,
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
   * Whether she may look up who else holds something.
   */
  may_look_up: boolean,
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
 * A newer version, as it was announced.
 */
export type Offer = {
  /**
   * Which.
   */
  version: string,
  /**
   * What is new in it.
   */
  notes: string,
  /**
   * When it was made.
   */
  made_at: Time | null, };

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
   * The same groups with what each does here, as far as this computer's records go.
   */
  ways: Array<GroupWay>,
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
   * Whether to think twice before giving it.
   */
  sensitive: boolean,
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
 * Who is meant. The window never names more people than it has shown.
 */
export type Picked = { "who": "these",
  /**
   * By id.
   */
  members: Array<MemberId>, }
  | { "who": "all_but",
  /**
   * What they match; its slice does not matter.
   */
  filter: TeamAsk,
  /**
   * Left out.
   */
  except: Array<MemberId>, };

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
  must_go: number,
  /**
   * How many seats it has more than the present one; none where either knows no limit.
   */
  more: number | null, };

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
 * A code as a path over squares of one unit, with the quiet zone of four units that readers want around it (ISO/IEC 18004).
 */
export type Qr = {
  /**
   * Width and height, the quiet zone included.
   */
  size: number,
  /**
   * The dark squares, as the `d` of an SVG path.
   */
  path: string, };

/**
 * Which plan, with which choice, and which slice of those who could go.
 */
export type RehearsalAsk = {
  /**
   * The plan.
   */
  plan: Plan,
  /**
   * Proposed, but to stay.
   */
  without: Array<string>,
  /**
   * Not proposed, but to go.
   */
  with: Array<string>,
  /**
   * The first row, from 0.
   */
  from: number,
  /**
   * How many rows.
   */
  count: number, };

/**
 * Somebody who holds a seat and could give it back.
 */
export type RehearsalRow = {
  /**
   * Member or invitation.
   */
  kind: BulkKind,
  /**
   * Her id.
   */
  id: string,
  /**
   * Her name, or the address of the invitation.
   */
  name: string,
  /**
   * Her address, where the name is another.
   */
  email: string,
  /**
   * Her role.
   */
  role: Role | null,
  /**
   * Since when she is here; an invitation: when it runs out by itself.
   */
  since: Time | null,
  /**
   * The desk proposes her.
   */
  proposed: boolean,
  /**
   * She is to go.
   */
  picked: boolean,
  /**
   * Whether she may be made to go.
   */
  may: Told | null, };

/**
 * A plan, rehearsed.
 */
export type RehearsalView = {
  /**
   * The plan.
   */
  plan: Plan,
  /**
   * What it allows.
   */
  limit: SeatLimit,
  /**
   * Seats used now, with what waits.
   */
  used: number,
  /**
   * How many must go first.
   */
  must_go: number,
  /**
   * How many are picked to go.
   */
  picked: number,
  /**
   * How many more must be picked.
   */
  missing: number,
  /**
   * Whether she may go on: the plan is hers to change, and enough are picked.
   */
  may: Told | null,
  /**
   * How many could be picked.
   */
  total: number,
  /**
   * The first row's place.
   */
  from: number,
  /**
   * The rows: the proposed first.
   */
  rows: Array<RehearsalRow>, };

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
 * How far sending is.
 */
export type SendingView = {
  /**
   * Rows that are done.
   */
  done: number,
  /**
   * Rows in all.
   */
  total: number, };

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
  people: Array<Person>,
  /**
   * The link that opened the program, while something about it is to be asked or told.
   */
  link: LinkView | null,
  /**
   * The last run left a report of a crash that nobody looked at.
   */
  crashed: boolean, };

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
   * Shortcuts of a single key without Ctrl or Alt do nothing: some people set them off by accident, or by voice.
   */
  single_keys_off: boolean,
  /**
   * No word where a change was refused.
   */
  untold_refused: boolean,
  /**
   * No word where an invitation was accepted.
   */
  untold_accepted: boolean,
  /**
   * No word where an invitation is about to expire.
   */
  untold_expiring: boolean,
  /**
   * No word where a seat fell free for an invitation that waits for one.
   */
  untold_seat: boolean,
  /**
   * Notifications may say whom they are about, for whoever sees the screen.
   */
  tell_names: boolean,
  /**
   * A newer version is not looked for unless she asks.
   */
  updates_off: boolean, };

/**
 * What became of it.
 */
export type SettleDone = {
  /**
   * The act under which it can be taken back, if anything was asked anew.
   */
  act: string | null,
  /**
   * How many were asked anew or again.
   */
  asked: number,
  /**
   * How many were dropped.
   */
  dropped: number,
  /**
   * Why nothing was done.
   */
  refusal: Told | null,
  /**
   * Others' acts could change that.
   */
  can_ask_anyway: boolean, };

/**
 * What is decided.
 */
export type SettleOrder = {
  /**
   * Asked anew, in this order: as one act. Where one of them is refused here, nothing is done.
   */
  ask: Array<Op>,
  /**
   * Asked although it is expected to be refused, where others could change that.
   */
  ask_anyway: boolean,
  /**
   * What came back and is tried again, each as a new op. One that could not pass stays as it is.
   */
  again: Array<OpId>,
  /**
   * What is dropped. What may be at the cloud already stays as it is.
   */
  drop: Array<OpId>,
  /**
   * What crossed with somebody else's change and stays as it is: it is not brought up again.
   */
  leave?: Array<LeftClash>, };

/**
 * A member's standing, as far as rows show it.
 */
export type Standing = "active" | "suspended";

/**
 * Where one op of an act stands.
 */
export type StepState = "refused" | "unknown" | "unsent" | "sent" | "done" | "dropped";

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
 * What is looked up.
 */
export type Subject = { "permission": Permission }
  | { "area": Area };

/**
 * How many share an answer.
 */
export type Tally = {
  /**
   * The answer.
   */
  told: Told,
  /**
   * How many get it.
   */
  count: number, };

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
export type TeamSort = "name" | "role" | "email" | "since" | "best";

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
  may_invite: Told | null,
  /**
   * What may be done to many at once.
   */
  bulk: BulkMay, };

/**
 * The window's colours.
 */
export type Theme = "light" | "dark" | "system";

/**
 * One thing to tell, however often it happened at once. Words: `tiding-<what>`, with a name `tiding-<what>-name`.
 */
export type Tiding = {
  /**
   * In which store.
   */
  store: StoreId,
  /**
   * What happened.
   */
  what: What,
  /**
   * How often.
   */
  count: number,
  /**
   * Whom it is about, where it is one person and names may be shown.
   */
  name: string | null,
  /**
   * Where it can be seen.
   */
  screen: Screen, };

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
  with: { [key in string]: JsonValue },
  /**
   * Who could do it instead, where it is about who asks; nobody, where nobody could.
   */
  able?: Able, };

/**
 * One switch that was turned.
 */
export type Turn = {
  /**
   * Which.
   */
  permission: Permission,
  /**
   * Where to.
   */
  on: boolean, };

/**
 * One act that may be taken back.
 */
export type UndoRow = {
  /**
   * The act.
   */
  id: string,
  /**
   * When it was done.
   */
  at: Time,
  /**
   * Until when it may be taken back.
   */
  until: Time,
  /**
   * What was done, in words; of a bulk, what was done to the first.
   */
  words: Words,
  /**
   * How many ops it has.
   */
  count: number,
  /**
   * How many of them were never sent: they are dropped.
   */
  unsent: number,
  /**
   * Taking it back costs a mail, or takes what may be gone (a seat, a name): it is looked at first.
   */
  costs: boolean,
  /**
   * Whether it may be taken back.
   */
  may: Told | null, };

/**
 * What may be taken back.
 */
export type UndoableView = {
  /**
   * The latest first.
   */
  acts: Array<UndoRow>, };

/**
 * What could not be sent before an update. It stays in the outboxes.
 */
export type Unsendable = {
  /**
   * How many of whoever has the program.
   */
  hers: number,
  /**
   * And of the others.
   */
  others: Array<WaitsFor>, };

/**
 * How far it is.
 */
export type UpdateStep = { "step": "resting" }
  | { "step": "looking" }
  | { "step": "fetching",
  /**
   * Bytes that came.
   */
  got: number,
  /**
   * Of how many, where that was told.
   */
  total: number | null, }
  | { "step": "sending" }
  | { "step": "asking",
  /**
   * What waits.
   */
  left: Unsendable, }
  | { "step": "installing" }
  | { "step": "failed",
  /**
   * Why.
   */
  problem: DeskError, };

/**
 * How this installation becomes another version.
 */
export type UpdateWay = "here" | "package" | "not_set_up";

/**
 * Updates, as Settings show them.
 */
export type UpdatesView = {
  /**
   * The version that runs.
   */
  version: string,
  /**
   * How it becomes another.
   */
  way: UpdateWay,
  /**
   * A newer one, if one is known.
   */
  offer: Offer | null,
  /**
   * Whether the offer is worth a word outside the settings: it is not put off.
   */
  mention: boolean,
  /**
   * How far it is.
   */
  step: UpdateStep,
  /**
   * When it was last looked for.
   */
  looked_at: Time | null,
  /**
   * What was kept before the last update.
   */
  kept: KeptBefore | null, };

/**
 * What an act comes to for one row.
 */
export type Verdict = "refused" | "skipped" | "does" | "drops" | "nothing";

/**
 * How many rows have a verdict.
 */
export type VerdictCount = {
  /**
   * The verdict.
   */
  verdict: InviteVerdict,
  /**
   * How many.
   */
  count: number, };

/**
 * What a screen draws.
 */
export type View = { "view": "frame" } & FrameView | { "view": "overview" } & OverviewView | { "view": "team" } & TeamView | { "view": "member" } & MemberView | { "view": "invitations" } & InvitationsView | { "view": "invite_many" } & InviteManyView | { "view": "groups" } & GroupsView | { "view": "group" } & GroupView | { "view": "group_draft" } & GroupDraftView | { "view": "compare_groups" } & CompareGroupsView | { "view": "roles" } & RolesView | { "view": "holders" } & HoldersView | { "view": "plan" } & PlanView | { "view": "rehearsal" } & RehearsalView | { "view": "bulk" } & BulkView | { "view": "act" } & ActView | { "view": "undoable" } & UndoableView | { "view": "activity" } & ActivityView | { "view": "waiting" } & WaitingView | { "view": "ask_again" } & AskAgainView | { "view": "my_access" } & MyAccessView;

/**
 * Which slices of the two lists are wanted; where `count` is left out, all of both.
 */
export type WaitingAsk = {
  /**
   * The first row of what waits.
   */
  waiting_from?: number,
  /**
   * The first row of what came back.
   */
  refused_from?: number,
  /**
   * How many rows of each.
   */
  count?: number, };

/**
 * What may be done with a kept op.
 */
export type WaitingMay = {
  /**
   * Ask the same again, as a new op.
   */
  retry: Told | null,
  /**
   * Ask for something else instead.
   */
  change: Told | null,
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
   * What came back: why it would be refused again if it were tried now.
   */
  again: Told | null,
  /**
   * What the cloud answered.
   */
  refusal: Told | null,
  /**
   * The value that is there now, where the refusal was about it.
   */
  present: JsonValue | null,
  /**
   * What was asked beside what the cloud last told, where they can be put side by side.
   */
  beside: Beside | null,
  /**
   * The op whose refusal this one hangs on.
   */
  depends_on: OpId | null,
  /**
   * The same in words, while it is kept.
   */
  depends_on_words: Words | null,
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
   * How many wait.
   */
  waiting_total: number,
  /**
   * How many came back.
   */
  refused_total: number,
  /**
   * Where my changes to a group met somebody else's.
   */
  clashes: Array<Clash>,
  /**
   * The badge.
   */
  badge: Badge, };

/**
 * Somebody else who is signed in here, and whose changes can only be sent by herself.
 */
export type WaitsFor = {
  /**
   * Her name.
   */
  name: string,
  /**
   * How many of hers wait.
   */
  waiting: number, };

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
 * What happened.
 */
export type What = "refused" | "accepted" | "expiring" | "seat";

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
