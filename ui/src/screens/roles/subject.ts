// What is looked up beside the matrix: a permission or an area, everywhere or in one role. It is a place
// like any other, so that other screens can lead there: `roles/permission:price.update`, `roles/area:void_sale:seller`.
import type { Area, Permission, Role, Subject } from '../../lib/bindings'
import { areaName, permissionName } from '../../lib/words'

export type Looked = { of: Subject; role: Role | null }

/** What a place of Roles looks up, if anything. */
export function lookedUp(id: string | null): Looked | null {
  const [kind, code, role] = id?.split(':') ?? []
  if (!code) return null
  if (kind === 'permission') return { of: { permission: code as Permission }, role: (role as Role) ?? null }
  if (kind === 'area') return { of: { area: code as Area }, role: (role as Role) ?? null }
  return null
}

/** The place of Roles that looks something up. */
export function placeOf(of: Subject, role?: Role | null): string {
  return ['permission' in of ? `permission:${of.permission}` : `area:${of.area}`, role].filter(Boolean).join(':')
}

export const codeOf = (of: Subject): string => ('permission' in of ? of.permission : of.area)
export const nameOf = (of: Subject): string => ('permission' in of ? permissionName(of.permission) : areaName(of.area))
