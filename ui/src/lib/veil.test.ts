// What lies beneath a dialog shows no bars while it is open, where bars would be drawn above it.
import { afterEach, describe, expect, it, vi } from 'vitest'

const root = document.documentElement
const beneath = (element: Element) => element.hasAttribute('data-beneath')

/** As on a machine whose bars take this much room. */
async function machine(bar: number) {
  vi.resetModules()
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(50)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(50 - bar)
  return (await import('./veil')).veil
}
const dialog = () => document.body.appendChild(document.createElement('dialog'))

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

describe('beneath a dialog', () => {
  it('bars that lie over the page are put away until it closes', async () => {
    const veil = await machine(0)
    const lift = veil(dialog())
    expect(beneath(root)).toBe(true)
    lift()
    expect(beneath(root)).toBe(false)
    lift()
    expect(beneath(root)).toBe(false)
  })
  it('also those of the dialog that another is in front of, in whichever order they close', async () => {
    const veil = await machine(0)
    const [lower, upper] = [dialog(), dialog()]
    const [liftLower, liftUpper] = [veil(lower), veil(upper)]
    expect([lower, upper].map(beneath)).toEqual([true, false])
    liftUpper()
    expect([root, lower].map(beneath)).toEqual([true, false])
    const liftAgain = veil(upper)
    liftLower()
    expect([root, lower, upper].map(beneath)).toEqual([true, false, false])
    liftAgain()
    expect(beneath(root)).toBe(false)
  })
  it('bars that take room stay, or everything would shift', async () => {
    const veil = await machine(15)
    const lift = veil(dialog())
    expect(beneath(root)).toBe(false)
    lift()
  })
})
