// Texts that others have written, in which a secret stands: what is kept of them in errors and health checks.
import { describe, expect, it } from 'vitest'
import { redact } from '../../src/monitoring/redact'

describe('redact', () => {
  it.each([
    'password=CANARY',
    'password: "two words CANARY"',
    "password = 'two words CANARY'",
    '{"password":"CANARY","user":1}',
    String.raw`body was "{\"password\":\"CANARY\",\"user\":1}"`,
    String.raw`{\"token\": \"two words CANARY\"}`,
    'Cookie: theme=dark; sid=CANARY; lang=en',
    'set-cookie: sid=CANARY; Path=/; HttpOnly',
    'Authorization: Digest username="bo", response="CANARY"',
    'authorization: Bearer CANARY',
    'Bearer CANARY was refused',
    'redis://:CANARY@redis:6379 is away',
    'postgres://user:CANARY@db/app?sslmode=require',
    'GET /reset?code=CANARY failed',
    'GET https://x.example/a?X-Amz-Signature=CANARY&x=1',
    'https://x.example/#access_token=CANARY',
    'WEBHOOK_SECRET=CANARY node main.js',
    'x-api-key: CANARY',
    'client_secret=CANARY&grant_type=x',
    'session_id: CANARY',
    'license key: CANARY',
    'signature="CANARY"',
    'credentials = CANARY',
  ])('of %s the secret is not kept', (text) => expect(redact(text, 500)).not.toContain('CANARY'))

  it.each([
    'connect ECONNREFUSED 127.0.0.1:6379',
    'Unexpected token } in JSON at position 12',
    'the table "sessions" has no column "user_id"',
    'at Object.load (/srv/app/src/stores/list.ts:12:5)',
    "Cannot read properties of undefined (reading 'id')",
  ])('%s stays readable', (text) => expect(redact(text, 500)).toBe(text))

  it('forges no line: control characters of a text are gone', () => {
    expect(redact('a\u001b[2K\r\nb\u2028c\u0085d', 500)).not.toMatch(/[^\P{Cc}\n]|\p{Zl}/u)
  })
})
