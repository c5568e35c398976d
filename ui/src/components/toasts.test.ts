// What is said in the corner: it takes no focus, and it waits for whoever reads or acts.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dismiss, sayProblem, toast, toasts } from '../lib/toasts.svelte'
import Toasts from './Toasts.svelte'

const corner = () => screen.getByRole('status')
const pass = (seconds: number) => {
  vi.advanceTimersByTime(seconds * 1000)
  flushSync()
}
const say = (...said: Parameters<typeof toast>) => {
  toast(...said)
  flushSync()
}

beforeEach(() => {
  vi.useFakeTimers()
  render(Toasts)
})
afterEach(() => {
  for (const { id } of toasts.all) dismiss(id)
  flushSync()
  vi.useRealTimers()
})

describe('toasts', () => {
  it('never take the focus', () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    say(() => 'Saved', 'done', { label: () => 'Undo', run: () => {} })
    sayProblem(new Error('boom'))
    flushSync()
    expect(document.activeElement).toBe(field)
    expect(corner().getAttribute('aria-live')).toBe('polite')
    field.remove()
  })
  it('leave by themselves, later where they can be acted on, and never where something went wrong', () => {
    say(() => 'Saved')
    say(() => 'Role changed', 'done', { label: () => 'Undo', run: () => {} })
    sayProblem({ code: 'offline', with: {}, message: '' })
    pass(7)
    expect(toasts.all.map((one) => one.kind)).toEqual(['done', 'problem'])
    pass(14)
    expect(toasts.all.map((one) => one.kind)).toEqual(['problem'])
    pass(3600)
    expect(toasts.all).toHaveLength(1)
  })
  it('wait while the pointer is on one, and a little after', async () => {
    say(() => 'Saved')
    pass(5)
    await fireEvent.pointerEnter(corner())
    pass(600)
    expect(toasts.all).toHaveLength(1)
    await fireEvent.pointerLeave(corner())
    pass(2)
    expect(toasts.all).toHaveLength(1)
    pass(2)
    expect(toasts.all).toHaveLength(0)
  })
  it('wait while one has the focus, and hand it back where it came from', async () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    say(() => 'Saved')
    const close = screen.getByRole('button', { name: 'Close' })
    await fireEvent.focusIn(close, { relatedTarget: field })
    close.focus()
    pass(600)
    expect(toasts.all).toHaveLength(1)
    await fireEvent.click(close)
    expect(toasts.all).toHaveLength(0)
    expect(document.activeElement).toBe(field)
    // The next one is not held by a focus that is gone.
    say(() => 'Again')
    pass(7)
    expect(toasts.all).toHaveLength(0)
    field.remove()
  })
  it('say the same only once, and never more than three things', () => {
    for (const words of ['a', 'b', 'b', 'c', 'd']) say(() => words)
    expect(toasts.all.map((one) => one.words())).toEqual(['b', 'c', 'd'])
  })
})
