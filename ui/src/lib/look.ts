// Theme and density as attributes of the page, from which theme.css takes its values.
import type { Settings } from './bindings'

const dark = () => window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false
let theme: Settings['theme'] = 'system'

function apply() {
  document.documentElement.dataset.theme = theme === 'system' ? (dark() ? 'dark' : 'light') : theme
}

export function setLook(wanted: Settings['theme'], density: Settings['density']) {
  theme = wanted
  document.documentElement.dataset.density = density
  apply()
}

/** Follows the system when it changes its mind, for those who follow it. */
export function followSystem(): () => void {
  const query = window.matchMedia?.('(prefers-color-scheme: dark)')
  apply()
  query?.addEventListener('change', apply)
  return () => query?.removeEventListener('change', apply)
}
