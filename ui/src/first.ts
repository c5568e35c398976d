// What stands in the window at first: its questions are asked, and its part is fetched, before it is drawn.
import type { SessionView, Settings } from './lib/bindings'
import { ahead } from './lib/ahead'
import { fetchWords } from './lib/i18n.svelte'
import { setLook } from './lib/look'
import { beginsAt } from './lib/nav.svelte'
import { screens } from './screens'

/** A desk that takes longer, in milliseconds, is not waited for: then the frame is drawn first. */
const PATIENCE = 150

async function ask(store: string, language: Settings['language']) {
  const { view: frame } = await ahead(store, { view: 'frame' })
  if (frame.view !== 'frame') return
  const at = beginsAt(frame.left_at)
  const screen = screens.find(({ id }) => id === at)
  if (!screen || frame.screens.find((one) => one.screen === at)?.may) return
  // What comes with the window's own code speaks the words that come with it (ui/words.ts); whoever begins elsewhere waits for all of them.
  const { fetch } = screen.screen
  await Promise.all([fetch?.(), screen.first && ahead(store, screen.first()), fetch && fetchWords(language, true)])
}

/** Resolves with what it waits for, but does not wait for long. */
export const soon = (wanted: Promise<unknown>) => Promise.race([wanted, new Promise((go) => setTimeout(go, PATIENCE))])

/** Resolves when the first picture can be drawn whole, or as good as ever. */
export async function prepare(view: SessionView): Promise<void> {
  const { language } = view.settings
  if (!view.signed_in || view.locked || view.passphrase !== 'none' || !view.open) return void (await soon(fetchWords(language, true).catch(() => {})))
  // Before the screen is asked: how many rows are seen depends on how tall she likes them.
  setLook(view.settings.theme, view.settings.density, view.settings.zoom)
  // What goes wrong is told by whoever comes for the answer.
  await soon(Promise.all([ask(view.open, language), fetchWords(language, false)]).catch(() => {}))
}
