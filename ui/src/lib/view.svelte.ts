// One view of the open store: asks for it, drops answers that come late, and asks again when the
// program says that something changed. What was shown stays until the next answer is here.
import { api, asError, onChanged } from './api'
import type { Ask, DeskError, View } from './bindings'
import { session } from './session.svelte'

type Name = Ask['view']
type Named<K> = Extract<View, { view: K }>
// A question without what every question carries.
type Question<K> = Omit<Extract<Ask, { view: K }>, 'store' | 'generation'>

let generation = 0

export type Watched<V> = { readonly data: V | null; readonly error: DeskError | null; readonly asking: boolean; again(): void }

export function useView<K extends Name>(question: () => (Question<K> & { view: K }) | null): Watched<Named<K>> {
  let data = $state.raw<Named<K> | null>(null)
  let error = $state.raw<DeskError | null>(null)
  let asking = $state(false)
  let latest = 0
  let stale = false

  async function ask(what: Question<K>, store: string) {
    const mine = (latest = ++generation)
    asking = true
    stale = false
    try {
      const answer = await api.ask({ store, generation: mine, ...what } as Ask)
      if (mine !== latest) return
      data = answer.view as Named<K>
      error = null
    } catch (thrown) {
      if (mine !== latest) return
      error = asError(thrown)
    }
    asking = false
    // Something changed while we waited: one more question covers all of it.
    if (stale) again()
  }

  function again() {
    const what = question()
    if (what && session.store) void ask(what, session.store)
  }

  $effect(() => {
    const what = question()
    const store = session.store
    if (what && store) void ask(what, store)
  })

  $effect(() => {
    const stop = onChanged((changed) => {
      if (changed.store !== null && changed.store !== session.store) return
      if (asking) stale = true
      else again()
    })
    return () => {
      stop()
      latest = ++generation
    }
  })

  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get asking() {
      return asking
    },
    again,
  }
}
