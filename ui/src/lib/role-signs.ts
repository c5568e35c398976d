// The small sign of each role, the same everywhere.
import type { Role } from './bindings'
import { BadgeCheck, Boxes, Crown, Eye, Receipt, ShieldCheck, type Icon } from './icons'

export const ROLE_SIGNS: Record<Role, Icon> = { owner: Crown, admin: ShieldCheck, manager: BadgeCheck, seller: Receipt, inventory_handler: Boxes, viewer: Eye }
