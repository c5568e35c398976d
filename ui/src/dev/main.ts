// The developer's entry (`npm run dev`): the same window on a store that lives in memory.
import { useBackend } from '../lib/api'
import { fixture } from './fixture'

useBackend(fixture(new URLSearchParams(location.search)))
void import('../main')
