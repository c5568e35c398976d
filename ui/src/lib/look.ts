// Theme and density as attributes of the page, from which theme.css takes its values; and how large all of it is drawn,
// which is the web view's own business.
import { api } from './api'
import type { Settings } from './bindings'

const dark = () => window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false
let theme: Settings['theme'] = 'system'

function apply() {
  document.documentElement.dataset.theme = theme === 'system' ? (dark() ? 'dark' : 'light') : theme
}

/** What the settings and the keys offer, in percent. */
export const ZOOMS = [75, 90, 100, 110, 125, 150, 175, 200]
let drawn = 100

export function setLook(wanted: Settings['theme'], density: Settings['density'], zoom: number) {
  theme = wanted
  document.documentElement.dataset.density = density
  apply()
  if (zoom === drawn) return
  drawn = zoom
  // Where it cannot be done, everything is there all the same, at the size that it had.
  void api.zoom(zoom).catch(() => {})
}

/** The next size that way; the last one there is stays. */
export const nextZoom = (from: number, way: 1 | -1) =>
  (way > 0 ? ZOOMS.find((one) => one > from) : ZOOMS.findLast((one) => one < from)) ?? from

/** Follows the system when it changes its mind, for those who follow it. */
export function followSystem(): () => void {
  const query = window.matchMedia?.('(prefers-color-scheme: dark)')
  apply()
  query?.addEventListener('change', apply)
  return () => query?.removeEventListener('change', apply)
}
