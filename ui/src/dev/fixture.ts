// A store in memory behind the developer's window: the demo shop, with enough of the answers to see
// every state. `?scene=seller|manager|full|over|empty|offline|large|signed-out|first|memory|ended|slow|locked|lease|
// passphrase|sealed|fetching|closing|too-old|newer|updates-…` (see updates.ts), `?theme=`, `?lang=`, `?density=`.
import type { Backend, Changed } from '../lib/api'
import type { Ask, Badge, Device, FrameView, InviteManyAct, Locked, Op, Person, Role, Screen, SessionView, Settings, SettleOrder, Told } from '../lib/bindings'
import { answersB, applyB } from './fixture-b'
import { actOnList, readList } from './inviting'
import { updatesOf } from './updates'
import { answersA, applyA, previewA, putGuideAway, STORE, pending } from './fixture-a'

const SCREENS: Screen[] = ['overview', 'team', 'invitations', 'groups', 'roles', 'plan', 'activity', 'waiting', 'my_access', 'settings']

function badge(scene: string): Badge {
  const state = { offline: 'offline', waiting: 'waiting', refused: 'needs_attention', ended: 'needs_attention', 'too-old': 'needs_attention' }[scene] ?? (pending() ? 'waiting' : 'up_to_date')
  return {
    state: state as Badge['state'],
    as_of: scene === 'fetching' ? null : new Date(Date.now() - (scene === 'offline' ? 47 : 1) * 60_000).toISOString(),
    waiting: scene === 'offline' || scene === 'too-old' ? 3 : pending(),
    refused: scene === 'refused' ? 2 : 0,
    problem: scene === 'too-old' ? { code: 'outdated', with: {}, message: '' } : null,
  }
}

let fetched = 0
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const PEOPLE: Person[] = [
  { id: 'a0', name: 'Dewi Lestari', email: 'dewi.lestari@tokolestari.id', cloud: 'http://127.0.0.1:8080', current: true, waiting: 3 },
  { id: 'a1', name: 'Bagus Wijaya', email: 'bagus.wijaya@tokolestari.id', cloud: 'http://127.0.0.1:8080', current: false, waiting: 2 },
  { id: 'a2', name: 'Raden Mas Aryo Kusumawardhana Hadiningrat', email: 'raden.mas.aryo.kusumawardhana@tokolestari.id', cloud: 'http://127.0.0.1:8080', current: false, waiting: 0 },
]
let devices: Device[] = [
  { id: 'd1', device: 'kasir-depan (Linux)', signed_in_at: ago(700), last_seen: ago(0.01), current: true },
  { id: 'd2', device: 'MacBook-Pro-Dewi.local (macOS)', signed_in_at: ago(2200), last_seen: ago(75), current: false },
  { id: 'd3', device: '', signed_in_at: ago(9000), last_seen: null, current: false },
]

function frame(scene: string): FrameView {
  if (scene === 'fetching') fetched = Math.min(fetched + 421, 10_000)
  const role: Role = scene === 'seller' ? 'seller' : scene === 'manager' ? 'manager' : 'owner'
  const closed: Told = { code: 'area_required', with: { area: 'view_team' } }
  const mine = badge(scene)
  return {
    store: STORE,
    me: { member: 'm0', name: 'Dewi Lestari', role, email: 'dewi.lestari@tokolestari.id' },
    badge: mine,
    screens: SCREENS.map((screen) => ({ screen, may: role === 'seller' && screen !== 'my_access' && screen !== 'settings' ? closed : null })),
    waiting: mine.waiting,
    refused: mine.refused,
    invitations_pending: 3,
    progress: scene === 'fetching' ? { rows: fetched, total: 10_000 } : null,
    lease: { days: 30, ends_at: ago(-24 * 28), may_set: role === 'owner' ? null : { code: 'area_required', with: { area: 'store_settings' } } },
    left_at: null,
  }
}

export function fixture(address: URLSearchParams): Backend {
  const scene = address.get('scene') ?? ''
  let settings: Settings = {
    language: (address.get('lang') ?? 'en') as Settings['language'],
    theme: (address.get('theme') ?? 'system') as Settings['theme'],
    single_keys_off: false,
    untold_refused: false,
    untold_accepted: false,
    untold_expiring: false,
    untold_seat: false,
    tell_names: false,
    updates_off: false,
    density: (address.get('density') ?? 'comfortable') as Settings['density'],
    zoom: 100,
    cloud: 'http://127.0.0.1:8080',
    lock_after: 15,
  }
  let locked: Locked | null = null
  let people = PEOPLE
  let crashed = scene === 'crash'
  let link: SessionView['link'] = scene === 'link' ? { to: 'store', cloud: 'https://keys.toko-jauh.example', step: 'ask' } : null
  let passphrase: SessionView['passphrase'] = scene === 'passphrase' ? 'choose' : scene === 'sealed' ? 'enter' : 'none'
  let rest: SessionView['rest'] = scene === 'memory' || scene === 'closing' ? 'memory' : scene === 'sealed' ? 'passphrase' : 'encrypted'
  const shut = (why: Locked['why']): Locked => ({ why, name: 'Dewi Lestari', email: 'dewi.lestari@tokolestari.id', waiting: 3, offline_possible: why !== 'lease_ended' })
  if (scene === 'locked') locked = shut('idle')
  if (scene === 'lease') locked = shut('lease_ended')
  let signedIn = scene !== 'signed-out' && scene !== 'memory'
  let open: string | null = scene === 'first' || scene === 'choose' ? null : STORE.id
  let heard: (changed: Changed) => void = () => {}
  const changed = () => setTimeout(() => heard({ store: null }), 30)

  const session = (): SessionView => ({
    signed_in: signedIn,
    account: signedIn ? { id: 'a0', email: 'dewi.lestari@tokolestari.id', name: 'Dewi Lestari' } : null,
    cloud: settings.cloud,
    keychain: scene === 'memory' ? 'memory' : 'system',
    keychain_problem: scene === 'memory' ? 'no Secret Service on this session bus' : null,
    stores: scene === 'first' ? [] : [{ store: STORE.id, name: STORE.name, role: 'owner', status: 'active' }, { store: 's2', name: 'Warung Sebelah', role: 'viewer', status: scene === 'choose' ? 'suspended' : 'active' }],
    open,
    settings,
    notices: scene === 'notices' ? [{ code: 'cache_set_aside', with: { file: 'cache-2026-11-22.db' } }, { code: 'closed_removed', with: { store: 's3', name: 'Toko Ujung' } }] : [],
    ended: scene === 'ended',
    offline: scene === 'offline',
    rest,
    passphrase,
    locked,
    people,
    link,
    crashed,
  })

  const commands: Record<string, (args: never) => unknown> = {
    session,
    updates: () => updatesOf(scene),
    diagnostics: () => 'Keyholder 0.1.0 on linux x86_64, drawn by WebKitGTK 2.50.1\nmade at 2026-11-22T14:02:03Z, 321 s after its start\n\nsettings\n  language: "en"\n',
    crash_report: () => 'Keyholder 0.1.0 on linux x86_64\nstopped at 2026-11-22T14:02:03Z in crates/desk/src/views/team.rs:10:2 (main)\n',
    forget_crash: () => void (crashed = false),
    answer_link: ({ expected }: { expected: boolean }) => {
      link = expected && link ? { ...link, step: 'elsewhere' } : null
      return session()
    },
    sign_in: ({ email, password }: { email: string; password: string }) => {
      if (password.length < 3) throw { code: 'bad_credentials', with: {}, message: 'bad credentials' }
      signedIn = email.length > 0
      return session()
    },
    sign_up: ({ email, password }: { email: string; password: string }) => {
      if (password.length < 12) throw { code: 'weak_password', with: {}, message: 'weak password' }
      signedIn = email.length > 0
      return session()
    },
    sign_out: ({ force }: { force: boolean }) => {
      if (pending() && !force) throw { code: 'unsent', with: { count: pending() }, message: 'unsent' }
      signedIn = false
    },
    open_store: ({ store }: { store: string }) => void (open = store),
    create_store: () => STORE.id,
    ask: ({ ask }: { ask: Ask }) => {
      if (scene === 'newer') throw { code: 'written_by_newer', with: {}, message: '' }
      const answers = { ...answersB, ...answersA, frame: () => ({ view: 'frame', ...frame(scene) }) } as Record<string, (ask: Ask, scene: string) => unknown>
      return { generation: ask.generation, view: answers[ask.view]!(ask, scene) }
    },
    preview: ({ op }: { op: Op }) => previewA(op, scene),
    dispatch: ({ op, askAnyway }: { op: Op; askAnyway: boolean }) => {
      const refusal = previewA(op, scene).refusal
      if (refusal && !askAnyway) return { id: 'o1', queued: false, nothing_to_do: false, refusal, can_ask_anyway: true }
      applyA(op)
      applyB(op)
      changed()
      return { id: 'o1', queued: true, nothing_to_do: false, refusal, can_ask_anyway: false }
    },
    settle: ({ order }: { order: SettleOrder }) => {
      for (const op of order.ask) {
        applyA(op)
        applyB(op)
      }
      changed()
      return { act: null, asked: order.ask.length + order.again.length, dropped: order.drop.length, refusal: null, can_ask_anyway: false }
    },
    retry: () => ({ id: 'o2', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }),
    drop_op: () => changed(),
    sync_now: () => changed(),
    read_list: ({ name, bytes }: { name: string; bytes: Uint8Array }) => (readList(name, bytes), changed()),
    invite_many: ({ act }: { act: InviteManyAct }) => (actOnList(act, changed), changed()),
    qr: () => ({ size: 37, path: 'M4 4h7v7h-7zM26 4h7v7h-7zM4 26h7v7h-7zM14 14h9v9h-9z' }),
    invitation_link: () => 'http://127.0.0.1:8080/join/abcdefgh',
    save_unsent: () => '/home/dewi/unsent.json',
    set_settings: ({ change }: { change: Partial<Settings> }) => void (settings = { ...settings, ...change }),
    went_to: () => {},
    put_guide_away: ({ away }: { away: boolean }) => (putGuideAway(away), changed()),
    new_id: () => crypto.randomUUID(),
    choose_passphrase: ({ passphrase: chosen }: { passphrase: string | null }) => {
      passphrase = 'none'
      rest = chosen === null ? 'memory' : 'passphrase'
      return session()
    },
    enter_passphrase: ({ passphrase: entered }: { passphrase: string }) => {
      if (entered.length < 12) throw { code: 'bad_passphrase', with: {}, message: 'bad passphrase' }
      passphrase = 'none'
      return session()
    },
    lock: () => void (locked = shut('asked')),
    unlock: ({ password }: { password: string }) => {
      if (locked?.why === 'lease_ended') throw { code: 'offline', with: {}, message: 'offline' }
      if (password.length < 3) throw { code: 'bad_password', with: {}, message: 'bad password' }
      locked = null
      return session()
    },
    switch_person: ({ account }: { account: string | null }) => {
      people = people.map((one) => ({ ...one, current: one.id === account }))
      signedIn = account !== null
      const one = people.find(({ id }) => id === account)
      locked = one ? { ...shut('asked'), name: one.name, email: one.email, waiting: one.waiting } : null
      return session()
    },
    devices: () => {
      if (scene === 'offline') throw { code: 'offline', with: {}, message: 'offline' }
      return devices
    },
    end_device: ({ id }: { id: string }) => void (devices = devices.filter((one) => one.id !== id)),
    touch: () => {},
    close_window: ({ anyway }: { anyway: boolean }) => (anyway ? 0 : 3),
  }

  return {
    async invoke(command, args) {
      if (scene === 'slow') await new Promise((done) => setTimeout(done, 2_000))
      return commands[command]!(args as never)
    },
    async onChanged(hear) {
      heard = hear
      if (scene === 'fetching') setInterval(() => heard({ store: STORE.id }), 250)
      return () => {}
    },
    async onClosing(hear) {
      if (scene === 'closing') setTimeout(() => hear({ waiting: 3 }), 300)
      return () => {}
    },
  }
}
