// Where the window is: a screen and, on some, what is open in it. It lives in the address after #,
// so that back and forward work as everywhere, and a reload comes back to the same place.
function read(): { screen: string; id: string | null } {
  const [screen, id] = location.hash.replace(/^#\/?/, '').split('/')
  return { screen: screen || 'overview', id: id ? decodeURIComponent(id) : null }
}

let place = $state.raw(read())

export const nav = {
  get screen() {
    return place.screen
  },
  get id() {
    return place.id
  },
}

export function go(screen: string, id: string | null = null) {
  const hash = `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`
  if (hash !== location.hash) location.hash = hash
  place = read()
}

/** Forgets what is open in the screen and, for somebody else, the screen too. */
export function leave(comesBack: boolean) {
  history.replaceState(null, '', comesBack ? `#/${place.screen}` : '#/')
  place = read()
}

export function followAddress(): () => void {
  const heard = () => (place = read())
  window.addEventListener('hashchange', heard)
  return () => window.removeEventListener('hashchange', heard)
}
