// Parts that come later: fetched once, when they are wanted, and again only after a failure.
import type { Component } from 'svelte'
import { expect, it, vi } from 'vitest'
import { later } from './later.svelte'

const part = (() => ({})) as unknown as Component

it('comes when it is wanted, once', async () => {
  const from = vi.fn(async () => ({ default: part }))
  const one = later(from)
  expect(one.when(false)).toBeNull()
  expect(from).not.toHaveBeenCalled()
  expect(one.part).toBeNull()
  await one.fetch()
  expect(one.when(false)).toBe(part)
  expect(from).toHaveBeenCalledOnce()
})

it('is asked for again where it did not come', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const from = vi.fn(async () => ({ default: part })).mockRejectedValueOnce(new Error('gone'))
  const one = later(from)
  await one.fetch()
  expect(one.when(false)).toBeNull()
  await one.fetch()
  expect(one.part).toBe(part)
  expect(from).toHaveBeenCalledTimes(2)
})
