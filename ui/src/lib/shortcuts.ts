// The few keys that work everywhere in an open store.
const mac = /Mac/.test(navigator.platform)

export const COMMAND = mac ? '⌘' : 'Ctrl'

/** What the sheet lists: a message `shortcut-…` and its keys. */
export const SHORTCUTS: { key: string; keys: string[] }[] = [
  { key: 'palette', keys: ['Command', 'K'] },
  { key: 'search', keys: ['/'] },
  { key: 'back', keys: mac ? ['Command', '['] : ['Alt', '←'] },
  { key: 'forward', keys: mac ? ['Command', ']'] : ['Alt', '→'] },
  { key: 'lock', keys: ['Command', 'L'] },
  { key: 'rows', keys: ['↑', '↓'] },
  { key: 'cells', keys: ['↑', '↓', '←', '→'] },
  { key: 'cells-row', keys: ['Home', 'End'] },
  { key: 'cells-all', keys: ['Command', 'Home / End'] },
  { key: 'open', keys: ['Enter'] },
  { key: 'close', keys: ['Esc'] },
  { key: 'sheet', keys: ['?'] },
]

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

/** Which of them a key press means; plain characters count only where nobody types. */
export function shortcut(event: KeyboardEvent): 'palette' | 'search' | 'back' | 'forward' | 'sheet' | 'lock' | null {
  const command = mac ? event.metaKey : event.ctrlKey
  if (command && event.key.toLowerCase() === 'k') return 'palette'
  // Whoever walks away does not answer questions first.
  if (command && event.key.toLowerCase() === 'l') return 'lock'
  // A question stands in front: only it may be answered.
  if (document.querySelector('dialog[open]')) return null
  if (mac ? command && event.key === '[' : event.altKey && event.key === 'ArrowLeft') return 'back'
  if (mac ? command && event.key === ']' : event.altKey && event.key === 'ArrowRight') return 'forward'
  if (typing(event.target) || command || event.altKey) return null
  if (event.key === '/') return 'search'
  return event.key === '?' ? 'sheet' : null
}
