import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { readJson } from '../../src/http/read-body'
import { isRequestError } from '../../src/http/request-error'

const JSON_FIELDS = { 'content-type': 'application/json' }

function post(body: BodyInit | ReadableStream, headers: Record<string, string> = JSON_FIELDS): Request {
  return new Request('http://x/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
}

/** What came of reading: the value, or the code of the refusal. */
async function read(request: Request, options = {}): Promise<unknown> {
  try {
    return await readJson(request, { limit: 1_000, ...options })
  } catch (error) {
    if (isRequestError(error)) return `${error.status} ${error.code}`
    throw error
  }
}

/** A body that gives so many bytes, one by one, and then waits; `onGive` is called for each. */
function drip(bytes: number, onGive = () => {}): ReadableStream<Uint8Array> {
  let given = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (given++ >= bytes) return new Promise(() => {})
        onGive()
        controller.enqueue(new Uint8Array([0x20]))
      },
    },
    { highWaterMark: 0 },
  )
}

describe('a JSON body', () => {
  it('is parsed', async () => {
    expect(await read(post('{"a":[1,"é"]}'))).toEqual({ a: [1, 'é'] })
    expect(await read(post('[]', { 'content-type': 'Application/Problem+JSON; charset="UTF-8"' }))).toEqual(
      [],
    )
  })

  it.each([
    ['text/plain', {}],
    ['application/jsonp', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['', {}],
  ])('of type %j is refused', async (type) => {
    expect(await read(post('{}', { 'content-type': type }))).toBe('415 unsupported_media_type')
  })

  it('that is compressed is refused, and told what would do', async () => {
    const error: unknown = await readJson(post('x', { ...JSON_FIELDS, 'content-encoding': 'gzip' }), {
      limit: 9,
    }).catch((caught: unknown) => caught)
    if (!isRequestError(error)) throw error
    const response = error.toResponse()
    expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity'])
    expect(await read(post('{}', { ...JSON_FIELDS, 'content-encoding': 'identity' }))).toEqual({})
  })

  it('that is not UTF-8 is refused, also where only its last byte is missing', async () => {
    expect(await read(post(new Uint8Array([0x22, 0xff, 0x22])))).toBe('400 invalid_utf8')
    expect(await read(post(new Uint8Array([0x22, 0xc3])))).toBe('400 invalid_utf8')
    expect(await read(post(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])))).toBe('400 invalid_utf8')
  })

  it.each([
    '',
    '  \n',
    '{',
    '{"a":1,}',
    'undefined',
    '\ufeff{}',
    "{'a':1}",
    '{"a":1}{"b":2}',
    '"\u0000"',
    'NaN',
  ])('as %j is refused without quoting it', async (text) => {
    const error: unknown = await readJson(post(text), { limit: 99 }).catch((caught: unknown) => caught)
    if (!isRequestError(error)) throw new Error('it was taken')
    expect([error.status, ['empty_body', 'invalid_json']]).toEqual([
      400,
      expect.arrayContaining([error.code]),
    ])
    expect(error.message).toMatch(/^The body is (empty|not valid JSON)/)
  })

  it('with 100,000 brackets is refused by their depth, whether or not they are closed', async () => {
    const options = { limit: 1_000_000 }
    expect(await read(post('['.repeat(100_000)), options)).toBe('400 json_too_deep')
    expect(await read(post('{"a":'.repeat(50_000)), options)).toBe('400 json_too_deep')
    expect(await read(post('['.repeat(33) + ']'.repeat(33)))).toBe('400 json_too_deep')
    expect(await read(post(`"${'['.repeat(500)}"`))).toBe('['.repeat(500))
    expect(await read(post(`["\\"${'['.repeat(500)}\\\\"]`))).toEqual([`"${'['.repeat(500)}\\`])
    expect(await read(post('['.repeat(32) + ']'.repeat(32)))).toBeTruthy()
  })

  it('with a member that is there twice is refused, however it is written', async () => {
    expect(await read(post('{"a":1,"a":2}'))).toBe('400 duplicate_member')
    expect(await read(post('{"a":1,"\\u0061":2}'))).toBe('400 duplicate_member')
    expect(await read(post('[{"a":{"b":1,"c":{"b":1},"b":2}}]'))).toBe('400 duplicate_member')
    expect(await read(post('{"b":"\\",\\"b\\":"}'))).toEqual({ b: '","b":' })
    expect(await read(post('[{"a":1},{"a":["a","a"]}]'))).toEqual([{ a: 1 }, { a: ['a', 'a'] }])
    expect(await read(post('{"a":"a","b":"a\\"b","c":{"a":1}}'))).toMatchObject({ c: { a: 1 } })
  })

  it('with a name that reaches a prototype is refused', async () => {
    expect(await read(post('{"__proto__":{"x":1}}'))).toBe('400 forbidden_member')
    expect(await read(post('{"a":[{"\\u005f_proto__":1}]}'))).toBe('400 forbidden_member')
    expect(await read(post('{"constructor":{"prototype":{"x":1}}}'))).toBe('400 forbidden_member')
    expect(await read(post('{"constructor":"McLaren","prototype":1}'))).toMatchObject({ prototype: 1 })
  })
})

describe('a body that is too large', () => {
  it('is refused by its announced length without being read', async () => {
    const pull = vi.fn()
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    expect(await read(post(body, { ...JSON_FIELDS, 'content-length': '1001' }))).toBe('413 body_too_large')
    expect(pull).not.toHaveBeenCalled()
  })

  it('is refused while it arrives, where its length is not announced or a lie', async () => {
    const given = vi.fn()
    expect(await read(post(drip(Infinity, given)))).toBe('413 body_too_large')
    // One more than the limit, and nothing after it.
    expect(given).toHaveBeenCalledTimes(1_001)
    const lie = { ...JSON_FIELDS, 'content-length': '2' }
    expect(await read(post(drip(Infinity), lie))).toBe('413 body_too_large')
  })

  it('is taken up to the limit, to the byte', async () => {
    expect(await read(post(`"${'x'.repeat(998)}"`))).toHaveLength(998)
    expect(await read(post(`"${'x'.repeat(999)}"`))).toBe('413 body_too_large')
  })
})

describe('a body that is slow', () => {
  it('is given up when its time is over, though bytes still come', async () => {
    const clock = fakeClock()
    const settled = vi.fn()
    const reading = read(post(drip(5)), { clock, timeout: 2_000 }).finally(settled)
    await vi.waitFor(() => expect(clock.pending).toBe(1))
    await clock.advance(1_999)
    expect(settled).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(await reading).toBe('408 body_timeout')
  })

  it('leaves no timer behind when it arrives', async () => {
    const clock = fakeClock()
    await read(post('{}'), { clock })
    expect([clock.scheduled, clock.pending]).toEqual([1, 0])
  })

  it('that breaks off is told as such', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) })
    expect(await read(post(broken))).toBe('400 body_incomplete')
  })
})
