// The two tables of Roles as rows for one matrix, and how roles are picked: none for all, one to look
// at it alone, two to compare them.
import type { RolesView, Role } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { areaName, boundName, levelName, limitName, permissionAbout, permissionName, sectionName } from '../../lib/words'

export type Column = { id: Role; members: number | null }
export type Row = { id: string; label: string; about?: string; part?: string; sensitive?: boolean; cells: Partial<Record<Role, Cell>> }
export type Cell = { code: string; word: string; note: string | null; meaning: string }

export function areaRows(view: RolesView): Row[] {
  return view.areas.map(({ area, cells }) => ({
    id: area,
    label: areaName(area),
    cells: byRole(cells, ({ level, limit }) => ({
      code: level,
      word: levelName(level),
      note: limit && limitName(limit),
      meaning: t(`roles-means-${level}`, { limit: limit ? limitName(limit) : '' }),
    })),
  }))
}

export function permissionRows(view: RolesView): Row[] {
  return view.permissions.map(({ permission, section, sensitive, bounds }) => ({
    id: permission,
    label: permissionName(permission),
    about: permissionAbout(permission),
    part: sectionName(section),
    sensitive,
    cells: byRole(bounds, ({ bound }) => ({
      code: bound,
      word: boundName(bound),
      note: null,
      meaning: t(`roles-means-${bound.replace('_', '-')}`),
    })),
  }))
}

function byRole<V extends { role: Role }>(values: V[], cell: (value: V) => Cell): Partial<Record<Role, Cell>> {
  return Object.fromEntries(values.map((value) => [value.role, cell(value)]))
}

/** What one more click on a role does: off if it was on, the second of two, or in place of the second. */
export function picking(picked: Role[], role: Role): Role[] {
  if (picked.includes(role)) return picked.filter((one) => one !== role)
  return [...picked.slice(0, 1), role]
}

/** The rows in which two roles differ. */
export function differences(rows: Row[], [one, other]: Role[]): Row[] {
  if (!one || !other) return rows
  return rows.filter(({ cells }) => cells[one]?.code !== cells[other]?.code || cells[one]?.note !== cells[other]?.note)
}
