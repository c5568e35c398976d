// Five groups as the trade has them, to start from: nothing but a first choice of switches. What they
// mean, and what a role makes of them, is judged where every other op is judged.
import type { Permission } from '../../lib/bindings'

export type StartingPoint = 'marketplace-operator' | 'order-desk' | 'stock-room' | 'price-keeper' | 'read-only'

export const STARTING_POINTS: Record<StartingPoint, Permission[]> = {
  'marketplace-operator': ['dashboard.view', 'product.view', 'product.scan', 'product.download', 'product.upload', 'inventory.view', 'price.view', 'channel.view', 'sync_log.view'],
  'order-desk': ['orders.view', 'orders.fulfillment', 'orders.download', 'logistics.view', 'logistics.update'],
  'stock-room': ['product.view', 'inventory.view', 'inventory.update', 'orders.view', 'logistics.view'],
  'price-keeper': ['product.view', 'price.view', 'price.update'],
  'read-only': ['dashboard.view', 'product.view', 'inventory.view', 'price.view', 'orders.view', 'logistics.view', 'channel.view'],
}
