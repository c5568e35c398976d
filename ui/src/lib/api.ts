// The window's one door to the program: the only file that knows Tauri. Outside a window (tests, the
// developer's entry) a backend is handed in, and nothing above this file notices.
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Answer, Ask, DeskError, Dispatched, Id, JsonValue, Op, PreviewView, SessionView, Settings } from './bindings'

export type Arguments = Record<string, unknown>
export type Changed = { store: Id | null }
export type Backend = {
  invoke(command: string, args: Arguments): Promise<unknown>
  onChanged(heard: (changed: Changed) => void): Promise<() => void>
}

const tauri: Backend = {
  invoke: (command, args) => invoke(command, args),
  onChanged: (heard) => listen<Changed>('changed', (event) => heard(event.payload)),
}

let backend: Backend = tauri

export function useBackend(other: Backend) {
  backend = other
  listening = false
}

/** Whatever was thrown, as the one shape of error the window shows. */
export function asError(thrown: unknown): DeskError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const { code, with: facts, message } = thrown as Partial<DeskError>
    return { code: String(code), with: (facts ?? {}) as Record<string, JsonValue>, message: message ?? '' }
  }
  return { code: 'broken', with: {}, message: thrown instanceof Error ? thrown.message : String(thrown) }
}

async function call<T>(command: string, args: Arguments = {}): Promise<T> {
  try {
    return (await backend.invoke(command, args)) as T
  } catch (thrown) {
    throw asError(thrown)
  }
}

export const api = {
  session: () => call<SessionView>('session'),
  signIn: (cloud: string, email: string, password: string) => call<SessionView>('sign_in', { cloud, email, password }),
  signUp: (cloud: string, email: string, password: string, name: string) => call<SessionView>('sign_up', { cloud, email, password, name }),
  signOut: (force: boolean) => call<void>('sign_out', { force }),
  openStore: (store: Id) => call<void>('open_store', { store }),
  createStore: (name: string) => call<Id>('create_store', { name }),
  ask: (ask: Ask) => call<Answer>('ask', { ask }),
  preview: (store: Id, op: Op) => call<PreviewView>('preview', { store, op }),
  dispatch: (store: Id, op: Op, askAnyway = false) => call<Dispatched>('dispatch', { store, op, askAnyway }),
  retry: (store: Id, op: Id) => call<Dispatched>('retry', { store, op }),
  dropOp: (store: Id, op: Id) => call<void>('drop_op', { store, op }),
  syncNow: (store: Id) => call<void>('sync_now', { store }),
  invitationLink: (store: Id, invitation: Id) => call<string>('invitation_link', { store, invitation }),
  saveUnsent: (store: Id) => call<string | null>('save_unsent', { store }),
  setSettings: (settings: Settings) => call<void>('set_settings', { settings }),
  newId: () => call<Id>('new_id'),
}

const hearers = new Set<(changed: Changed) => void>()
let listening = false

/** Calls back whenever the program says that something changed; returns how to stop. */
export function onChanged(heard: (changed: Changed) => void): () => void {
  hearers.add(heard)
  if (!listening) {
    listening = true
    void backend.onChanged((changed) => hearers.forEach((each) => each(changed)))
  }
  return () => hearers.delete(heard)
}
