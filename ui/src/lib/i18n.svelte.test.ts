// A word that is still on its way: whoever speaks it is drawn again when it comes, and nobody else.
import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { Words } from './i18n.svelte'

it('has who misses a word speak again when it is there, and tries again where it could not be fetched', async () => {
  const rest = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('no disk')).mockResolvedValue('later = Later, { $who }\n')
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  const words = new Words('en', 'here = Here\n', rest)
  const [here, later]: [unknown[], unknown[]] = [[], []]
  const stop = $effect.root(() => {
    $effect(() => void here.push(words.say('here')))
    $effect(() => void later.push(words.say('later', { who: 'Sari' }) ?? words.whole))
  })
  flushSync()
  expect([here, later]).toEqual([['Here'], [false]])
  await words.complete()
  flushSync()
  expect(later).toEqual([false])
  await Promise.all([words.complete(), words.complete()])
  flushSync()
  expect([here, later]).toEqual([['Here'], [false, 'Later, Sari']])
  expect([rest.mock.calls.length, error.mock.calls.length]).toEqual([2, 1])
  stop()
})
