// What happened, as far as it is told.
import { render, screen } from '@testing-library/svelte'
import { beforeEach, expect, it } from 'vitest'
import { program, signedIn } from '../dev/test'
import { go } from '../lib/nav.svelte'
import Activity from './Activity.svelte'

beforeEach(() => signedIn())

it.each([
  [null, 'What happened earlier is kept only at the cloud'],
  ['refused', 'What was refused is kept only at the cloud'],
])('says what the cloud alone knows and did not tell, whatever the badge says: %s', async (tab, words) => {
  program({
    ask: () => {
      throw { code: 'offline', with: {}, message: '' }
    },
  })
  go('activity', tab)
  render(Activity)
  expect((await screen.findByTestId('problem')).textContent).toContain(words)
})
