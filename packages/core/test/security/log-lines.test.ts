// What a stranger can bring into a line of the readable log: by a key made of what a user typed, or by an error's text.
import { DataSyncManager } from '@freshline/core'
import { describe, expect, it } from 'vitest'

/** The line that is logged of a key whose request fails with a message. */
async function lineOf(key: string | readonly (string | object)[], message: string): Promise<string> {
  const written: string[] = []
  const manager = new DataSyncManager({ log: { level: 'error', sink: (_, line) => written.push(line) } })
  const fail = () => Promise.reject(new Error(message))
  await manager.register(key, fail, { retry: false }).refresh()
  manager.dispose()
  expect(written).toHaveLength(1)
  return written[0] ?? ''
}

describe('a line of the log', () => {
  it.each([
    ['a line feed', '\n'],
    ['a carriage return', '\r'],
    ['an escape sequence', '\u001b[2K\u001b[31m'],
    ['a backspace', '\b'],
    ['a null', '\0'],
    ['a control of the second set', '\u009b31m'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
  ])('is one line without %s, in the key and in the message', async (_, hostile) => {
    const forged = `${hostile}[Freshline] Failed admin: forged`
    for (const line of [await lineOf(['search', forged], 'x'), await lineOf('k', forged)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
      expect(line).toMatch(/^\[Freshline\] Failed (search|k)/)
      expect(line).toContain('forged')
    }
  })

  it.each([
    ['a query parameter', '/api/files?token=hunter2&page=2', 'hunter2', 'page=2'],
    [
      'a signature in a query',
      'https://cdn.example/f?Expires=9&Signature=abc~def&x=1',
      'abc~def',
      'Expires=9',
    ],
    ['a short signature', '/f?sig=q1w2e3&x=1', 'q1w2e3', 'x=1'],
    ['an API key', '/f?api_key=q1w2e3&apiKey=r4t5y6&x=1', 'q1w2e3', 'x=1'],
    ['an assignment', 'login failed: password=hunter2, user=bo', 'hunter2', 'user=bo'],
    ['a member in JSON', 'got {"password":"hunter2","user":"bo"}', 'hunter2', 'bo'],
    ['a member in JSON in JSON', String.raw`got "{\"password\": \"hunter2\",\"u\":1}"`, 'hunter2', 'u'],
    ['a header', 'sent Authorization: Basic Ym86aHVudGVyMg== today', 'Ym86', 'today'],
    ['a cookie', 'sent Cookie: sid=hunter2 today', 'hunter2', 'today'],
  ])('does not show what %s names as secret, however short', async (_, text, secret, rest) => {
    const line = await lineOf('k', text)
    expect(line).not.toContain(secret)
    expect(line).toContain(rest)
  })

  it('does not show what a member of a key names as secret', async () => {
    const line = await lineOf(['user', { token: 'hunter2', page: 4 }], 'x')
    expect(line).not.toContain('hunter2')
    expect(line).toContain('"page":4')
  })

  it.each(['tokens:42', 'cookies:consent', 'api-keys:list', 'signature-pads', 'secret-santa:2026'])(
    'shows the key %s, whose name is no secret',
    async (key) => expect(await lineOf(key, 'x')).toContain(`Failed ${key}: x`),
  )
})
