// A list that is one stop of the Tab key: which line that is, how the others are come to, and what is left alone.
import { fireEvent, waitFor } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { walked } from './walk'

let leave: (() => void) | void
function list(count: number) {
  document.body.innerHTML = `<ul>${Array.from({ length: count }, (_, nth) => `<li><button>${nth}</button><a href="#/">more</a></li>`).join('')}</ul>`
  const made = document.querySelector('ul')!
  leave = walked('button')(made)
  return made
}
const stops = () => [...document.querySelectorAll('button')].filter((one) => one.tabIndex === 0).map((one) => one.textContent)
const at = () => document.activeElement?.textContent
const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement!, { key, ...more })

afterEach(() => {
  leave?.()
  document.body.innerHTML = ''
})

describe('a walked list', () => {
  it('is one stop, first the first line, then the one that had the focus last', () => {
    list(3)
    expect(stops()).toEqual(['0'])
    document.querySelectorAll('button')[2]!.focus()
    expect(stops()).toEqual(['2'])
  })
  it('is walked by arrows, Home and End, and does not go round', async () => {
    list(3)
    document.querySelector('button')!.focus()
    await press('ArrowDown')
    expect(at()).toBe('1')
    await press('End')
    await press('ArrowDown')
    expect(at()).toBe('2')
    await press('ArrowUp')
    await press('Home')
    await press('ArrowUp')
    expect(at()).toBe('0')
  })
  it('shows where the keys are, also where a click came before', async () => {
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    list(2)
    document.querySelector('button')!.focus()
    await press('ArrowDown')
    expect(focus.mock.calls).toEqual([[], [{ focusVisible: true }]])
    focus.mockRestore()
  })
  it('leaves alone what stands beside its lines, and keys that mean something else', async () => {
    list(2)
    expect(document.querySelectorAll('a')[1]!.tabIndex).toBe(0)
    document.querySelector('a')!.focus()
    expect(await press('ArrowDown')).toBe(true)
    expect(at()).toBe('more')
    document.querySelector('button')!.focus()
    expect(await press('ArrowDown', { altKey: true })).toBe(true)
    expect(at()).toBe('0')
  })
  it('has a stop also when lines come and go', async () => {
    const made = list(2)
    document.querySelectorAll('button')[1]!.focus()
    made.lastElementChild!.remove()
    await waitFor(() => expect(stops()).toEqual(['0']))
    made.insertAdjacentHTML('beforeend', '<li><button>new</button></li>')
    await waitFor(() => expect(document.querySelectorAll('button')[1]!.tabIndex).toBe(-1))
  })
})
