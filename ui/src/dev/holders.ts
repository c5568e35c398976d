// What the memory store answers to "who has this", from the same people, groups and tables as its screens.
import type { Ask, Fact, GroupWay, HolderPart, MemberRow, Permission, Role, View } from '../lib/bindings'
import { AREAS, limitOf, PERMISSIONS, ROLES, sectionOf, SENSITIVE } from './tables'

type Shop = { people: MemberRow[]; groups: { id: string; name: string; on: Permission[] }[] }
const fact = (at: string | null, by: string | null = null): Fact => ({ at, by, by_me: false, invited: false })
export const SINCE = fact('2026-03-02T03:00:00Z', 'Dewi Lestari')
const LATER = fact('2026-06-17T03:00:00Z', 'Rizky Pratama')

export function ways(one: MemberRow, permission: Permission, groups: Shop['groups']): GroupWay[] {
  const through = groups.filter((group) => group.on.includes(permission) && one.groups.some((each) => each.id === group.id))
  return through.map((group, nth) => ({ id: group.id, name: group.name, joined: LATER, granted: nth ? fact(null) : SINCE, brought_by: brought(permission, group.on) }))
}

const brought = (permission: Permission, on: Permission[]) => (permission.endsWith('.view') ? on.filter((one) => one !== permission && sectionOf(one) === sectionOf(permission)) : [])

export function holdersView(ask: Extract<Ask, { view: 'holders' }>, { people, groups }: Shop): Extract<View, { view: 'holders' }> {
  const permission = 'permission' in ask.of ? ask.of.permission : null
  const levels = permission ? null : AREAS.find(([area]) => 'area' in ask.of && ask.of.area === area)![1]
  const bounds = permission ? PERMISSIONS.find(([code]) => code === permission)![1] : null
  const at = (role: Role) => ROLES.indexOf(role)
  const through = (one: MemberRow) => (permission ? ways(one, permission, groups) : [])

  function part(one: MemberRow): HolderPart | null {
    const bound = bounds ? bounds[at(one.role)]! : levels![at(one.role)] === 'none' ? null : 'always'
    if (!bound || (bound !== 'always' && !through(one).length)) return null
    return bound === 'never' ? 'cut' : one.status === 'suspended' ? 'suspended' : 'holds'
  }
  const all = (which: HolderPart, role: Role | null) => people.filter((one) => part(one) === which && (!role || one.role === role))
  const found = all(ask.part, ask.role)
  const granting = permission ? groups.filter((group) => group.on.includes(permission)) : []
  return {
    view: 'holders', of: ask.of, section: permission && sectionOf(permission), sensitive: !!permission && SENSITIVE.includes(permission), owner_admin_only: bounds?.[2] === 'never', role: ask.role, part: ask.part,
    counts: { holds: all('holds', ask.role).length, cut: all('cut', ask.role).length, suspended: all('suspended', ask.role).length },
    total: found.length, from: ask.from,
    rows: found.slice(ask.from, ask.from + ask.count).map((member) => ({
      member, role_since: SINCE, ways: through(member), level: levels?.[at(member.role)] ?? null, limit: levels ? limitOf(member.role, levels[at(member.role)]!) : permission === 'dashboard.view' ? limitOf(member.role, AREAS[6]![1][at(member.role)]!) : null,
      reason: ask.part === 'cut' ? 'cut_by_role' : levels || bounds?.[at(member.role)] === 'always' ? 'by_role' : 'by_group',
    })),
    roles: ROLES.map((role, nth) => ({ role, level: levels?.[nth] ?? null, bound: bounds?.[nth] ?? null, limit: levels ? limitOf(role, levels[nth]!) : null, holds: all('holds', role).length })),
    groups: granting.map((group) => ({ id: group.id, name: group.name, members: people.filter((one) => one.groups.some((each) => each.id === group.id)).length, granted: SINCE, brought_by: brought(permission!, group.on) })),
    groups_total: granting.length, invited: ask.part === 'holds' ? 1 : 0,
  }
}
