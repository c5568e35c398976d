// Both tables of the roles as a file, where she says; asked for on the screen and in the palette.
import { api, asError } from '../../lib/api'
import type { RolesView } from '../../lib/bindings'
import { csv } from '../../lib/csv'
import { day } from '../../lib/formats'
import { t } from '../../lib/i18n.svelte'
import { session } from '../../lib/session.svelte'
import { toast } from '../../lib/toasts.svelte'
import { errorText } from '../../lib/words'
import { asRows } from './tables'

let busy = false

export async function saveRoles(view: RolesView, kind: 'csv' | 'png') {
  if (busy) return
  busy = true
  const store = session.view?.stores.find(({ store }) => store === session.store)?.name ?? ''
  try {
    const bytes = kind === 'csv' ? csv(asRows(view)) : await (await import('./picture')).picture(view, `${store} · ${day(new Date().toISOString())}`)
    const path = await api.saveFile(t('roles-export-title'), `${t('roles-export-name', { store })}.${kind}`, kind, bytes)
    if (path) toast(() => t('roles-exported', { path }))
  } catch (thrown) {
    // What was drawn is not lost: the dialog may be opened again, for another place.
    const error = asError(thrown)
    toast(() => errorText(error), 'problem', { label: () => t('try-again'), run: () => void saveRoles(view, kind) })
  } finally {
    busy = false
  }
}

/** The same from where the tables are not drawn: they are asked for first. */
export async function fetchAndSaveRoles(kind: 'csv' | 'png') {
  const { view } = await api.ask({ store: session.store, generation: 0, view: 'roles' })
  if (view.view === 'roles') await saveRoles(view, kind)
}
