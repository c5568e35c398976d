// Which rows of a long list are picked: a few by name, or all that match but a few. Never more ids than a
// person has touched, however long the list is.
import type { Id } from './bindings'

type Held = { all: boolean; ids: ReadonlySet<Id> }
const NOTHING: Held = { all: false, ids: new Set() }

export class Selection {
  #held = $state.raw<Held>(NOTHING)
  // What was picked when a range began: walking back gives up only what the range brought.
  #before: Held = NOTHING

  /** Whether all are meant; then `ids` are those that are not. */
  get all() {
    return this.#held.all
  }
  get ids() {
    return this.#held.ids
  }
  has(id: Id): boolean {
    return this.#held.ids.has(id) !== this.#held.all
  }
  count(total: number): number {
    return this.#held.all ? Math.max(0, total - this.#held.ids.size) : this.#held.ids.size
  }

  toggle(id: Id) {
    const ids = new Set(this.#held.ids)
    if (!ids.delete(id)) ids.add(id)
    this.#before = this.#held = { all: this.#held.all, ids }
  }
  /** What was picked before the range began, and all of the range. */
  range(range: Id[]) {
    const ids = new Set(this.#before.ids)
    for (const id of range) if (this.#before.all) ids.delete(id)
    else ids.add(id)
    this.#held = { all: this.#before.all, ids }
  }
  everything() {
    this.#before = this.#held = { all: true, ids: new Set() }
  }
  clear() {
    this.#before = this.#held = NOTHING
  }
}
