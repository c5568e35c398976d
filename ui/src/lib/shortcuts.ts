// The few keys that work everywhere in an open store, and the mouse's own two.
export const mac = /Mac/.test(navigator.platform)
// A program of Linux is left by Ctrl+Q; Windows has Alt+F4, which is its own affair.
const linux = /Linux/.test(navigator.platform)

export const COMMAND = mac ? '⌘' : 'Ctrl'

/** What the sheet lists: a message `shortcut-…`, its keys, and the single one that does the same where such are on. */
export const SHORTCUTS: { key: string; keys: string[]; single?: string }[] = [
  { key: 'palette', keys: ['Command', 'K'] },
  { key: 'search', keys: ['Command', 'F'], single: '/' },
  { key: 'back', keys: mac ? ['Command', '['] : ['Alt', '←'] },
  { key: 'forward', keys: mac ? ['Command', ']'] : ['Alt', '→'] },
  { key: 'undo', keys: ['Command', 'Z'] },
  { key: 'lock', keys: ['Command', 'L'] },
  { key: 'settings', keys: ['Command', ','] },
  { key: 'larger', keys: ['Command', '+'] },
  { key: 'smaller', keys: ['Command', '−'] },
  { key: 'actual', keys: ['Command', '0'] },
  { key: 'rows', keys: ['↑', '↓'] },
  { key: 'rows-page', keys: ['PgUp', 'PgDn'] },
  { key: 'rows-ends', keys: ['Home', 'End'] },
  { key: 'pick', keys: ['Space'] },
  { key: 'pick-range', keys: ['Shift', '↑ / ↓'] },
  { key: 'pick-all', keys: ['Command', 'A'] },
  { key: 'cells', keys: ['↑', '↓', '←', '→'] },
  { key: 'cells-row', keys: ['Home', 'End'] },
  { key: 'cells-all', keys: ['Command', 'Home / End'] },
  { key: 'read-list', keys: ['Command', 'Enter'] },
  { key: 'open', keys: ['Enter'] },
  { key: 'close', keys: ['Esc'] },
  { key: 'sheet', keys: [], single: '?' },
  ...(linux ? [{ key: 'quit', keys: ['Command', 'Q'] }] : []),
]

export type Zooming = 'larger' | 'smaller' | 'actual'
// On many keyboards the plus shares its key with =.
const ZOOMING: Record<string, Zooming> = { '+': 'larger', '=': 'larger', '-': 'smaller', '0': 'actual' }

/** How much larger or smaller the window is to be drawn; also while somebody types or a question stands in front. */
export const zooming = (event: KeyboardEvent): Zooming | undefined => ((mac ? event.metaKey : event.ctrlKey) && !event.altKey ? ZOOMING[event.key] : undefined)

/** Whether the program is to be left; whatever stands in front, as with the cross in the window's corner. */
export const leaving = (event: KeyboardEvent) => linux && event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'q'

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

/** Which of them a key press means; plain characters count only where nobody types, and where she did not turn them off: who speaks to
 *  her computer, or has a hand that slips, would set them off all day. */
export function shortcut(event: KeyboardEvent, singles = true): 'palette' | 'search' | 'back' | 'forward' | 'sheet' | 'lock' | 'undo' | 'settings' | null {
  const command = mac ? event.metaKey : event.ctrlKey
  if (command && event.key.toLowerCase() === 'k') return 'palette'
  // Whoever walks away does not answer questions first.
  if (command && event.key.toLowerCase() === 'l') return 'lock'
  // A question stands in front: only it may be answered.
  if (document.querySelector('dialog[open]')) return null
  const alone = event.altKey && !event.ctrlKey && !event.shiftKey && !event.metaKey
  if (mac ? command && event.key === '[' : alone && event.key === 'ArrowLeft') return 'back'
  if (mac ? command && event.key === ']' : alone && event.key === 'ArrowRight') return 'forward'
  // In a field it takes back what was typed.
  if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z' && !typing(event.target)) return 'undo'
  if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'f') return 'search'
  if (command && !event.altKey && event.key === ',') return 'settings'
  if (!singles || typing(event.target) || command || event.altKey) return null
  if (event.key === '/') return 'search'
  return event.key === '?' ? 'sheet' : null
}

/** Which way a button at the side of the mouse leads; not while a question stands in front. */
export function sideButton(event: MouseEvent): 'back' | 'forward' | null {
  if (event.button !== 3 && event.button !== 4) return null
  // Nor may the web view go its own way.
  event.preventDefault()
  if (document.querySelector('dialog[open]')) return null
  return event.button === 3 ? 'back' : 'forward'
}
