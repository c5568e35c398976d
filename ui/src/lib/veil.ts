// Where bars take no room, an engine may draw them above everything else, the veil of a dialog too (WebKitGTK does, where it draws
// without a graphics card). What lies beneath a dialog shows none while it is open; where bars take room they stay, or all would shift.
const open: HTMLElement[] = []

/** Opens a dialog in front of everything, and gives what its closing calls. */
export function veil(dialog: HTMLDialogElement): () => void {
  dialog.showModal()
  open.push(dialog)
  mark()
  return () => {
    const at = open.indexOf(dialog)
    if (at >= 0) open.splice(at, 1)
    dialog.removeAttribute('data-beneath')
    mark()
  }
}

function mark() {
  const root = document.documentElement
  root.toggleAttribute('data-beneath', open.length > 0 && barsLieOver())
  for (const one of open) one.toggleAttribute('data-beneath', one !== open.at(-1) && root.hasAttribute('data-beneath'))
}

function barsLieOver() {
  const probe = document.body.appendChild(document.createElement('div'))
  probe.style.cssText = 'position: fixed; width: 50px; height: 50px; overflow: scroll; visibility: hidden'
  const over = probe.offsetWidth === probe.clientWidth
  probe.remove()
  return over
}
