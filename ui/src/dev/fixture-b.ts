// What the memory store answers for roles, groups, plan, activity, waiting and my access: enough of a
// shop to see every state of these screens.
import type { Ask, Op, Permission, Told, View } from '../lib/bindings'
import { activityPage } from './activity'
import { AREAS, limitOf, PERMISSIONS, ROLES, SECTIONS, sectionOf, SENSITIVE } from './tables'
import { waitingView } from './waiting'

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
const refused = (code: string, facts: Told['with'] = {}): Told => ({ code, with: facts })
const mayOf = (scene: string, area: string): Told | null => (scene === 'manager' ? refused('area_required', { area }) : null)

function group(id: string, scene: string): Extract<View, { view: 'group' }> {
  const found = GROUPS.find((one) => one.id === id) ?? GROUPS[0]!
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
    members_total: found.members, invitations: found.invitations ? [{ id: 'i1', email: 'tari@contoh.co.id' }] : [],
    may: { rename: may, delete: may, edit: may, assign: may }, others: GROUPS.filter((one) => one.id !== found.id).map(({ id, name }) => ({ id, name })),
    cut: found.id === 'g1' ? [{ role: 'seller', permissions: ['product.scan', 'product.download', 'product.upload', 'inventory.update'], members: 2 }, { role: 'viewer', permissions: ['product.scan'], members: 1 }] : [],
  }
}

export const answersB: Answers = {
  roles: () => ({
    view: 'roles',
    roles: ROLES.map((role, at) => ({ role, rank: 6 - at, members: PEOPLE[at]! })),
    areas: AREAS.map(([area, levels]) => ({ area, cells: levels.map((level, at) => ({ role: ROLES[at]!, level, limit: limitOf(ROLES[at]!, level) })) })),
    permissions: PERMISSIONS.map(([permission, bounds]) => ({ permission, section: sectionOf(permission), bounds: bounds.map((bound, at) => ({ role: ROLES[at]!, bound })) })),
  }),
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
        { plan: 'starter', limit: 1, current: false, may: small(1), must_go: 16 },
        { plan: 'team', limit: 5, current: over, may: over ? null : small(5), must_go: 12 },
        { plan: 'business', limit: 25, current: !over, may: may, must_go: 0 },
        { plan: 'enterprise', limit: 'unlimited', current: false, may: may, must_go: 0 },
      ],
    }
  },
  activity: (ask, scene) => activityPage(ask, scene),
  waiting: (_, scene) => waitingView(scene),
  my_access: (_, scene) => {
    const at = scene === 'seller' ? 3 : scene === 'manager' ? 2 : 4
    const role = ROLES[at]!
    return {
      view: 'my_access', name: 'Rizky Pratama', email: 'rizky@tokolestari.id', role, status: 'active', groups: [{ id: 'g1', name: 'Marketplace operators' }, { id: 'g3', name: 'Gudang Cikarang' }],
      cells: AREAS.map(([area, levels]) => ({ area, level: levels[at]!, limit: limitOf(role, levels[at]!), because: 'role' })),
      permissions: PERMISSIONS.map(([permission, bounds]) => {
        const groups = GROUPS.filter((one) => (one.id === 'g1' || one.id === 'g3') && one.on.includes(permission)).map(({ id, name }) => ({ id, name }))
        const cut = bounds[at] === 'never'
        return { permission, section: sectionOf(permission), allowed: !cut && groups.length > 0, reason: cut ? 'cut_by_role' : groups.length ? (permission === 'channel.view' ? 'implied_view' : 'by_group') : 'no_group', groups, limit: permission === 'dashboard.view' ? limitOf(role, 'partial') : null, sensitive: SENSITIVE.includes(permission) } as const
      }),
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
