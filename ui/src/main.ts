// The window's entry: theme and language first, so that nothing flashes, then the frame.
import { mount } from 'svelte'
import App from './App.svelte'
import { screens } from './screens'
import './theme.css'

// While the desk answers who is here, the page has nothing to do: the screen that most people go to first comes meanwhile.
void screens.find(({ id }) => id === 'team')?.screen.fetch?.()

export default mount(App, { target: document.body })
