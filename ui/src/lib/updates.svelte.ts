// What is known of a newer version of the program: asked once, and told whenever something of it changed.
import { api } from './api'
import type { UpdatesView } from './bindings'
import { go } from './nav.svelte'

class Updates {
  view = $state.raw<UpdatesView | null>(null)

  // How often it was told: an answer that what was told since has overtaken is older than that.
  #told = 0

  told(view: UpdatesView) {
    this.#told += 1
    this.view = view
  }

  async refresh() {
    const before = this.#told
    try {
      const view = await api.updates()
      if (before === this.#told) this.view = view ?? null
    } catch {
      // A profile that cannot be opened says so itself; there is nothing to tell of updates then.
    }
  }
}

export const updates = new Updates()

/** Leads to what is new, and to what can be done about it. */
export const leadToUpdates = () => go('settings', 'updates')
