/** Resolves when what was drawn last is shown. A window that is not seen shows nothing: there after a second. */
export const drawn = () => new Promise<void>((go) => {
  requestAnimationFrame(() => setTimeout(go))
  setTimeout(go, 1_000)
})
