import { describe, expect, it } from 'vitest'
import { checkOrigin } from '../../src/http/check-origin'
import { isRequestError } from '../../src/http/request-error'

const allowed = (origin: string) => origin === 'https://admin.example'

/** The code of the refusal, or `passes`. */
function ask(headers: Record<string, string>): string {
  // A page may not set Cookie or Origin; a Request made here neither, so headers are given beside it.
  const request = { url: 'https://api.example/invalidate', headers: new Headers(headers) } as Request
  try {
    checkOrigin(request, allowed)
    return 'passes'
  } catch (error) {
    return isRequestError(error) ? error.code : String(error)
  }
}

describe('a write', () => {
  it.each([
    [{}, 'passes'],
    [{ cookie: 's=1' }, 'missing_origin'],
    [{ cookie: 's=1', origin: 'https://api.example' }, 'passes'],
    [{ cookie: 's=1', origin: 'https://admin.example' }, 'passes'],
    [{ cookie: 's=1', origin: 'https://evil.example' }, 'foreign_origin'],
    [{ cookie: 's=1', origin: 'http://api.example' }, 'foreign_origin'],
    [{ cookie: 's=1', origin: 'https://api.example:444' }, 'foreign_origin'],
    [{ cookie: 's=1', origin: 'https://api.example.evil.example' }, 'foreign_origin'],
    [{ cookie: 's=1', origin: 'null' }, 'foreign_origin'],
    [{ cookie: 's=1', origin: '' }, 'foreign_origin'],
    [{ cookie: 's=1', 'sec-fetch-site': 'same-origin' }, 'passes'],
    [
      { cookie: 's=1', 'sec-fetch-site': 'same-origin', origin: 'https://before-the-proxy.example' },
      'passes',
    ],
    [{ cookie: 's=1', 'sec-fetch-site': 'same-site' }, 'foreign_origin'],
    [{ cookie: 's=1', 'sec-fetch-site': 'cross-site' }, 'foreign_origin'],
    [{ cookie: 's=1', 'sec-fetch-site': 'none' }, 'missing_origin'],
    [{ cookie: 's=1', 'sec-fetch-site': 'cross-site', origin: 'https://admin.example' }, 'passes'],
    [{ origin: 'https://evil.example' }, 'foreign_origin'],
    [{ 'sec-fetch-site': 'cross-site' }, 'foreign_origin'],
  ])('with %j: %s', (headers, outcome) => {
    expect(ask(headers as Record<string, string>)).toBe(outcome)
  })
})
