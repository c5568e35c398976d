// The tables of the trade for the fixture and the tests: what the program would answer for the matrix.
import type { Area, CellLevel, Permission, Role, Section } from '../lib/bindings'

export const ROLES: Role[] = ['owner', 'admin', 'manager', 'seller', 'inventory_handler', 'viewer']

const LEVELS: Record<string, CellLevel> = { f: 'full', p: 'partial', n: 'none' }
const levels = (six: string) => [...six].map((one) => LEVELS[one]!)

export const AREAS: [Area, CellLevel[]][] = [
  ['ring_up_sales', levels('ffffnn')],
  ['void_sale', levels('fffnnn')],
  ['manage_catalog', levels('fffnfn')],
  ['adjust_inventory', levels('fffnfn')],
  ['manage_customers', levels('ffffnn')],
  ['manage_promotions', levels('fffnnn')],
  ['view_reports', levels('fffppf')],
  ['invite_remove_staff', levels('ffnnnn')],
  ['change_member_role', levels('ffnnnn')],
  ['view_team', levels('fffnnn')],
  ['store_settings', levels('ffnnnn')],
  ['billing_plan', levels('ffnnnn')],
]

export type BoundCode = 'always' | 'by_group' | 'never'
const BOUNDS: Record<string, BoundCode> = { a: 'always', g: 'by_group', n: 'never' }
const CUT: [Permission, string][] = [
  ['dashboard.view', 'aagggg'],
  ['product.view', 'aagggg'],
  ['product.scan', 'aagngn'],
  ['product.download', 'aagngn'],
  ['product.upload', 'aagngn'],
  ['inventory.view', 'aagggg'],
  ['inventory.update', 'aagngn'],
  ['price.view', 'aagggg'],
  ['price.update', 'aagngn'],
  ['orders.view', 'aagggg'],
  ['orders.fulfillment', 'aagggn'],
  ['orders.download', 'aagggg'],
  ['sync_log.view', 'aagggg'],
  ['logistics.view', 'aagggg'],
  ['logistics.update', 'aagggn'],
  ['channel.view', 'aagggg'],
  ['channel.add', 'aagnnn'],
  ['channel.edit', 'aagnnn'],
  ['channel.delete', 'aagnnn'],
  ['developer.view', 'aagnnn'],
  ['json_api.view', 'aagnnn'],
  ['users.view', 'aagnnn'],
  ['users.create', 'aannnn'],
  ['users.edit', 'aannnn'],
  ['users.delete', 'aannnn'],
]
export const PERMISSIONS: [Permission, BoundCode[]][] = CUT.map(([code, six]) => [code, [...six].map((one) => BOUNDS[one]!)])

export const SENSITIVE: Permission[] = ['users.view', 'users.create', 'users.edit', 'users.delete', 'channel.delete', 'price.update', 'developer.view', 'json_api.view']
export const sectionOf = (permission: Permission) => permission.split('.')[0] as Section
export const SECTIONS = [...new Set(PERMISSIONS.map(([code]) => sectionOf(code)))]

export const limitOf = (role: Role, level: CellLevel) => (level !== 'partial' ? null : role === 'seller' ? 'own_sales' : 'stock_reports')
