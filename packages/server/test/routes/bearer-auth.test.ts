import { describe, expect, it } from 'vitest'
import { bearerAuth } from '../../src/index'
import { ask, postJson, start } from './harness'

const SECRET = 'a-secret-of-some-length'
const OTHER = 'another-secret-of-some-length'

async function send(authorization: string | undefined, secret: string | string[] = SECRET): Promise<string> {
  const { server } = start({ authorize: bearerAuth(secret) })
  const outcome = await ask(
    server,
    postJson('/invalidate', { keys: ['a'] }, authorization === undefined ? {} : { authorization }),
  )
  return outcome.slice(0, 3)
}

describe('bearerAuth', () => {
  it('allows who knows the secret', async () => {
    expect(await send(`Bearer ${SECRET}`)).toBe('200')
    expect(await send(`bearer   ${SECRET}`)).toBe('200')
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    SECRET,
    `Basic ${SECRET}`,
    `Bearer ${SECRET}x`,
    `Bearer ${SECRET.slice(1)}`,
    `Bearer ${SECRET} ${SECRET}`,
    'Bearer undefined',
  ])('answers 401 to %j', async (authorization) => {
    expect(await send(authorization)).toBe('401')
  })

  it('takes any of several secrets', async () => {
    expect(await send(`Bearer ${OTHER}`, [SECRET, OTHER])).toBe('200')
    expect(await send(`Bearer ${SECRET}`, [SECRET, OTHER])).toBe('200')
    expect(await send(`Bearer ${OTHER}`, SECRET)).toBe('401')
  })

  it('says how to authenticate, and whether a token was sent', async () => {
    const { server } = start({ authorize: bearerAuth(SECRET) })
    const challenge = async (headers: Record<string, string>) =>
      (await server.fetch(postJson('/invalidate', {}, headers))).headers.get('www-authenticate')
    expect(await challenge({})).toBe('Bearer')
    expect(await challenge({ authorization: 'Bearer wrong' })).toBe('Bearer error="invalid_token"')
  })

  it('refuses a secret that could be guessed, without showing it', () => {
    for (const secret of ['hunter2', '', [], [SECRET, 'short'], undefined, 7]) {
      expect(() => bearerAuth(secret as string)).toThrow('at least 16 characters')
      expect(() => bearerAuth(secret as string)).not.toThrow('hunter2')
    }
  })
})
