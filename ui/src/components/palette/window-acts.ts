// Acts on the window itself: how it looks and speaks, where it was, who may see it. They need nobody's leave.
import type { Settings, UndoRow } from '../../lib/bindings'
import { api } from '../../lib/api'
import { t } from '../../lib/i18n.svelte'
import { ArrowLeft, ArrowRight, Download, Keyboard, Languages, Lock, LogOut, Plus, Printer, RefreshCw, Rows3, SunMoon, Undo2, UsersRound } from '../../lib/icons'
import { lock } from '../../lib/lock'
import { canStep, go, nav, step } from '../../lib/nav.svelte'
import { opening } from '../../lib/opening.svelte'
import { session } from '../../lib/session.svelte'
import { openStore } from '../../lib/stores'
import { sayProblem } from '../../lib/toasts.svelte'
import { takeBack, undoText } from '../../lib/undo.svelte'
import { showUndoables } from '../../lib/undo.svelte'
import type { Found } from './found'

const LANGUAGES = { en: 'English', id: 'Bahasa Indonesia' }

/** `open`: whether a screen may be seen; the way back leads through none that may not. */
export function windowActs(open: (screen: string) => boolean): Found[] {
  const act = { kind: t('palette-act') }
  const steps = ([-1, 1] as const)
    .filter((by) => canStep(by, open))
    .map((by) => ({ ...act, id: `step${by}`, label: t(by < 0 ? 'palette-back' : 'palette-forward'), icon: by < 0 ? ArrowLeft : ArrowRight, run: () => step(by, open) }))
  return [
    ...steps,
    { ...act, id: 'undo', label: t('undo-list-open'), icon: Undo2, run: showUndoables },
    { ...act, id: 'sync', label: t('sync-now'), icon: RefreshCw, run: () => void api.syncNow(session.store) },
    { ...act, id: 'lock', label: t('lock'), icon: Lock, run: () => void lock() },
    { ...act, id: 'sheet', label: t('shortcuts'), icon: Keyboard, run: () => void (opening.what = 'sheet') },
  ]
}

/** Out of this store: to another of hers, to a new one, to somebody else at this desk, or away. */
export function leavingActs(): Found[] {
  const act = { kind: t('palette-act') }
  const others = session.view?.stores.filter(({ store }) => store !== session.store) ?? []
  return [
    ...others.map(({ store, name }) => ({ ...act, id: `store-${store}`, label: t('palette-labelled', { label: t('store-switch'), what: name }), icon: ArrowRight, run: () => void openStore(store) })),
    { ...act, id: 'store', label: t('store-create'), icon: Plus, run: () => void (opening.what = 'store') },
    { ...act, id: 'switch', label: t('switch-person'), icon: UsersRound, run: () => void (opening.what = 'switch_person') },
    { ...act, id: 'sign-out', label: t('sign-out'), icon: LogOut, run: () => void (opening.what = 'sign_out') },
  ]
}

/** The roles as a file or on paper; drawing them comes only when it is wanted. */
export function exportActs(): Found[] {
  const save = (kind: 'csv' | 'png') => import('../../screens/roles/save').then(({ fetchAndSaveRoles }) => fetchAndSaveRoles(kind)).catch(sayProblem)
  const files = (['csv', 'png'] as const).map((kind) => ({ kind, icon: Download, what: t(`roles-export-${kind}`), run: () => void save(kind) }))
  // Only their own screen has what goes on the paper.
  const print = () => {
    if (nav.screen !== 'roles') go('roles')
    opening.what = 'print'
  }
  return [...files, { kind: 'print', icon: Printer, what: t('roles-print'), run: print }].map(({ kind, icon, what, run }) => ({
    id: `export-${kind}`,
    kind: t('palette-act'),
    label: t('palette-export', { what }),
    icon,
    run,
  }))
}

/** What was done in the last ten minutes, to be taken back. */
export const undoActs = (rows: UndoRow[]): Found[] =>
  rows.slice(0, 3).map((row) => ({ id: `undo-${row.id}`, kind: t('palette-act'), label: t('palette-labelled', { label: t('undo'), what: undoText(row) }), icon: Undo2, why: row.may, run: () => void takeBack(row).catch(sayProblem) }))

/** Each setting as it is not now. */
export function settingActs(): Found[] {
  const now = session.view?.settings
  if (!now) return []
  const set = <K extends 'theme' | 'density' | 'language'>(name: K, value: Settings[K], said: string, icon: Found['icon']): Found => ({
    id: `${name}-${value}`,
    kind: t('palette-act'),
    label: t('palette-labelled', { label: t(`settings-${name}`), what: said }),
    icon,
    run: () => void session.set({ [name]: value }),
  })
  const themes = (['light', 'dark', 'system'] as const).map((one) => set('theme', one, t(one === 'system' ? 'settings-as-system' : `settings-theme-${one}`), SunMoon))
  const densities = (['comfortable', 'compact'] as const).map((one) => set('density', one, t(`settings-density-${one}`), Rows3))
  const languages = (['en', 'id', 'system'] as const).map((one) => set('language', one, one === 'system' ? t('settings-as-system') : LANGUAGES[one], Languages))
  return [...themes, ...densities, ...languages].filter(({ id }) => ![`theme-${now.theme}`, `density-${now.density}`, `language-${now.language}`].includes(id))
}
