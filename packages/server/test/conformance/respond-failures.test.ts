import { describe, expect, it } from 'vitest'
import { createResponseCache } from '../../src/index'

// Failures that are told to one asker are not told to another.

const users = Array.from({ length: 8 }, (_, index) => `user-${index}`)
const ask = (headers: Record<string, string>) => new Request('http://api.example/me', { headers })

describe('what went wrong for one', () => {
  it.each(['authorization', 'cookie'])('is not told to others, told apart by %s', async (field) => {
    const cache = createResponseCache()
    const vary: Record<string, string> = field === 'cookie' ? { vary: 'Cookie' } : {}
    const answers = await Promise.all(
      users.map(async (user) => {
        const response = await cache.respond(ask({ [field]: user }), 'me', async (request) => {
          await new Promise((next) => setTimeout(next, 10))
          return new Response(`no ${request.headers.get(field)}`, { status: 500, headers: vary })
        })
        return response.text()
      }),
    )
    expect(answers).toEqual(users.map((user) => `no ${user}`))
    await cache.close()
  })

  it('is told to all where it is nobody\u2019s own: one run of the handler', async () => {
    const cache = createResponseCache()
    let calls = 0
    const answers = await Promise.all(
      users.map(async () => {
        const response = await cache.respond(ask({}), 'me', async () => {
          calls++
          await new Promise((next) => setTimeout(next, 10))
          return new Response('down', { status: 503 })
        })
        return response.text()
      }),
    )
    expect(answers).toEqual(users.map(() => 'down'))
    expect(calls).toBe(1)
    await cache.close()
  })
})
