// Which kept changes can be asked for in other words here, and how: what is about a name, a role, a group, its permissions, days or
// an invitation. A plan is changed on its own screen.
import type { Op, Permission, Turn } from '../../lib/bindings'

export type Draft = { email: string; role: string; groups: string[]; name: string; group: string; days: number }

export function changeable(op: Op): boolean {
  return draftOf(op) !== null || turnsOf(op) !== null
}

/** The switches of a group that it turned, if it did. */
export function turnsOf(op: Op): Turn[] | null {
  if (op.type !== 'group.grant' && op.type !== 'group.revoke') return null
  return op.permissions.map((permission) => ({ permission: permission as Permission, on: op.type === 'group.grant' }))
}

/** What can be changed, as it was asked. */
export function draftOf(op: Op): Partial<Draft> | null {
  switch (op.type) {
    case 'invitation.send':
      return { email: op.email, role: op.role, groups: op.groups }
    case 'invitation.change_role':
    case 'member.change_role':
      return { role: op.to }
    case 'group.create':
      return { name: op.name }
    case 'group.rename':
    case 'store.rename':
      return { name: op.to }
    case 'member.add_to_group':
    case 'invitation.add_to_group':
      return { group: op.group }
    case 'store.set_offline_lease':
      return { days: op.to }
    default:
      return null
  }
}

/** The op with what was changed. Where something was there to start from, that is the present value. */
export function changed(op: Op, draft: Partial<Draft>, present: string | number | null): Op {
  const from = present === null ? {} : { from: present }
  switch (op.type) {
    case 'invitation.send':
      return { ...op, email: draft.email ?? op.email, role: (draft.role ?? op.role) as typeof op.role, groups: draft.groups ?? op.groups }
    case 'invitation.change_role':
    case 'member.change_role':
      return { ...op, ...from, to: draft.role ?? op.to } as Op
    case 'group.create':
      return { ...op, name: draft.name ?? op.name }
    case 'group.rename':
    case 'store.rename':
      return { ...op, ...from, to: draft.name ?? op.to } as Op
    case 'member.add_to_group':
    case 'invitation.add_to_group':
      return { ...op, group: draft.group ?? op.group }
    case 'store.set_offline_lease':
      return { ...op, ...from, to: draft.days ?? op.to } as Op
    default:
      return op
  }
}
