// What the window and the program agreed on and bindings.ts does not carry yet.
import type * as Made from './bindings'
import type { Id, May, Time } from './bindings'

export type Locked = { why: 'asked' | 'idle' | 'lease_ended' | 'clock_jumped'; name: string; email: string; waiting: number; offline_possible: boolean }
export type Person = { id: Id; name: string; email: string; cloud: string; current: boolean; waiting: number }
export type Rest = 'encrypted' | 'passphrase' | 'memory'
export type SessionView = Omit<Made.SessionView, 'settings'> & { settings: Settings; rest: Rest; passphrase: 'none' | 'choose' | 'enter'; locked: Locked | null; people: Person[] }
export type Settings = Made.Settings & { lock_after: number | null }
/** Until the program tells them all. */
export const complete = (view: Partial<SessionView>): SessionView => ({ rest: 'encrypted', passphrase: 'none', locked: null, people: [], ...view }) as SessionView
export type Progress = { rows: number; total: number }
export type Lease = { days: number; ends_at: Time | null; may_set: May }
export type FrameView = Made.FrameView & { progress: Progress | null; lease: Lease }
export type Device = { id: Id; device: string; signed_in_at: Time; last_seen: Time | null; current: boolean }
