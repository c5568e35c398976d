// One view of the open store: asks for it, drops answers that come late, and asks again when the
// program says that something changed. What was shown stays until the next answer is here.
import { untrack } from 'svelte'
import { asked, known } from './ahead'
import { api, asError, onChanged } from './api'
import type { Ask, DeskError, View } from './bindings'
import { session } from './session.svelte'

type Name = Ask['view']
type Named<K> = Extract<View, { view: K }>
// A question without what every question carries.
type Question<K> = Omit<Extract<Ask, { view: K }>, 'store' | 'generation'>

let generation = 0

/** What was asked, and of which store. */
type Asked<K> = { what: Question<K>; store: string }

/** `of`: what was asked, of which `data` is the answer. */
export type Watched<V, Q = unknown> = { readonly data: V | null; readonly of: Q | null; readonly error: DeskError | null; readonly asking: boolean; again(): void }

export function useView<K extends Name>(question: () => (Question<K> & { view: K }) | null): Watched<Named<K>, Question<K>> {
  // What was asked ahead may be here: then this is drawn at once, and not asked again.
  const first = untrack(question)
  const here = first && untrack(() => known(session.store, first))
  let drawn = here ? JSON.stringify(first) : null
  let data = $state.raw<Named<K> | null>(here ? (here.view as Named<K>) : null)
  let of = $state.raw<Question<K> | null>(here ? first : null)
  let error = $state.raw<DeskError | null>(null)
  // One question at a time, and the latest one after it: whoever scrolls asks more often than anybody could answer.
  let asking = $state(false)
  let next: Asked<K> | null = null
  let gone = false

  async function ask(first: Asked<K>) {
    asking = true
    for (let now: Asked<K> | null = first; now; now = next) {
      next = null
      try {
        const answer = await (asked(now.store, now.what) ?? api.ask({ store: now.store, generation: ++generation, ...now.what } as Ask))
        if (gone) return
        if (stillGood(now, next)) {
          data = keepingSame(data, answer.view as Named<K>)
          of = now.what
          error = null
        }
      } catch (thrown) {
        if (gone) return
        if (stillGood(now, next)) error = asError(thrown)
      }
    }
    asking = false
  }

  function want(what: Question<K> | null, store: string) {
    if (!what || !store) return
    // Whoever wants it waits for the answer and not for this.
    if (untrack(() => asking)) next = { what, store }
    else void ask({ what, store })
  }
  const again = () => want(question(), session.store)

  $effect(() => {
    const [what, store] = [question(), session.store]
    if (JSON.stringify(what) !== drawn) want(what, store)
    drawn = null
  })

  $effect(() => {
    const stop = onChanged((changed) => {
      // Also while an answer is on its way: one more question covers all that changed meanwhile.
      if (changed.store === null || changed.store === session.store) again()
    })
    return () => {
      stop()
      gone = true
    }
  })

  return {
    get data() {
      return data
    },
    get of() {
      return of
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

/** An answer in which every part that says what it said before is the part from before: whoever looks at that part alone is not drawn anew. */
export function keepingSame<V extends object>(before: V | null, now: V): V {
  if (!before) return now
  for (const name of Object.keys(now) as (keyof V)[]) {
    const part = now[name]
    if (typeof part === 'object' && part !== null && JSON.stringify(part) === JSON.stringify(before[name])) now[name] = before[name]
  }
  return now
}

/** Whether an answer may be shown although another question waits: the same one, or one for other rows of the same list. */
function stillGood<K>(asked: Asked<K>, next: Asked<K> | null): boolean {
  const but = ({ what, store }: Asked<K>) => JSON.stringify([store, { ...what, from: 0, count: 0 }])
  return !next || but(asked) === but(next)
}
