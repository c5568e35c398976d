// The menu bar of macOS: its words, in the language of the moment, and what can be chosen in it now. What stands in it, and in
// which order, is the program's own affair (`src-tauri/src/menu.rs`).
import { api } from './api'
import { t } from './i18n.svelte'
import { keyOf } from './words'

const NAMES = [
  ...['app', 'about', 'settings', 'services', 'hide', 'hide_others', 'show_all', 'lock', 'quit'],
  ...['file', 'close'],
  ...['edit', 'undo', 'redo', 'cut', 'copy', 'paste', 'select_all'],
  ...['view', 'back', 'forward', 'actual', 'larger', 'smaller', 'full_screen'],
  ...['window', 'minimise', 'maximise', 'front'],
  ...['help', 'sheet'],
]

/** `open`: somebody has a store open, and may go about in it. */
export function tellMenu(open: boolean) {
  const words = Object.fromEntries(NAMES.map((name) => [name, t(`menu-${keyOf(name)}`)]))
  // Without it the bar keeps the words that it had.
  void api.menu(words, open).catch(() => {})
}
