// Words beside a control, as WCAG 1.4.13 asks: a pointer may go onto them, Escape puts them away, nothing else does.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Tooltip from './Tooltip.svelte'
import source from './Tooltip.svelte?raw'

const button = (name: string) => createRawSnippet<[string]>((described) => ({ render: () => `<button aria-describedby="${described()}">${name}</button>` }))
const tooltip = (name = 'Remove', text = 'Ask the Owner') => render(Tooltip, { text, children: button(name) })
const bubble = (text = 'Ask the Owner') => screen.getByText(text)
const anchor = (name = 'Remove') => screen.getByRole('button', { name }).parentElement!
const shown = (text?: string) => bubble(text).classList.contains('shown')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const passes = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms)
}

describe('Tooltip', () => {
  it('stays while the pointer goes from the control onto the words and rests there', async () => {
    tooltip()
    await fireEvent.pointerEnter(anchor())
    expect(shown()).toBe(true)
    await fireEvent.pointerLeave(anchor())
    await passes(100)
    await fireEvent.pointerEnter(bubble())
    await passes(60_000)
    expect(shown()).toBe(true)
    await fireEvent.pointerLeave(bubble())
    await passes(1_000)
    expect(shown()).toBe(false)
  })
  it('stays as long as the control has the focus, wherever the pointer is', async () => {
    tooltip()
    await fireEvent.focusIn(screen.getByRole('button'))
    await fireEvent.pointerEnter(anchor())
    await fireEvent.pointerLeave(anchor())
    await passes(60_000)
    expect(shown()).toBe(true)
    await fireEvent.focusOut(screen.getByRole('button'))
    expect(shown()).toBe(false)
  })
  it('goes by Escape, which nobody else hears then, and comes again with the next pointer', async () => {
    const behind = vi.fn()
    document.body.addEventListener('keydown', behind)
    tooltip()
    await fireEvent.pointerEnter(anchor())
    expect(await fireEvent.keyDown(document.body, { key: 'Escape' })).toBe(false)
    expect([shown(), behind.mock.calls.length]).toEqual([false, 0])
    // The next Escape is for what lies behind.
    await fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(behind).toHaveBeenCalledOnce()
    document.body.removeEventListener('keydown', behind)
    await fireEvent.pointerLeave(anchor())
    await passes(1_000)
    await fireEvent.pointerEnter(anchor())
    expect(shown()).toBe(true)
  })
  it('stays after a touch until something else is touched', async () => {
    tooltip()
    await fireEvent.pointerEnter(anchor(), { pointerType: 'touch' })
    await fireEvent.pointerLeave(anchor(), { pointerType: 'touch' })
    await passes(60_000)
    expect(shown()).toBe(true)
    await fireEvent.pointerDown(document.body)
    expect(shown()).toBe(false)
  })
  it('gives way at once to the words of another control', async () => {
    tooltip()
    tooltip('Suspend', 'Nor this')
    await fireEvent.pointerEnter(anchor())
    await fireEvent.pointerLeave(anchor())
    await fireEvent.pointerEnter(anchor('Suspend'))
    expect([shown(), shown('Nor this')]).toEqual([false, true])
  })
  it('is put away by a press, which is not one on the row around it', async () => {
    const row = vi.fn()
    tooltip()
    document.body.addEventListener('click', row)
    await fireEvent.pointerEnter(anchor())
    await fireEvent.click(bubble())
    await fireEvent.pointerDown(bubble())
    expect([shown(), row.mock.calls.length]).toEqual([false, 0])
    document.body.removeEventListener('click', row)
  })
  it('hidden, it takes neither pointer nor press', () => {
    const [, hidden] = /\n {2}\.bubble \{([^}]*)\}/.exec(source)!
    expect(hidden).toContain('visibility: hidden')
    expect(hidden).toContain('pointer-events: none')
  })
  it('goes when what it belongs to goes while it lingers', async () => {
    const { unmount } = tooltip()
    await fireEvent.pointerEnter(anchor())
    await fireEvent.pointerLeave(anchor())
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('is how every time that is told from now tells it exactly, too', () => {
  const files = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts', '!../lib/formats.ts'], { query: '?raw', import: 'default', eager: true })
  const relative = Object.entries(files).filter(([, text]) => /import \{[^}]*\brelative\b[^}]*\} from '[^']*\/formats'/.test(text))
  expect(relative.map(([path]) => path)).toEqual(['./When.svelte'])
})
