// Where in the window a kept change is about, so that it can be made anew there by hand.
import type { Op } from '../../lib/bindings'

export function placeOf(op: Op): { screen: string; id: string | null } {
  if ('member' in op) return { screen: 'team', id: op.member }
  if ('invitation' in op) return { screen: 'invitations', id: null }
  if (op.type === 'group.create' || op.type === 'group.delete') return { screen: 'groups', id: null }
  if ('group' in op) return { screen: 'groups', id: op.group }
  return { screen: op.type === 'plan.change' ? 'plan' : 'settings', id: null }
}
