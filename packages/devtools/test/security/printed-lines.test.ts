// What a stranger's text can do to what the devtools print: forge a line, show a secret that is named, take long.
import { describe, expect, it } from 'vitest'
import { isMistyped, nearKeys } from '../../src/near-keys'
import { isSecretName, Redactor } from '../../src/redact'

const { line } = { line: (text: string) => new Redactor(undefined).line(text) }

describe('a printed line', () => {
  it.each(['\n', '\r\n', '\u001b[2K', '\0', '\u0085', '\u009b1m', '\u2028', '\u2029'])(
    'holds no %j',
    (hostile) => {
      expect(line(`a${hostile}b`)).toMatch(/^a [^\p{Cc}\p{Zl}\p{Zp}]*b$/u)
    },
  )

  it.each([
    'GET /f?token=hunter2&page=2',
    'GET /f?Signature=hunter2',
    'password=hunter2',
    '{"password":"hunter2"}',
    String.raw`{\"apiKey\": \"hunter2\"}`,
    'Authorization: Basic hunter2',
    'Cookie: a=1; sid=hunter2',
    'user:{"token":"hunter2"}: failed',
  ])('does not show the secret that %j names', (text) => expect(line(text)).not.toContain('hunter2'))

  it.each(['tokens:42: asking', 'cookies:consent: changed (poll)', 'api-keys:list', 'secret-santa:3: stale'])(
    'shows %s as it is',
    (text) => expect(line(text)).toBe(text),
  )
})

describe('the name of a member', () => {
  it.each([
    'password',
    'passwd',
    'userPassword',
    'clientSecret',
    'csrf_token',
    'apiKey',
    'api-key',
    'accessKey',
    'privateKey',
    'sessionId',
    'session_key',
    'licenseKey',
    'Authorization',
    'setCookie',
    'credentials',
    'signature',
    'sig',
    'jwt',
    'otp',
  ])('%s says that it is a secret', (name) => expect(isSecretName(name)).toBe(true))

  it.each([
    'activeSessions',
    'design',
    'assigned',
    'keyCount',
    'accessible',
    'passed',
    'compass',
    'signed',
    'id',
    'key',
  ])('%s does not', (name) => expect(isSecretName(name)).toBe(false))
})

describe('a key of 100,000 letters', () => {
  it('is not compared with others letter by letter', () => {
    const [one, other] = ['ab', 'ba'].map((text) => text.repeat(50_000))
    expect([isMistyped(one ?? '', [other ?? '']), nearKeys(one ?? '', [other ?? ''])]).toEqual([false, []])
    expect([isMistyped('stoers', ['stores']), nearKeys('stoers', ['stores'])]).toEqual([true, ['stores']])
  })
})
