// What the memory store answers for overview, team, member and invitations, and what an act changes there.
import type { Ask, Guide, InvitationRow, MemberRow, MemberView, Op, Permission, PreviewView, Role, RoleCount, Seats, Told, View } from '../lib/bindings'
import { plain } from '../lib/search'
import { activityPage } from './activity'
import { listed, listView } from './inviting'
import { SINCE } from './holders'
import { AREAS, limitOf, PERMISSIONS, ROLES, sectionOf, SENSITIVE } from './tables'

export const STORE = { id: 's1', name: 'Toko Lestari' }
export const NAMED = [
  { id: 'g1', name: 'Marketplace operators' },
  { id: 'g2', name: 'Order desk' },
  { id: 'g3', name: 'Gudang Cikarang' },
  { id: 'g4', name: 'Price keepers' },
  { id: 'g5', name: 'Read only' },
]
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const member = (at: number, name: string, role: Role, groups: number[], more: Partial<MemberRow> = {}): MemberRow => ({
  id: `m${at}`,
  name,
  email: `${name.toLowerCase().replace(/[^a-z ]/g, '').replaceAll(' ', '.')}@tokolestari.id`,
  role,
  groups: groups.map((one) => NAMED[one]!),
  status: 'active',
  since: day(-20 * ((at % 90) + 1)),
  me: at === 0,
  mark: null,
  ...more,
})

export const TEAM: MemberRow[] = [
  member(0, 'Dewi Lestari', 'owner', []),
  member(1, 'Rizky Pratama', 'admin', []),
  member(2, 'Siti Nurhaliza', 'manager', [0, 1]),
  member(3, 'Bagus Wijaya', 'manager', [1]),
  member(4, 'Ayu Kartika', 'seller', [1], { mark: 'waiting' }),
  member(5, 'Putu Mahendra', 'seller', []),
  member(6, 'Made Suryani', 'seller', [0, 1, 2]),
  member(7, 'Agus Salim', 'seller', [1], { status: 'suspended' }),
  member(8, 'Intan Permatasari', 'seller', []),
  member(9, 'Joko Susilo', 'inventory_handler', [2]),
  member(10, 'Wahyu Hidayat', 'inventory_handler', [2, 0]),
  member(11, 'Fitri Handayani', 'inventory_handler', [2], { mark: 'refused' }),
  member(12, 'Raden Mas Aryo Kusumawardhana Hadiningrat', 'viewer', [4]),
  member(13, 'Lim Mei Hwa', 'viewer', [4]),
]
const may = (scene: string, area: string): Told | null => (scene === 'manager' ? { code: 'area_required', with: { area } } : null)

const INVITED: InvitationRow[] = (
  [
    ['tari.wulandari@contoh.co.id', 'seller', [1], 'pending', 5, 'sent', null],
    ['gudang.bekasi@contoh.co.id', 'inventory_handler', [2], 'pending', 2, 'undelivered', 'rejected_550'],
    ['konsultan.pajak@firma-akuntan-nusantara.co.id', 'viewer', [], 'pending', 0.4, 'queued', null],
    ['lama@contoh.co.id', 'seller', [1], 'expired', -3, 'sent', null],
    ['baru@contoh.co.id', 'seller', [0, 1], 'waiting', null, null, null],
  ] as const
).map(([email, role, groups, status, expires, delivery, reason], at) => ({
  id: `i${at}`,
  email,
  role,
  groups: groups.map((one) => NAMED[one]!),
  status,
  expires_at: expires === null ? null : day(expires),
  accepted_at: null,
  invited_by: at === 1 ? 'Rizky Pratama' : 'Dewi Lestari',
  sent_count: at === 1 ? 3 : 1,
  delivery,
  delivery_reason: reason,
  mark: status === 'waiting' ? 'waiting' : null,
  may: { resend: null, withdraw: null, change_role: status === 'expired' ? { code: 'invitation_not_pending', with: { status } } : null, link: status === 'waiting' ? { code: 'invitation_not_pending', with: { status } } : null },
  roles: [],
  empty_access: groups.length === 0,
}))

let waiting = 0
export const pending = () => waiting

const seats = (scene: string): Seats => ({
  active: scene === 'starter' ? 1 : 13,
  pending: scene === 'starter' ? 0 : 3,
  used: scene === 'starter' ? 1 : 16,
  limit: scene === 'starter' ? 1 : scene === 'over' ? 5 : scene === 'full' ? 16 : scene === 'unlimited' ? 'unlimited' : 25,
  free: scene === 'unlimited' ? null : scene === 'starter' || scene === 'over' || scene === 'full' ? 0 : 9,
  waiting: scene === 'offline' ? 2 : waiting ? 1 : 0,
  as_of: day(-0.001),
})
const choices = (scene: string) => ROLES.slice(1).map((role) => ({ role, may: scene === 'admin' && role === 'admin' ? { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' } } : may(scene, 'change_member_role') }))
const mayInvite = (scene: string): Told | null => {
  if (scene === 'starter' || scene === 'full') return { code: 'no_free_seat', with: { used: seats(scene).used, limit: seats(scene).limit } }
  return scene === 'over' ? { code: 'over_limit', with: { used: 16, limit: 5 } } : may(scene, 'invite_remove_staff')
}

function large(count: number): MemberRow[] {
  return Array.from({ length: count }, (_, at) => member(at, `${TEAM[at % 14]!.name} ${at + 1}`, ROLES[1 + (at % 5)]!, [at % 5]))
}
let crowd: MemberRow[] | null = null
const counted = new Map<number, RoleCount[]>()

// Counting a large team again for every slice would be measured as the window's own work.
function counts(all: MemberRow[]): RoleCount[] {
  const known = counted.get(all.length) ?? ROLES.map((role) => ({ role, count: all.filter((one) => one.role === role).length }))
  counted.set(all.length, known)
  return known
}

function team(ask: Extract<Ask, { view: 'team' }>, scene: string): Extract<View, { view: 'team' }> {
  const all = scene === 'large' ? (crowd ??= large(100_000)) : scene === 'empty' || scene === 'starter' ? TEAM.slice(0, 1) : TEAM
  const anyone = !ask.search && !ask.role && !ask.group && !ask.status
  const found = anyone ? (scene === 'large' ? all : [...all]) : all.filter(
    (one) =>
      plain(`${one.name} ${one.email}`).includes(plain(ask.search)) &&
      (!ask.role || one.role === ask.role) &&
      (!ask.group || one.groups.some((group) => group.id === ask.group)) &&
      (!ask.status || one.status === ask.status),
  )
  const rank = (one: MemberRow) => ROLES.indexOf(one.role)
  const name = (a: MemberRow, b: MemberRow) => a.name.localeCompare(b.name)
  const order = { name, best: name, role: (a: MemberRow, b: MemberRow) => rank(a) - rank(b), email: (a: MemberRow, b: MemberRow) => a.email.localeCompare(b.email), since: (a: MemberRow, b: MemberRow) => (a.since ?? '').localeCompare(b.since ?? '') }[ask.sort]
  if (scene !== 'large') found.sort((a, b) => (ask.descending ? -1 : 1) * order(a, b))
  return { view: 'team', total: found.length, from: ask.from, rows: found.slice(ask.from, ask.from + ask.count), all: all.length, roles: counts(all), groups: NAMED, may_invite: mayInvite(scene), bulk: { access: mayInvite(scene), staff: mayInvite(scene) } }
}

function panel(id: string, scene: string): MemberView {
  const one = TEAM.find((each) => each.id === id) ?? TEAM[4]!
  const at = ROLES.indexOf(one.role)
  const own: Told | null = one.me ? { code: 'own_access', with: {} } : one.role === 'owner' ? { code: 'owner_protected', with: {} } : null
  const change = own ?? may(scene, 'change_member_role')
  const staff = own ?? may(scene, 'invite_remove_staff')
  return {
    member: one,
    cells: AREAS.map(([area, levels]) => ({ area, level: levels[at]!, limit: limitOf(one.role, levels[at]!), because: 'role' })),
    permissions: PERMISSIONS.map(([permission, bounds], nth) => {
      const bound = bounds[at]!
      const through = one.groups.filter((_, group) => (nth + group) % 2 === 0)
      const reason = bound === 'always' ? 'by_role' : bound === 'never' ? 'cut_by_role' : through.length ? 'by_group' : 'no_group'
      return { permission, section: sectionOf(permission) as never, allowed: reason === 'by_role' || reason === 'by_group', reason, groups: bound === 'always' ? [] : through, ways: bound === 'always' ? [] : through.map((group) => ({ ...group, joined: SINCE, granted: SINCE, brought_by: [] })), limit: permission === 'dashboard.view' ? limitOf(one.role, AREAS[6]![1][at]!) : null, sensitive: SENSITIVE.includes(permission) }
    }),
    role_since: SINCE,
    roles: choices(scene),
    groups: NAMED.map((group) => ({ ...group, in: one.groups.some((each) => each.id === group.id), may: change })),
    may: { suspend: staff, restore: staff, remove: staff, change_role: change },
    history: activityPage({ before: null, count: 3, refused: false }, scene).rows.slice(0, 3),
    can_change: [{ name: 'Dewi Lestari', role: 'owner' }, { name: 'Rizky Pratama', role: 'admin' }],
    partial_note: null,
  }
}

/** `?scene=starter` is a store that was just made; `starter-1` to `starter-3` are a step further each. */
let guideAway = false
export const putGuideAway = (away: boolean) => (guideAway = away)

function guide(scene: string): Guide | null {
  const [, step] = /^starter(?:-(\d))?$/.exec(scene) ?? []
  if (!scene.startsWith('starter')) return null
  const done = Number(step ?? 0)
  const full: Told = { code: 'no_free_seat', with: { used: 1, limit: 1 } }
  const steps = (['store', 'group', 'seat', 'invitation'] as const).map((one, nth) => ({ step: one, done: nth <= done, waiting: nth === done && done > 0, may: one === 'invitation' && done < 2 ? full : null }))
  return { steps, done: done > 2, away: guideAway }
}

export const answersA = {
  overview: (_: Ask, scene: string): View => ({
    view: 'overview', seats: seats(scene), plan: scene === 'starter' ? 'starter' : scene === 'over' ? 'team' : 'business', over_limit: scene === 'over',
    by_role: ROLES.map((role) => ({ role, count: TEAM.filter((one) => one.role === role).length })),
    waiting: scene === 'offline' ? 3 : waiting, refused: scene === 'refused' ? answersRefused() : [],
    activity: scene === 'starter' ? [] : activityPage({ before: null, count: 8, refused: false }, scene).rows.slice(0, 8),
    groups: 5, members: scene === 'starter' ? 1 : 14, may_invite: mayInvite(scene), may_make_group: may(scene, 'change_member_role'), guide: guide(scene), next_steps: scene === 'full' ? ['upgrade'] : [],
  }),
  team: (ask: Ask, scene: string): View => team(ask as Extract<Ask, { view: 'team' }>, scene),
  member: (ask: Ask, scene: string): View => ({ view: 'member', ...panel((ask as Extract<Ask, { view: 'member' }>).member, scene) }),
  invite_many: (ask: Ask, scene: string): View => listView(ask as Extract<Ask, { view: 'invite_many' }>, { seats: seats(scene), roles: choices(scene), group_choices: scene === 'starter' ? [] : NAMED, may_invite: may(scene, 'invite_remove_staff') }),
  invitations: (ask: Ask, scene: string): View => {
    const { search, status, from, count } = ask as Extract<Ask, { view: 'invitations' }>
    const rows = (scene === 'empty' || scene === 'starter' ? [] : INVITED).filter((one) => one.email.includes(search) && (!status || one.status === status)).map((one) => ({ ...one, roles: choices(scene), may: scene === 'manager' ? { resend: may(scene, 'invite_remove_staff'), withdraw: may(scene, 'invite_remove_staff'), change_role: may(scene, 'change_member_role'), link: may(scene, 'invite_remove_staff') } : one.may }))
    return { view: 'invitations', total: rows.length, from, rows: rows.slice(from, from + count), seats: seats(scene), may_invite: mayInvite(scene), roles: choices(scene), groups: scene === 'starter' ? [] : NAMED, listed: listed() }
  },
}

function answersRefused(): Extract<View, { view: 'overview' }>['refused'] {
  return [{ id: 'o9', made_at: day(-1), op: { type: 'invitation.send', invitation: 'i9', email: 'tari@contoh.co.id', role: 'seller', groups: [] }, words: { type: 'invitation.send', with: { email: 'tari@contoh.co.id', role: 'seller' } }, state: 'refused', expected: null, refusal: { code: 'no_free_seat', with: { used: 5, limit: 5 } }, again: { code: 'no_free_seat', with: { used: 5, limit: 5 } }, present: null, beside: { kind: 'seats', used: 5, limit: 5 }, depends_on: null, depends_on_words: null, may: { retry: null, change: null, drop: null } }]
}

export function previewA(op: Op, scene: string): PreviewView {
  const before = seats(scene)
  const nothing: PreviewView = { people: [], people_total: 0, seats_before: before, seats_after: before, warnings: [], refusal: null, can_ask_anyway: false }
  if (op.type === 'invitation.send' && (scene === 'full' || !op.email.includes('@'))) {
    const refusal: Told = scene === 'full' ? { code: 'no_free_seat', with: { used: 16, limit: 16 } } : { code: 'invalid_email', with: {} }
    return { ...nothing, refusal, can_ask_anyway: scene === 'full' }
  }
  if (!('member' in op)) return nothing
  const one = TEAM.find((each) => each.id === op.member) ?? TEAM[4]!
  const person = { kind: 'member' as const, id: one.id, name: one.name, cells: [], gained: [] as Permission[], lost: [] as Permission[] }
  if (op.type === 'member.change_role') {
    const [from, to] = [ROLES.indexOf(op.from as Role), ROLES.indexOf(op.to as Role)]
    const cells = AREAS.filter(([, levels]) => levels[from] !== levels[to]).map(([area, levels]) => ({ area, from: levels[from]!, to: levels[to]! }))
    const refusal: Told | null = scene === 'refused' ? { code: 'changed_meanwhile', with: { field: 'role', expected: 'seller', present: 'manager' } } : null
    return { ...nothing, people: [{ ...person, cells, gained: ['product.scan', 'inventory.update'] }], people_total: 1, refusal, can_ask_anyway: !!refusal }
  }
  if (op.type === 'member.remove' || op.type === 'member.suspend') {
    const after = { ...before, active: before.active - 1, used: before.used - 1, free: before.free === null ? null : before.free + 1 }
    return { ...nothing, people: [{ ...person, lost: ['orders.view', 'orders.fulfillment', 'logistics.view'] }], people_total: 1, seats_after: after }
  }
  return { ...nothing, people: [{ ...person, [op.type.includes('add') ? 'gained' : 'lost']: ['price.view', 'price.update'] as Permission[] }], people_total: 1 }
}

export function applyA(op: Op) {
  waiting += 1
  if (!('member' in op)) return
  const at = TEAM.findIndex((one) => one.id === op.member)
  const one = TEAM[at]
  if (!one) return
  if (op.type === 'member.remove') TEAM.splice(at, 1)
  else
    TEAM[at] = {
      ...one,
      mark: 'waiting',
      role: op.type === 'member.change_role' ? (op.to as Role) : one.role,
      status: op.type === 'member.suspend' ? 'suspended' : op.type === 'member.restore' ? 'active' : one.status,
      groups: op.type === 'member.add_to_group' ? [...one.groups, NAMED.find((group) => group.id === op.group)!] : op.type === 'member.remove_from_group' ? one.groups.filter((group) => group.id !== op.group) : one.groups,
    }
}
