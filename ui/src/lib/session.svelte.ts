// Who is signed in, to what, and how she wants the window to look. Asked of the program and asked
// again when it says that something changed; nothing is worked out here.
import { api, asError, startAgain } from './api'
import type { DeskError, Id, SessionView, Settings } from './bindings'
import { setLanguage } from './i18n.svelte'
import { setLook } from './look'
import { forgetTrail, leave } from './nav.svelte'

/** Whose places the window shows, if anybody's: one person in one store. */
const whose = (view: SessionView | null) => (view?.signed_in && !view.locked && view.open ? `${view.account?.id} ${view.open}` : null)

class Session {
  view = $state.raw<SessionView | null>(null)
  error = $state.raw<DeskError | null>(null)

  // Answers can overtake each other (a sign-in and the changes that it causes): the latest question wins.
  #asked = 0

  async refresh() {
    const mine = ++this.#asked
    try {
      const view = await api.session()
      if (mine === this.#asked) await this.take(view)
    } catch (thrown) {
      if (mine === this.#asked) this.error = asError(thrown)
    }
  }

  async take(view: SessionView) {
    this.#asked += 1
    // Whoever may see the window now has not shown yet that the open store is hers: nothing of it stays,
    // neither drawn nor in memory. A window that begins anew is the one way to be sure.
    const before = this.view
    if (before?.open && !before.locked) {
      const same = view.account?.id === before.account?.id
      if (view.locked || !same) {
        leave(same)
        startAgain()
      }
    }
    setLook(view.settings.theme, view.settings.density, view.settings.zoom)
    // The words first, so that nobody sees a screen in another language for a moment.
    await setLanguage(view.settings.language)
    // The way back and what was filtered belong to her and to this store.
    if (whose(this.view) !== whose(view)) {
      if (whose(this.view)) leave(view.account?.id === this.view?.account?.id)
      else forgetTrail()
    }
    this.view = view
    this.error = null
  }

  /** Does something that changes who is here, and shows what came of it. */
  async change(asked: Promise<SessionView>) {
    await this.take(await asked)
  }

  /** The store that is open; screens are only drawn when there is one. */
  get store(): Id {
    return this.view?.open ?? ''
  }

  async set(change: Partial<Settings>) {
    if (!this.view) return
    const settings = { ...this.view.settings, ...change }
    await this.take({ ...this.view, settings })
    await api.setSettings(settings)
  }
}

export const session = new Session()
