// Keys that work everywhere: which of them somebody can turn off, and where that is said.
import { render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { SIGNED_IN, signedIn } from '../dev/test'
import { setLanguage } from '../lib/i18n.svelte'
import { shortcut, SHORTCUTS } from '../lib/shortcuts'
import Shortcuts from './Shortcuts.svelte'

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more })
const settings = (single_keys_off: boolean) => signedIn({ settings: { ...SIGNED_IN.settings, single_keys_off } })
const sheet = () => screen.getByTestId('shortcuts')

beforeEach(() => signedIn())

describe('shortcuts of a single key', () => {
  it('search and show the sheet where they are on', () => {
    expect(['/', '?'].map((key) => shortcut(press(key), true))).toEqual(['search', 'sheet'])
  })
  it('mean nothing where they are off, and every other key what it meant', () => {
    expect(['/', '?'].map((key) => shortcut(press(key), false))).toEqual([null, null])
    for (const [event, meant] of [[press('k', { ctrlKey: true }), 'palette'], [press('z', { ctrlKey: true }), 'undo'], [press(',', { ctrlKey: true }), 'settings'], [press('ArrowLeft', { altKey: true }), 'back']] as const) expect(shortcut(event, false)).toBe(meant)
  })
  it('are the only ones without Ctrl, Alt or Shift that print something', () => {
    const printing = [...'abcdefghijklmnopqrstuvwxyz0123456789/?.,;:!-+*#\'"'].filter((key) => shortcut(press(key)))
    expect(printing).toEqual(SHORTCUTS.flatMap(({ single }) => single ?? []))
  })
  it('leave a way to search by key', () => {
    expect(shortcut(press('f', { ctrlKey: true }), false)).toBe('search')
  })
})

describe('the sheet', () => {
  const texts = Object.values(import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts', '!../dev/**'], { query: '?raw', import: 'default', eager: true }))
  const written = SHORTCUTS.flatMap(({ keys, single }) => [...keys, single ?? '']).join(' ')
  it('knows every key that anything in the window listens to', () => {
    const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', PageUp: 'PgUp', PageDown: 'PgDn', Home: 'Home', End: 'End', Enter: 'Enter', Escape: 'Esc', ' ': 'Space' }
    const heard = texts.flatMap((text) => [...text.matchAll(/event\.key === '([^']+)'|\b((?:Arrow|Page)\w+|Home|End): /g)].map(([, one, other]) => one ?? other!))
    // What a field, a menu or a dialog does by itself everywhere needs no telling; brackets are a Mac's.
    const missing = new Set(heard.filter((key) => !['Backspace', 'Tab', 'F4', '[', ']'].includes(key) && !written.includes(names[key] ?? key)))
    expect([...missing]).toEqual([])
    const letters = texts.flatMap((text) => [...text.matchAll(/event\.key\.toLowerCase\(\) === '(\w)'/g)].map(([, one]) => one!.toUpperCase()))
    const told = SHORTCUTS.filter(({ keys }) => keys[0] === 'Command').map(({ keys }) => keys[1])
    expect([...new Set(letters)].filter((one) => one !== 'Q' && !told.includes(one))).toEqual([])
  })
  it('tells both ways to search, and zooming out by a minus that looks like one', async () => {
    await settings(false)
    render(Shortcuts, { open: true })
    const search = screen.getByText('Search on this screen').parentElement!
    expect([...search.querySelectorAll('kbd')].map((one) => one.textContent)).toEqual(['Ctrl', 'F', '/'])
    expect(sheet().textContent).toContain('−')
    expect(screen.queryByTestId('shortcuts-off')).toBeNull()
  })
  it('calls the space bar what the language calls it', async () => {
    await settings(false)
    render(Shortcuts, { open: true })
    const pick = screen.getByText('Select a row of the team').parentElement!
    expect(pick.querySelector('kbd')!.textContent).toBe('Space')
    await setLanguage('id')
    await waitFor(() => expect(pick.querySelector('kbd')!.textContent).toBe('Spasi'))
    await setLanguage('en')
  })
  it('says which are off and where they are turned on', async () => {
    await settings(true)
    render(Shortcuts, { open: true })
    expect(screen.getByTestId('shortcuts-off').textContent).toContain('Settings')
    expect(screen.getAllByText(/\boff$/)).toHaveLength(2)
  })
})
