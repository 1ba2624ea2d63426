import type { Transport } from '@freshline/core'
import { describe, expect, test } from 'vitest'
import { createFeedLog } from '../src/data/feed-log'
import { broughtBy } from '../src/sync/feed-card'

const answering = (...answers: (() => Response)[]): Transport => {
  return async () => answers.shift()?.() ?? Response.error()
}
const page = (changes: object[], cursor: string, reset = false) => ({
  changes,
  cursor,
  hasMore: false,
  reset,
})

describe('the log of a feed', () => {
  test('counts what a poll brought and leaves the answer to its reader', async () => {
    const body = page(
      [
        { id: '1', data: {} },
        { id: '2', deleted: true },
      ],
      'c2',
    )
    const log = createFeedLog(
      answering(() => Response.json(body)),
      () => 70,
    )
    const response = await log.feed('/changes?since=c1', {})
    expect(await response.json()).toEqual(body)
    const { last, polls, changes, bytes } = log.getSnapshot()
    expect(last).toEqual({
      at: 70,
      changes: 2,
      deletions: 1,
      bytes: JSON.stringify(body).length,
      cursor: 'c2',
      isReset: false,
    })
    expect([polls, changes, bytes]).toEqual([1, 2, JSON.stringify(body).length])
  })

  test('sizes are bytes, not characters', async () => {
    const log = createFeedLog(answering(() => new Response('"äö"')))
    await log.load('/keys', {})
    expect(log.getSnapshot()).toMatchObject({ loads: 1, loadBytes: 6, polls: 0 })
  })

  test('a failing poll, or one that is no page, counts for nothing', async () => {
    const log = createFeedLog(
      answering(
        () => new Response('{}', { status: 500 }),
        () => new Response('{"changes":'),
      ),
    )
    await log.feed('/changes', {})
    await log.feed('/changes', {})
    expect(log.getSnapshot().polls).toBe(0)
    expect(log.getSnapshot().last).toBeUndefined()
  })

  test('listeners hear of every poll until they leave', async () => {
    const log = createFeedLog(
      answering(
        () => Response.json(page([], 'a', true)),
        () => Response.json(page([], 'b')),
      ),
    )
    let heard = 0
    const off = log.subscribe(() => heard++)
    await log.feed('/changes', {})
    off()
    await log.feed('/changes', {})
    expect(heard).toBe(1)
  })
})

test('what a poll brought, in words', () => {
  const poll = { at: 0, bytes: 0, cursor: 'c', changes: 0, deletions: 0, isReset: false }
  expect(broughtBy(poll)).toBe('nothing new')
  expect(broughtBy({ ...poll, changes: 1 })).toBe('1 change')
  expect(broughtBy({ ...poll, changes: 3, deletions: 1 })).toBe('3 changes, 1 deletion among them')
  expect(broughtBy({ ...poll, changes: 2, deletions: 2 })).toBe('2 deletions')
  expect(broughtBy({ ...poll, isReset: true })).toBe('a new cursor; all keys were loaded')
})
