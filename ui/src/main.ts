// The window's entry: theme and language first, so that nothing flashes, then the frame.
import { mount } from 'svelte'
import App from './App.svelte'
import { prepare } from './first'
import { session } from './lib/session.svelte'
import { screens } from './screens'
import './theme.css'

// Asked before anything else is done: the desk answers while the frame is made.
const begun = session.refresh(prepare)
// Meanwhile the screen that most people go to first is fetched.
void screens.find(({ id }) => id === 'team')?.screen.fetch?.()

export default mount(App, { target: document.body, props: { begun } })
