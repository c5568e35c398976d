// The act that leads back, for taking one back that was sent already.
import type { Op } from './bindings'

/** Where one does so exactly. What cannot be had again (a removed member, a sent mail) has none. */
export function opposite(op: Op): Op | null {
  switch (op.type) {
    case 'member.change_role':
      return { ...op, from: op.to, to: op.from }
    case 'group.rename':
      return { ...op, from: op.to, to: op.from }
    case 'store.rename':
      return { ...op, from: op.to, to: op.from }
    case 'plan.change':
      return { ...op, from: op.to, to: op.from }
    case 'member.add_to_group':
      return { ...op, type: 'member.remove_from_group' }
    case 'member.remove_from_group':
      return { ...op, type: 'member.add_to_group' }
    case 'invitation.add_to_group':
      return { ...op, type: 'invitation.remove_from_group' }
    case 'invitation.remove_from_group':
      return { ...op, type: 'invitation.add_to_group' }
    case 'member.suspend':
      return { type: 'member.restore', member: op.member }
    case 'member.restore':
      return { type: 'member.suspend', member: op.member }
    default:
      return null
  }
}
