// How far a place was scrolled and what had the focus in it, taken down on leaving and put back on return.
// Rows come only once the desk has answered, so putting back goes on until they are there or she acts.
import { tick } from 'svelte'

export type Left = { scrolled: Record<string, number>; focus: { css: string; nth: number } | null }

// What tells one control of a screen from the others, whatever else changes about it.
const TELLING = ['data-testid', 'data-id', 'data-name', 'data-email', 'data-permission', 'data-at', 'href']
// Whoever has not touched anything by then would be startled by a list that jumps.
const LONG_ENOUGH = 3_000
let last: HTMLElement | null = null
let stop = () => {}

const scrollers = () => [...document.querySelectorAll<HTMLElement>('main [data-scrolls]')]

/** The focus inside a screen: it is asked for once it may already have moved on to what leads away. */
export function touched(event: FocusEvent) {
  last = event.target as HTMLElement
}

export function forgetTouched() {
  last = null
  stop()
}

export function takeDown(): Left {
  const found = last?.isConnected ? TELLING.filter((name) => last!.hasAttribute(name)) : []
  const css = found.map((name) => `[${name}="${last!.getAttribute(name)!.replace(/["\\]/g, '\\$&')}"]`).join('')
  return {
    scrolled: Object.fromEntries(scrollers().map((one) => [one.dataset.scrolls, one.scrollTop])),
    focus: css ? { css, nth: [...document.querySelectorAll(`main ${css}`)].indexOf(last!) } : null,
  }
}

export function putBack({ scrolled, focus }: Left) {
  stop()
  let over = false
  const todo = new Map(Object.entries(scrolled))
  let wanted = focus

  function attempt() {
    for (const one of scrollers()) {
      const top = todo.get(one.dataset.scrolls!)
      if (top === undefined) continue
      one.scrollTop = top
      if (Math.abs(one.scrollTop - top) <= 1) todo.delete(one.dataset.scrolls!)
    }
    const found = wanted && document.querySelectorAll<HTMLElement>(`main ${wanted.css}`)[wanted.nth]
    if (found) {
      found.focus({ preventScroll: true })
      wanted = null
    }
    if (!todo.size && !wanted) stop()
  }

  const seen = new MutationObserver(attempt)
  const timer = setTimeout(() => stop(), LONG_ENOUGH)
  const signs = ['keydown', 'pointerdown', 'wheel'] as const
  stop = () => {
    over = true
    seen.disconnect()
    clearTimeout(timer)
    for (const sign of signs) window.removeEventListener(sign, stop, { capture: true })
    stop = () => {}
  }
  // Once what was there before is gone.
  void tick().then(() => {
    const main = document.querySelector('main')
    if (over || !main) return
    for (const sign of signs) window.addEventListener(sign, stop, { capture: true })
    seen.observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] })
    attempt()
  })
}
