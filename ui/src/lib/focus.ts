// Where the focus goes when what had it is gone: never nowhere.
import { tick } from 'svelte'

/** Another page of a list is read from its head: the button that was pressed may be greyed there. */
export function toHead(list: HTMLElement | undefined) {
  list?.scrollIntoView({ block: 'start' })
  list?.focus({ preventScroll: true })
}

/** Remembers what had the focus inside, and gives it on once that is gone; to be called whenever something may be gone. */
export function heir(to: () => HTMLElement | null | undefined) {
  let last: Element | null = null
  return {
    seen: (event: FocusEvent) => void (last = event.target as Element),
    async pass() {
      await tick()
      if (!last || last.isConnected || document.activeElement !== document.body) return
      last = null
      to()?.focus({ preventScroll: true })
    },
  }
}
