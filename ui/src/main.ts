// The window's entry: theme and language first, so that nothing flashes, then the frame.
import { mount } from 'svelte'
import App from './App.svelte'
import { onChanged } from './lib/api'
import { drawn } from './lib/drawn'
import { speakAll } from './lib/i18n.svelte'
import { prepare, soon } from './first'
import { session } from './lib/session.svelte'
import './theme.css'

// Only on Linux is the web view WebKitGTK, which is told apart by nothing else.
if (/Linux/.test(navigator.platform)) document.documentElement.dataset.engine = 'webkitgtk'

// Heard from now on: what changes before the window hears for itself is not missed.
const deaf = onChanged(({ store }) => store === null && void session.refresh())
// Asked before anything else is done.
const begun = session.refresh(prepare)

// Drawn once there is something to draw: an empty page would be laid out and shown first, and whatever is heard be set up meanwhile.
void soon(begun).then(() => {
  mount(App, { target: document.body, props: { begun } })
  deaf()
  void drawn().then(() => {
    // Shown, and free to hear somebody: told for whoever measures starts (docs/performance.md).
    performance.mark('usable', { detail: document.querySelectorAll('main [role=row]').length })
    // What no first picture speaks.
    void speakAll()
  })
})
