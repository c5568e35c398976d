// The window's one door to the program: the only file that knows Tauri. Outside a window (tests, the
// developer's entry) a backend is handed in, and nothing above this file notices.
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Answer, Ask, BulkDone, BulkOrder, DeskError, Device, Dispatched, Id, InviteManyAct, JsonValue, Op, PreviewView, Qr, Screen, SessionView, Settings, SettleDone, SettleOrder, Tiding, UpdatesView } from './bindings'
import { drawn } from './drawn'

export type Arguments = Record<string, unknown>
export type Changed = { store: Id | null }
/** The window was to be closed, and this many changes are kept nowhere but in memory. */
export type Closing = { waiting: number }
/** A notification was clicked: what it told of is seen on this screen. */
export type Led = { store: Id; screen: Screen }
export type Backend = {
  invoke(command: string, args: Arguments): Promise<unknown>
  onChanged(heard: (changed: Changed) => void): Promise<() => void>
  onTidings?(heard: (news: Tiding[]) => void): Promise<() => void>
  onLed?(heard: (led: Led) => void): Promise<() => void>
  onClosing?(heard: (closing: Closing) => void): Promise<() => void>
  onUpdates?(heard: (updates: UpdatesView) => void): Promise<() => void>
  onMenu?(heard: (chosen: string) => void): Promise<() => void>
  /** Begins anew with an empty memory; what only draws has nothing to empty. */
  startAgain?(): void
}

/** Bytes go as they are; what is said of them goes in a header, which takes ASCII only. */
function raw(command: string, bytes: Uint8Array, { bytes: _, ...about }: Arguments) {
  const list = JSON.stringify(about).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return invoke(command, bytes, { headers: { list } })
}

// What is told rarely is heard from the first picture on, which waits for nothing that it does not need.
const hear = async <T>(name: string, heard: (told: T) => void) => {
  await drawn()
  return listen<T>(name, ({ payload }) => heard(payload))
}

const tauri: Backend = {
  invoke: (command, args) => (args.bytes instanceof Uint8Array ? raw(command, args.bytes, args) : invoke(command, args)),
  onChanged: (heard) => listen<Changed>('changed', (event) => heard(event.payload)),
  onTidings: (heard) => hear('tidings', heard),
  onLed: (heard) => hear('led', heard),
  onClosing: (heard) => hear('closing', heard),
  onUpdates: (heard) => hear('updates', heard),
  onMenu: (heard) => hear('menu', heard),
  startAgain: () => location.reload(),
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
  settle: (store: Id, order: SettleOrder) => call<SettleDone>('settle', { store, order }),
  bulk: (store: Id, order: BulkOrder) => call<BulkDone>('bulk', { store, order }),
  stopAct: (store: Id, act: Id) => call<number>('stop_act', { store, act }),
  retry: (store: Id, op: Id) => call<Dispatched>('retry', { store, op }),
  dropOp: (store: Id, op: Id) => call<void>('drop_op', { store, op }),
  syncNow: (store: Id) => call<void>('sync_now', { store }),
  /** Reads a list into the draft of many invitations: a file's bytes, or what was pasted, which has no name. */
  readList: (store: Id, name: string, bytes: Uint8Array) => call<void>('read_list', { store, name, bytes }),
  inviteMany: (store: Id, act: InviteManyAct) => call<void>('invite_many', { store, act }),
  qr: (text: string) => call<Qr>('qr', { text }),
  invitationLink: (store: Id, invitation: Id) => call<string>('invitation_link', { store, invitation }),
  /** Asks where to in the system's dialog and writes there; gives the place, or nothing where she thought better of it. */
  saveFile: (title: string, name: string, kind: 'csv' | 'png' | 'txt', bytes: Uint8Array) => call<string | null>('save_file', { title, name, kind, bytes: Array.from(bytes) }),
  saveUnsent: (store: Id) => call<string | null>('save_unsent', { store }),
  /** What is not named stays as it is. */
  setSettings: (change: Partial<Settings>) => call<void>('set_settings', { change }),
  wentTo: (store: Id, screen: Screen) => call<void>('went_to', { store, screen }),
  putGuideAway: (store: Id, away: boolean) => call<void>('put_guide_away', { store, away }),
  zoom: (zoom: number) => call<void>('zoom', { zoom }),
  newId: () => call<Id>('new_id'),
  choosePassphrase: (passphrase: string | null) => call<SessionView>('choose_passphrase', { passphrase }),
  enterPassphrase: (passphrase: string) => call<SessionView>('enter_passphrase', { passphrase }),
  lock: () => call<void>('lock'),
  unlock: (password: string) => call<SessionView>('unlock', { password }),
  switchPerson: (account: Id | null) => call<SessionView>('switch_person', { account }),
  devices: () => call<Device[]>('devices'),
  endDevice: (id: Id) => call<void>('end_device', { id }),
  touch: () => call<void>('touch'),
  /** The cloud that a link leads to was expected; or nothing of the link is wanted. */
  answerLink: (expected: boolean) => call<SessionView>('answer_link', { expected }),
  /** Shows the invitation that the link leads to in the browser. */
  openLinkPage: () => call<void>('open_link_page'),
  /** Has the system's menu bar, where there is one, speak these words; `open`: what belongs to a store can be chosen. */
  menu: (words: Record<string, string>, open: boolean) => call<void>('menu', { words, open }),
  /** `about`: what a click on it leads to. */
  notify: (title: string, body: string, about: Tiding) => call<void>('notify', { title, body, about }),
  /** A report for whoever helps: no name, no address and no secret is in it. */
  diagnostics: () => call<string>('diagnostics'),
  crashReport: () => call<string>('crash_report'),
  forgetCrash: () => call<void>('forget_crash'),
  updates: () => call<UpdatesView>('updates'),
  lookForUpdate: () => call<void>('look_for_update'),
  putUpdateOff: () => call<void>('put_update_off'),
  /** Fetches the newer version and puts it in; `anyway` although something could not be sent first. */
  update: (anyway: boolean) => call<void>('update', { anyway }),
  /** Goes back to what this version kept before a newer one took over. */
  goBack: () => call<void>('go_back'),
  openUpdatesPage: () => call<void>('open_updates_page'),
  /** Closes the window unless something would be lost by it; tells how much that is. */
  close: (anyway: boolean) => call<number>('close_window', { anyway }),
}

/** Empties the window and lets it begin anew: nothing that it knew outlives this. Does nothing where only a drawing is. */
export function startAgain() {
  if (!backend.startAgain) return
  document.body.replaceChildren()
  backend.startAgain()
}

/** Calls back with what is worth a word to somebody who does not look; returns how to stop. */
export function onTidings(heard: (news: Tiding[]) => void): () => void {
  const stop = backend.onTidings?.(heard)
  return () => void stop?.then((stop) => stop())
}

/** Calls back when a notification was clicked; returns how to stop. */
export function onLed(heard: (led: Led) => void): () => void {
  const stop = backend.onLed?.(heard)
  return () => void stop?.then((stop) => stop())
}

/** Calls back with whatever changed about newer versions; returns how to stop. */
export function onUpdates(heard: (updates: UpdatesView) => void): () => void {
  const stop = backend.onUpdates?.(heard)
  return () => void stop?.then((stop) => stop())
}

/** Calls back when closing the window was held back; returns how to stop. */
export function onClosing(heard: (closing: Closing) => void): () => void {
  const stop = backend.onClosing?.(heard)
  return () => void stop?.then((stop) => stop())
}

/** Calls back with what was chosen in the system's menu bar; returns how to stop. */
export function onMenu(heard: (chosen: string) => void): () => void {
  const stop = backend.onMenu?.(heard)
  return () => void stop?.then((stop) => stop())
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
