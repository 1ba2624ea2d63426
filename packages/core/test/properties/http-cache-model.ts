/** C2: an HTTP cache as a whole, with a server that says anything: what it answers was allowed to be kept. */
import { fakeClock } from '@freshline/test-utils'
import * as fc from 'fast-check'
import { ok, strictEqual } from 'node:assert/strict'
import type { Model } from './model'

const words = fc.constantFrom(
  'max-age=60',
  'MAX-AGE="60"',
  'public',
  'private',
  'immutable',
  'stale-while-revalidate=99',
  'x="no-store',
)
const forbidding = fc.constantFrom('no-store', 'No-Store', 'no-store=x', 'no-store="a, b"', 'no-store=""')
const controls = fc
  .tuple(fc.array(words, { maxLength: 2 }), forbidding, fc.array(words, { maxLength: 2 }))
  .map(([before, word, after]) => {
    // Only an open quote hides what follows; none stands before it here.
    return [...before.filter((each) => !each.startsWith('x=')), word, ...after].join(', ')
  })
const modes = fc.constantFrom<RequestCache>('default', 'no-cache', 'force-cache', 'reload')

export const noStoreModel: Model = {
  claim: 'no-store is never stored: every request of any mode reaches the server',
  runs: 150,
  property: ({ createHttpCache }) =>
    fc.asyncProperty(
      fc.array(fc.tuple(controls, modes, fc.nat(100_000)), { maxLength: 5 }),
      async (requests) => {
        const clock = fakeClock()
        let asked = 0
        let control = ''
        const transport = async () => {
          const headers = { 'cache-control': control, etag: '"1"', date: new Date(clock.now()).toUTCString() }
          return new Response(`${++asked}`, { headers })
        }
        const fetch = createHttpCache({ transport, clock })
        for (const [at, [said, mode, wait]] of requests.entries()) {
          control = said
          const answer = await fetch('https://a.example/', { cache: mode })
          strictEqual(await answer.text(), `${at + 1}`)
          clock.jump(wait)
        }
        strictEqual(asked, requests.length)
        const none = await fetch('https://a.example/', {
          cache: 'only-if-cached',
          mode: 'same-origin',
        }).catch(() => undefined)
        ok(!none?.ok)
      },
    ),
}
