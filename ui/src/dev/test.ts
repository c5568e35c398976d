// What every test starts from: English, whatever the machine speaks, and nothing left of the test before.
import { cleanup, configure } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach } from 'vitest'
import { useBackend, type Arguments } from '../lib/api'
import type { Locked, SessionView } from '../lib/bindings'
import { setLanguage, speakAll } from '../lib/i18n.svelte'
import { session } from '../lib/session.svelte'

void setLanguage('en')
void speakAll()
// A part that is fetched when it is asked for takes its time on a busy machine; who passes never waits it out.
configure({ asyncUtilTimeout: 5_000 })
afterEach(() => cleanup())
// Nothing is laid out here, so nothing is ever seen to grow.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

/** A snippet of plain words, as children of a component under test. */
export const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }))

type Answers = Record<string, (args: Arguments) => unknown>

/** A program that answers what a test says, and keeps what it was asked. */
export function program(answers: Answers) {
  const asked: { command: string; args: Arguments }[] = []
  let heard: (changed: { store: string | null }) => void = () => {}
  let held: (closing: { waiting: number }) => void = () => {}
  useBackend({
    async invoke(command, args) {
      asked.push({ command, args })
      return answers[command]?.(args)
    },
    async onChanged(hear) {
      heard = hear
      return () => {}
    },
    async onClosing(hear) {
      held = hear
      return () => {}
    },
  })
  return { asked, changed: () => heard({ store: null }), closes: (waiting: number) => held({ waiting }) }
}

export const SIGNED_IN: SessionView = {
  signed_in: true,
  account: { id: 'a1', email: 'dewi@toko.id', name: 'Dewi' },
  cloud: 'http://127.0.0.1:1',
  keychain: 'system',
  keychain_problem: null,
  stores: [{ store: 's1', name: 'Toko Lestari', role: 'owner', status: 'active' }],
  open: 's1',
  settings: { language: 'en', theme: 'light', density: 'comfortable', zoom: 100, cloud: 'http://127.0.0.1:1', lock_after: 15, single_keys_off: false, untold_refused: false, untold_accepted: false, untold_expiring: false, untold_seat: false, tell_names: false, updates_off: false },
  notices: [],
  ended: false,
  offline: false,
  rest: 'encrypted',
  passphrase: 'none',
  locked: null,
  people: [{ id: 'a1', name: 'Dewi', email: 'dewi@toko.id', cloud: 'http://127.0.0.1:1', current: true, waiting: 0 }],
  link: null,
  crashed: false,
}

export const LOCKED: Locked = { why: 'asked', name: 'Dewi', email: 'dewi@toko.id', waiting: 0, offline_possible: true }

/** Opens the store `s1` for whatever the test renders. */
export async function signedIn(change: Partial<SessionView> = {}) {
  await session.take({ ...SIGNED_IN, ...change })
}

export const SEATS = { active: 3, pending: 1, used: 4, limit: 5 as number | 'unlimited', free: 1 as number | null, waiting: 0, as_of: null }
