// What Team is asked for: what she chose on it, kept while she is in the store.
import type { Role, Standing, TeamSort } from '../../lib/bindings'
import { kept } from '../../lib/kept.svelte'

export const chosen = kept('team', () => ({ search: '', role: '' as Role | '', group: '', status: '' as Standing | '', sort: 'role' as TeamSort, descending: false }))

export const filter = () => ({
  search: chosen.search,
  role: chosen.role || null,
  group: chosen.group || null,
  status: chosen.status || null,
  sort: chosen.sort,
  descending: chosen.descending,
})

/** Some of the rows. */
export const rows = (range: { from: number; count: number }) => ({ view: 'team' as const, ...filter(), ...range })
