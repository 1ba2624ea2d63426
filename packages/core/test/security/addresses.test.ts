// Addresses with secrets in them, and addresses that are none: what of them gets into messages, keys and requests.
import { createHttpCache, fetchFresh, httpResource } from '@freshline/core'
import { describe, expect, it } from 'vitest'
import { cacheBust } from '../../src/http/cache-bust'
import { safeUrl } from '../../src/errors/safe-url'

describe('an address in a message', () => {
  it.each([
    'https://user:CANARY@example.org/x',
    'https://CANARY@example.org/x',
    '//user:CANARY@example.org/x',
    // Browsers take all of these for the first one.
    'https:\\\\user:CANARY@example.org/x',
    'https:/user:CANARY@example.org/x',
    'https:user:CANARY@example.org/x',
    'https:///user:CANARY@example.org/x',
    '\\\\user:CANARY@example.org/x',
    'https://example.org/x?sig=CANARY&page=2',
    'https://example.org/x?CANARY',
    '/x?a=1&CANARY#b',
    '/x#access_token=CANARY',
    '/x?a=b#/y?token=CANARY',
    '/x?a=\nCANARY\n',
  ])('%j does not show its secret', async (url) => {
    expect(safeUrl(url)).not.toContain('CANARY')
    const transport = () => Promise.reject(new TypeError('fetch failed'))
    const error = await fetchFresh(url, { transport, retry: 0 }).catch((thrown: unknown) => thrown as Error)
    expect((error as Error).message).not.toContain('CANARY')
  })

  it.each([
    '/me@example',
    '/users/a@b.example/x',
    'https://example.org/@me',
    'file:x',
    '/a//b@c/d',
    'mailbox',
  ])('%s, which has none, stays readable', (url) => expect(safeUrl(url)).toBe(url))
})

describe('an address that is none, or leads elsewhere', () => {
  const odd = [
    'javascript:alert(1)',
    'data:text/html,<script>',
    'blob:https://x/1',
    'vbscript:x',
    'http://',
    '\0',
    '',
  ]

  it.each(odd)('%j is never run: it goes to the transport as it is, or is an error', async (url) => {
    const sent: string[] = []
    const transport = async (input: string | URL) => {
      sent.push(String(input))
      return new Response('x')
    }
    const asked = [fetchFresh(url, { transport }), createHttpCache({ transport })(url)]
    const ended = await Promise.allSettled(asked)
    expect(ended.every((each) => each.status === 'fulfilled' || each.reason instanceof Error)).toBe(true)
    expect(sent.every((each) => each === url)).toBe(true)
    expect(globalThis).not.toHaveProperty('alerted')
  })

  // A blob has that of the page that made it.
  it.each(odd.filter((url) => !url.startsWith('blob:')))(
    '%j has an origin of its own, or none, and never that of another',
    (url) => {
      expect(httpResource(url || 'x').origin ?? 'null').toBe('null')
    },
  )

  it('a name and a value of a parameter cannot end the query', () => {
    const busted = cacheBust('/x?b=1#f', 5, 'a&b=2#\r\n')
    expect(busted).toBe('/x?b=1&a%26b%3D2%23%0D%0A=5#f')
  })
})
