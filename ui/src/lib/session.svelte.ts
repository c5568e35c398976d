// Who is signed in, to what, and how she wants the window to look. Asked of the program and asked
// again when it says that something changed; nothing is worked out here.
import { api, asError, startAgain } from './api'
import type { DeskError, Id, SessionView, Settings } from './bindings'
import { setLanguage } from './i18n.svelte'
import { setLook } from './look'
import { forgetTrail, leave } from './nav.svelte'
import { sayProblem } from './toasts.svelte'

/** Whose places the window shows, if anybody's: one person in one store. */
const whose = (view: SessionView | null) => (view?.signed_in && !view.locked && view.open ? `${view.account?.id} ${view.open}` : null)

type Choice = Partial<Settings>

/** The same with what she chose since, the latest choice last. */
const chosenSince = (view: SessionView, choices: Choice[]): SessionView => ({ ...view, settings: Object.assign({}, view.settings, ...choices) })

class Session {
  view = $state.raw<SessionView | null>(null)
  error = $state.raw<DeskError | null>(null)

  // Answers can overtake each other (a sign-in and the changes that it causes): the latest question wins.
  #asked = 0
  // And so can words that are fetched: the latest view wins.
  #taken = 0
  // What the program said last. `view` is that, with what she chose since.
  #told: SessionView | null = null
  // What she chose and the program has not kept yet, in that order. It is kept one by one, so that the last choice is
  // the last there too.
  #choices: Choice[] = []
  #keeping: Promise<unknown> = Promise.resolve()

  /** Asks again. What came of it is shown when `ready` is done with it. */
  async refresh(ready?: (view: SessionView) => Promise<void>) {
    const mine = ++this.#asked
    // This answer may be from before they were kept, also where it comes after that.
    const choices = [...this.#choices]
    try {
      const view = await api.session()
      await ready?.(view)
      if (mine === this.#asked) await this.take(chosenSince(view, choices))
    } catch (thrown) {
      if (mine === this.#asked) this.error = asError(thrown)
    }
  }

  async take(told: SessionView) {
    this.#asked += 1
    const mine = ++this.#taken
    this.#told = told
    const view = chosenSince(told, this.#choices)
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
    if (mine !== this.#taken) return
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

  /** Has the program keep a choice, which counts at once. Where it cannot be kept that is said, and what holds is shown again. */
  async set(choice: Choice) {
    if (!this.view || !this.#told) return
    this.#choices = [...this.#choices, choice]
    const keep = () => api.setSettings(choice)
    const kept = this.#keeping.then(keep, keep)
    this.#keeping = kept
    const drawn = this.take(this.#told)
    const problem = await kept.then(() => null, asError)
    this.#choices = this.#choices.filter((one) => one !== choice)
    if (problem) {
      sayProblem(problem)
      void this.refresh()
    } else this.#told = chosenSince(this.#told, [choice])
    await drawn
  }
}

export const session = new Session()
