// Both tables of Roles as they leave the window: on paper, in a spreadsheet, in a picture.
import type { Role, RolesView } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { roleName } from '../../lib/words'
import { areaRows, permissionRows, type Row } from './compare'

export type Sheet = { title: string; corner: string; rows: Row[] }

export function sheets(view: RolesView): Sheet[] {
  return [
    { title: t('roles-in-store'), corner: t('roles-area'), rows: areaRows(view) },
    { title: t('roles-in-omnichannel'), corner: t('roles-permission'), rows: permissionRows(view) },
  ]
}

/** One table of both, so that a spreadsheet can filter and sort it: which table, section, row, its code, and a column a role. */
export function asRows(view: RolesView): string[][] {
  const roles = view.roles.map(({ role }) => role)
  const cell = (row: Row, role: Role) => [row.cells[role]?.word ?? '', row.cells[role]?.note].filter(Boolean).join(': ')
  return [
    [t('roles-table'), t('roles-section'), `${t('roles-area')} / ${t('roles-permission')}`, t('roles-code'), ...roles.map(roleName)],
    ...sheets(view).flatMap(({ title, rows }) => rows.map((row) => [title, row.part ?? '', row.label, row.id, ...roles.map((role) => cell(row, role))])),
  ]
}
