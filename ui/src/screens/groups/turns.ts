// The switches that were turned in a group and not asked for yet. They stay while she looks elsewhere in this
// store, and are gone with her.
import type { Id, Permission, Turn } from '../../lib/bindings'
import { kept } from '../../lib/kept.svelte'

const all = kept('group-turns', () => ({ of: {} as Record<Id, Turn[]> }))

export const turnsOf = (group: Id): Turn[] => all.of[group] ?? []

/** The later turn of a switch takes the place of the earlier one: turned there and back is none. */
export function turn(group: Id, permission: Permission, on: boolean) {
  all.of[group] = [...turnsOf(group).filter((one) => one.permission !== permission), { permission, on }]
}

export function forgetTurns(group: Id) {
  delete all.of[group]
}
