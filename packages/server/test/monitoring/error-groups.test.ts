import { describe, expect, it } from 'vitest'
import { createErrorGroups } from '../../src/monitoring/error-groups'
import { redact } from '../../src/monitoring/redact'

/** An error that was thrown at a certain place. */
function errorAt(place: string, message: string, name = 'Error'): Error {
  const error = new Error(message)
  error.name = name
  error.stack = `${name}: ${message}\n    at load (${place})\n    at main (/app/main.js:1:1)`
  return error
}

describe('createErrorGroups', () => {
  it('counts together what differs in numbers and ids alone, with first, latest and latest text', () => {
    const groups = createErrorGroups(10)
    groups.record(errorAt('/app/db.js:4:2', 'row 17 of 20 is "gone"'), 100, '/stores')
    groups.record(errorAt('/app/db.js:4:2', 'row 18 of 9000 is "lost"'), 200, '/stores/:id')
    expect(groups.list()).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        name: 'Error',
        message: 'row 18 of 9000 is "lost"',
        stack: '    at load (/app/db.js:4:2)\n    at main (/app/main.js:1:1)',
        route: '/stores/:id',
        count: 2,
        firstSeen: 100,
        lastSeen: 200,
      },
    ])
  })

  it('tells apart by name, message and place', () => {
    const groups = createErrorGroups(10)
    groups.record(errorAt('/a.js:1:1', 'x'), 1, undefined)
    groups.record(errorAt('/a.js:1:1', 'x', 'TypeError'), 2, undefined)
    groups.record(errorAt('/a.js:1:1', 'y'), 3, undefined)
    groups.record(errorAt('/b.js:1:1', 'x'), 4, undefined)
    expect(groups.list().map(({ lastSeen }) => lastSeen)).toEqual([4, 3, 2, 1])
  })

  it('is bounded: what was not seen for longest makes room, and that is told', () => {
    const groups = createErrorGroups(2)
    for (const name of ['A', 'B', 'A', 'C']) groups.record(errorAt('/a.js:1:1', 'x', name), 0, undefined)
    expect(groups.list().map(({ name, count }) => [name, count])).toEqual([
      ['C', 1],
      ['A', 2],
    ])
    expect([groups.total, groups.dropped]).toEqual([4, 1])
  })

  it('takes whatever is thrown', () => {
    const groups = createErrorGroups(10)
    const hostile = Object.defineProperty({}, 'message', {
      get() {
        throw new Error('no')
      },
    })
    for (const thrown of [undefined, null, 'text', 7, Symbol('s'), {}, hostile, Object.create(null)])
      groups.record(thrown, 0, undefined)
    expect(groups.total).toBe(8)
    expect(groups.list().map(({ message }) => message)).toEqual(
      expect.arrayContaining(['undefined', 'text', '7', 'Symbol(s)', 'an error that cannot be read']),
    )
  })

  it('keeps long texts cut', () => {
    const groups = createErrorGroups(1)
    groups.record(errorAt('/a.js:1:1', 'word '.repeat(10_000)), 0, undefined)
    expect(groups.list()[0]?.message).toHaveLength(500)
    expect(groups.list()[0]?.stack?.length).toBeLessThan(200)
  })

  it('keeps no secret of a message in the stack either', () => {
    const groups = createErrorGroups(1)
    const error = new Error('GET https://user:pw@api.example/a?token=s3cret failed\n    at token=s3cret')
    groups.record(error, 0, undefined)
    expect(JSON.stringify(groups.list())).not.toMatch(/s3cret|pw@/)
  })
})

describe('redact', () => {
  it.each([
    ['GET https://api.example/a?token=abc#x failed', 'GET https://api.example/a failed'],
    ['at /api/stores?page=1, twice', 'at /api/stores, twice'],
    ['redis://user:secret@host:6379/0', 'redis://host:6379/0'],
    ['Authorization: Bearer abc.def', 'Authorization: … …'],
    ['{"api_key":"abc","id":7}', '{"api_key":"…","id":7}'],
    ['password=hunter2; x', 'password=…; x'],
    ['license-key: ABCD-1234', 'license-key: …'],
    ['key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b is bad', 'key 9f86d081… is bad'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_Mf…'],
    [
      'Cannot read properties of undefined (reading "toLowerCase")',
      'Cannot read properties of undefined (reading "toLowerCase")',
    ],
  ])('%j becomes %j', (text, clean) => {
    expect(redact(text, 200)).toBe(clean)
  })

  it('cannot be made slow', () => {
    for (const piece of ['token-', 'a', '/', '/a?', 'a://', ' bearer', '-1', 'token=', '"api_key":'])
      expect(redact(piece.repeat(100_000), 500).length).toBeLessThanOrEqual(500)
  })
})
