// What happened, as far as it is told.
import { render, screen } from '@testing-library/svelte'
import { beforeEach, expect, it } from 'vitest'
import { program, signedIn } from '../dev/test'
import { go } from '../lib/nav.svelte'
import Activity from './Activity.svelte'
import Entries from './activity/Entries.svelte'
import { exact, timeOfDay } from '../lib/formats'

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

it('tells the ear the whole date of an entry, and the eye its time beneath the day', () => {
  const at = '2026-03-03T07:05:00Z'
  const row = { seq: 1, at, type: 'member.suspended', with: { member: 'Ayu' }, by: 'Dewi', by_me: false, device: null, made_at: null, refused: null }
  render(Entries, { day: { at, rows: [row] } as never })
  const time = screen.getByTestId('activity-row').querySelector('time')!
  expect(time.getAttribute('datetime')).toBe(at)
  expect(time.querySelector('[aria-hidden=true]')?.textContent).toBe(timeOfDay(at))
  expect(time.querySelector('.aside')?.textContent).toBe(exact(at))
  expect(screen.getByRole('heading').textContent).toMatch(/3.*2026|2026.*3/)
})
