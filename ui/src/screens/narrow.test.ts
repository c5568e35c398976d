// A window so narrow, as at a large zoom, that a list has no room for every column: nothing is scrolled sideways, nothing is lost.
import { render, screen } from '@testing-library/svelte'
import { beforeEach, expect, it, vi } from 'vitest'
import { answersA } from '../dev/fixture-a'
import { program, signedIn } from '../dev/test'
import type { Ask, View } from '../lib/bindings'
import { forgetKept } from '../lib/kept.svelte'
import { go } from '../lib/nav.svelte'
import Invitations from './Invitations.svelte'
import Team from './Team.svelte'

vi.mock('../lib/roomy', () => ({ four: { current: false }, five: { current: false }, wide: { current: false } }))

beforeEach(async () => {
  forgetKept()
  go('overview')
  await signedIn()
  program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: (answersA as Record<string, (ask: Ask, scene: string) => View>)[(ask as Ask).view]!(ask as Ask, '') }) })
})

const heads = () => screen.getAllByRole('columnheader').map((one) => one.textContent!.trim())

it('leaves the day somebody came to her panel', async () => {
  render(Team)
  const rows = await screen.findAllByTestId('team-row')
  expect(heads().some((head) => head.startsWith('Since'))).toBe(false)
  expect(rows[0]!.querySelectorAll('[role=gridcell]')).toHaveLength(heads().length)
})

it('gives a name and an address whole where they are cut', async () => {
  render(Team)
  for (const row of await screen.findAllByTestId('team-row')) {
    const told = [...row.querySelectorAll('.name > bdi, .email')].map((one) => [one.getAttribute('title'), one.textContent])
    expect(told).toEqual([expect.anything(), [row.dataset.email, row.dataset.email]])
    expect(told[0]![0]).toBe(told[0]![1])
  }
})

it('tells the role and the groups of an invitation beneath its address, and that there are none', async () => {
  render(Invitations)
  const rows = await screen.findAllByTestId('invitation-row')
  expect(heads()).toEqual(['Invited', 'Status', 'Actions'])
  expect(rows[0]!.querySelectorAll('[role=gridcell]')).toHaveLength(heads().length)
  const beneath = rows.map((one) => one.querySelector('[role=gridcell]')!.textContent!)
  expect(beneath[0]).toContain('tari.wulandari@contoh.co.id Seller · Order desk · by Dewi Lestari')
  expect(beneath.some((words) => words.includes('No group'))).toBe(true)
})

it('tells how long an invitation holds also where its mail was not delivered', async () => {
  render(Invitations)
  const rows = await screen.findAllByTestId('invitation-row')
  const told = rows.find((one) => one.textContent!.includes('Not delivered'))!.querySelector('[role=gridcell]')!.textContent!
  expect(told).toMatch(/sent 3 times · expires \w+ \d+, \d{4}$/)
})
