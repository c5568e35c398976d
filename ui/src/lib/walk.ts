// A list of lines that tell more, as one stop of the Tab key: arrows, Home and End walk them. Who came to know twelve
// areas, 25 permissions and the history by Tab alone would press it fifty times to get past.
import type { Attachment } from 'svelte/attachments'

/** For the element around the lines; `lines` is how they are found in it, however many come and go. */
export function walked(lines: string): Attachment<HTMLElement> {
  return (list) => {
    let current: HTMLElement | undefined
    const all = () => [...list.querySelectorAll<HTMLElement>(lines)]

    function settle() {
      const here = all()
      if (!current || !here.includes(current)) current = here[0]
      for (const line of here) line.tabIndex = line === current ? 0 : -1
    }
    function focused({ target }: FocusEvent) {
      if (!(target instanceof HTMLElement) || !target.matches(lines)) return
      current = target
      settle()
    }
    function keys(event: KeyboardEvent) {
      const here = all()
      const at = here.indexOf(event.target as HTMLElement)
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: here.length - 1 }[event.key]
      if (to === undefined) return
      event.preventDefault()
      // Also after a click, where WebKit by itself would show no ring.
      here[to]?.focus({ focusVisible: true })
    }

    settle()
    const seen = new MutationObserver(settle)
    seen.observe(list, { childList: true, subtree: true })
    list.addEventListener('focusin', focused)
    list.addEventListener('keydown', keys)
    return () => {
      seen.disconnect()
      list.removeEventListener('focusin', focused)
      list.removeEventListener('keydown', keys)
    }
  }
}
