// What every test starts from: English, whatever the machine speaks, and nothing left of the test before.
import { cleanup } from '@testing-library/svelte'
import { afterEach } from 'vitest'
import { setLanguage } from '../lib/i18n.svelte'

setLanguage('en')
afterEach(() => cleanup())
