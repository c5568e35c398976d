// What is asked before anything is drawn.
import { expect, it } from 'vitest'
import { program } from '../dev/test'
import { ahead, asked, known } from './ahead'

const FRAME = { view: 'frame' } as const
const backend = () => program({ ask: () => ({ generation: 0, view: { view: 'frame' } }) })

it('gives an answer once, at once where it is here', async () => {
  backend()
  const coming = ahead('s1', FRAME)
  expect(known('s1', FRAME)).toBeUndefined()
  const answer = await coming
  expect(known('s2', FRAME)).toBeUndefined()
  expect(known('s1', { view: 'overview' })).toBeUndefined()
  expect(known('s1', FRAME)).toBe(answer)
  expect(known('s1', FRAME)).toBeUndefined()
  expect(asked('s1', FRAME)).toBeUndefined()
})

it('gives what is still on its way to whoever comes first', async () => {
  backend()
  const coming = ahead('s1', FRAME)
  expect(asked('s1', FRAME)).toBe(coming)
  await coming
  expect(known('s1', FRAME)).toBeUndefined()
})

it('gives nothing old while the same is asked anew', async () => {
  backend()
  await ahead('s1', FRAME)
  const anew = ahead('s1', FRAME)
  expect(known('s1', FRAME)).toBeUndefined()
  const answer = await anew
  expect(known('s1', FRAME)).toBe(answer)
})

it('gives nothing from before a change', async () => {
  const { changed } = backend()
  await ahead('s1', FRAME)
  changed()
  expect(known('s1', FRAME)).toBeUndefined()
  expect(asked('s1', FRAME)).toBeUndefined()
})
