// What the memory store answers for roles, groups, plan, activity, waiting and my access: enough of a
// shop to see every state of these screens.
import type { Ask, GroupDraftAsk, Op, Permission, Role, Told, View } from '../lib/bindings'
import { activityPage } from './activity'
import { TEAM } from './fixture-a'
import { holdersView, SINCE } from './holders'
import { AREAS, limitOf, PERMISSIONS, ROLES, SECTIONS, sectionOf, SENSITIVE } from './tables'
import { askAgain, waitingView } from './waiting'

type Answers = { [K in Ask['view']]?: (ask: Extract<Ask, { view: K }>, scene: string) => Extract<View, { view: K }> }

const PEOPLE = [1, 1, 2, 5, 3, 2]
const GROUPS: { id: string; name: string; members: number; invitations: number; on: Permission[]; mark?: 'waiting' }[] = [
  { id: 'g1', name: 'Marketplace operators', members: 3, invitations: 1, on: ['product.view', 'product.scan', 'product.download', 'product.upload', 'inventory.view', 'inventory.update', 'price.view', 'channel.view', 'sync_log.view'] },
  { id: 'g2', name: 'Order desk', members: 4, invitations: 0, on: ['orders.view', 'orders.fulfillment', 'orders.download', 'logistics.view', 'logistics.update', 'users.view', 'users.edit'], mark: 'waiting' },
  { id: 'g3', name: 'Gudang Cikarang', members: 2, invitations: 0, on: ['inventory.view', 'inventory.update', 'product.view'] },
  { id: 'g4', name: 'Price keepers', members: 1, invitations: 0, on: ['price.view', 'price.update'] },
  { id: 'g6', name: 'مجموعة المستودع 🏬 Gudang pusat & cabang Cikarang–Karawang Timur', members: 5, invitations: 0, on: [] },
  { id: 'g5', name: 'Read only', members: 0, invitations: 0, on: ['dashboard.view', 'orders.view'] },
]
const NAMES = ['Dewi Lestari', 'Rizky Pratama', 'Siti Nurhaliza', 'Bagus Wijaya', 'Ayu Kartika']
const PREVIEW = { warnings: [], refusal: null, can_ask_anyway: false }
const refused = (code: string, facts: Told['with'] = {}): Told => ({ code, with: facts })
const mayOf = (scene: string, area: string): Told | null => (scene === 'manager' ? refused('area_required', { area }) : null)

function group(id: string, scene: string, then?: Permission[]): Extract<View, { view: 'group' }> {
  const held = GROUPS.find((one) => one.id === id) ?? GROUPS[0]!
  const found = { ...held, on: then ?? held.on }
  const may = mayOf(scene, 'change_member_role')
  const implied = (code: Permission) => (code.endsWith('.view') ? found.on.filter((one) => one !== code && sectionOf(one) === sectionOf(code)) : [])
  const ownerOnly = (code: Permission) => ['users.create', 'users.edit', 'users.delete'].includes(code)
  return {
    view: 'group', id: found.id, name: found.name, mark: found.mark ?? null,
    sections: SECTIONS.map((section) => ({
      section,
      toggles: PERMISSIONS.filter(([code]) => sectionOf(code) === section).map(([permission]) => ({
        permission, on: found.on.includes(permission), owner_admin_only: ownerOnly(permission), implied_by: implied(permission),
        may: may, mark: found.id === 'g2' && permission === 'logistics.update' ? ('waiting' as const) : null, sensitive: SENSITIVE.includes(permission),
      })),
    })),
    unknown: found.id === 'g1' ? ['livestream.host'] : [],
    members: NAMES.slice(0, found.members).map((name, at) => ({ id: `m${at}`, name, email: `${name.split(' ')[0]!.toLowerCase()}@tokolestari.id`, role: ROLES[2 + (at % 4)]!, groups: [{ id: found.id, name: found.name }], status: at === 3 ? 'suspended' : 'active', since: '2026-03-02T03:00:00Z', me: false, mark: null })),
    met: scene === 'clashes' ? 'crossed' : null, members_total: found.members, invitations_total: found.invitations ? 1 : 0, invitations: found.invitations ? [{ id: 'i1', email: 'tari@contoh.co.id', role: 'seller' as const }] : [],
    may: { rename: may, delete: may, edit: may, assign: may }, others: GROUPS.filter((one) => one.id !== found.id).map(({ id, name }) => ({ id, name })),
    cut: found.id === 'g1' ? [{ role: 'seller', permissions: ['product.scan', 'product.download', 'product.upload', 'inventory.update'], members: 2, invitations: 1, names: ['Ayu Kartika', 'Siti Nurhaliza', 'tari@contoh.co.id'] }, { role: 'viewer', permissions: ['product.scan'], members: 1, invitations: 0, names: ['Bagus Wijaya'] }] : [],
  }
}

/** What a View takes along and what brings a View along, so that the developer's window behaves. */
function draft({ group: id, turns }: GroupDraftAsk, scene: string): Extract<View, { view: 'group_draft' }> {
  const now = GROUPS.find((one) => one.id === id)?.on ?? []
  const then = turns.reduce((held, { permission, on }) => {
    const section = sectionOf(permission)
    if (on) return [...new Set([...held, permission, `${section}.view` as Permission])]
    return held.filter((one) => one !== permission && !(permission.endsWith('.view') && sectionOf(one) === section))
  }, now)
  const [added, taken] = [then.filter((one) => !now.includes(one)), now.filter((one) => !then.includes(one))]
  const ops: Op[] = []
  if (added.length) ops.push({ type: 'group.grant', group: id, permissions: added })
  if (taken.length) ops.push({ type: 'group.revoke', group: id, permissions: taken })
  const seats = { active: 14, pending: 3, used: 17, limit: 25, free: 8, waiting: 0, as_of: '2026-11-22T01:00:00Z' }
  const people = group(id, scene).members.map(({ id, name }) => ({ kind: 'member' as const, id, name, cells: [], gained: added, lost: taken }))
  const inside = [{ role: 'seller' as const, members: 2, invitations: 1, names: ['Ayu Kartika', 'Siti Nurhaliza', 'tari@contoh.co.id'] }, { role: 'viewer' as const, members: 1, invitations: 0, names: ['Bagus Wijaya'] }]
  const cuts = (role: Role) => PERMISSIONS.filter(([code, bounds]) => then.includes(code) && bounds[ROLES.indexOf(role)] === 'never').map(([code]) => code)
  const cut = inside.map((one) => ({ ...one, permissions: cuts(one.role) })).filter(({ permissions }) => permissions.length)
  return { view: 'group_draft', turns, sections: group(id, scene, then).sections, added, taken, ops, cut, preview: ops.length ? { ...PREVIEW, people, people_total: people.length, seats_before: seats, seats_after: seats } : null }
}

function compared(one: string, other: string): Extract<View, { view: 'compare_groups' }> {
  const [left, right] = [one, other].map((id) => GROUPS.find((found) => found.id === id) ?? GROUPS[0]!) as [(typeof GROUPS)[0], (typeof GROUPS)[0]]
  return {
    view: 'compare_groups', one: { id: left.id, name: left.name }, other: { id: right.id, name: right.name },
    permissions: PERMISSIONS.map(([permission]) => ({ permission, section: sectionOf(permission), one: left.on.includes(permission), other: right.on.includes(permission) })).filter((row) => row.one || row.other),
    members: NAMES.slice(0, 3).map((name, at) => ({ id: `m${at}`, name, role: ROLES[2 + at]!, one: at < 2, other: at !== 1 })), count: { one: 1, both: 1, other: 1 },
  }
}

export const answersB: Answers = {
  roles: () => ({
    view: 'roles',
    roles: ROLES.map((role, at) => ({ role, rank: 6 - at, members: PEOPLE[at]! })),
    areas: AREAS.map(([area, levels]) => ({ area, cells: levels.map((level, at) => ({ role: ROLES[at]!, level, limit: limitOf(ROLES[at]!, level) })) })),
    permissions: PERMISSIONS.map(([permission, bounds]) => ({ permission, section: sectionOf(permission), sensitive: SENSITIVE.includes(permission), bounds: bounds.map((bound, at) => ({ role: ROLES[at]!, bound })) })),
  }),
  holders: (ask) => holdersView(ask, { people: TEAM, groups: GROUPS }),
  groups: (_, scene) => ({
    view: 'groups', may_create: mayOf(scene, 'change_member_role'),
    rows: scene === 'empty' ? [] : GROUPS.map((one) => ({ id: one.id, name: one.name, members: one.members, invitations: one.invitations, permissions: one.on.length, mark: one.mark ?? null, may: { rename: mayOf(scene, 'change_member_role'), delete: mayOf(scene, 'change_member_role'), edit: mayOf(scene, 'change_member_role') } })),
  }),
  group: (ask, scene) => group(ask.group, scene),
  plan: (_, scene) => {
    const over = scene === 'over'
    const may = mayOf(scene, 'billing_plan')
    const small = (limit: number) => may ?? refused('plan_too_small', { used: 17, limit })
    return {
      view: 'plan', plan: over ? 'team' : 'business', over_limit: over,
      seats: { active: 14, pending: 3, used: 17, limit: over ? 5 : 25, free: over ? 0 : 8, waiting: 1, as_of: '2026-11-22T01:00:00Z' },
      plans: [
        { plan: 'starter', limit: 1, current: false, may: small(1), must_go: 16, more: null },
        { plan: 'team', limit: 5, current: over, may: over ? null : small(5), must_go: 12, more: null },
        { plan: 'business', limit: 25, current: !over, may: may, must_go: 0, more: null },
        { plan: 'enterprise', limit: 'unlimited', current: false, may: may, must_go: 0, more: null },
      ],
    }
  },
  activity: (ask, scene) => activityPage(ask, scene),
  waiting: (ask, scene) => waitingView(ask, scene),
  ask_again: () => askAgain(),
  group_draft: (ask, scene) => draft(ask, scene),
  compare_groups: (ask) => compared(ask.one, ask.other),
  my_access: (_, scene) => {
    const at = scene === 'seller' ? 3 : scene === 'manager' ? 2 : 4
    const role = ROLES[at]!
    return {
      view: 'my_access', name: 'Rizky Pratama', email: 'rizky@tokolestari.id', role, status: 'active', groups: [{ id: 'g1', name: 'Marketplace operators' }, { id: 'g3', name: 'Gudang Cikarang' }],
      cells: AREAS.map(([area, levels]) => ({ area, level: levels[at]!, limit: limitOf(role, levels[at]!), because: 'role' })),
      permissions: PERMISSIONS.map(([permission, bounds]) => {
        const groups = GROUPS.filter((one) => (one.id === 'g1' || one.id === 'g3') && one.on.includes(permission)).map(({ id, name }) => ({ id, name }))
        const cut = bounds[at] === 'never'
        return { permission, section: sectionOf(permission), allowed: !cut && groups.length > 0, reason: cut ? 'cut_by_role' : groups.length ? (permission === 'channel.view' ? 'implied_view' : 'by_group') : 'no_group', groups, ways: groups.map((group) => ({ ...group, joined: SINCE, granted: { at: null, by: null, by_me: false, invited: false }, brought_by: [] })), limit: permission === 'dashboard.view' ? limitOf(role, 'partial') : null, sensitive: SENSITIVE.includes(permission) } as const
      }),
      role_since: role === 'seller' ? null : SINCE, may_look_up: role === 'manager',
      can_change: [{ name: 'Ratna Lestari', role: 'owner' }, { name: 'Hendra Gunawan', role: 'admin' }], as_of: '2026-11-22T01:00:00Z',
    }
  },
}

/** What a toggled permission does to the memory store, so that switches move in the developer's window. */
export function applyB(op: Op) {
  if (op.type !== 'group.grant' && op.type !== 'group.revoke') return
  const found = GROUPS.find((one) => one.id === op.group)
  if (!found) return
  found.on = op.type === 'group.grant' ? [...found.on, ...op.permissions] : found.on.filter((one) => !op.permissions.includes(one))
}
