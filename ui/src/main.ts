// The window's entry: theme and language first, so that nothing flashes, then the frame.
import { mount } from 'svelte'
import App from './App.svelte'
import './theme.css'

export default mount(App, { target: document.body })
