import { http, HttpResponse } from 'msw'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describe, expect, it } from 'vitest'
import { fetchFresh, ValidationError } from '@freshline/core'
import { failureOf, origin, useServer } from './fetch-support'

const server = useServer()
const url = `${origin}/stores`
const serve = (body: unknown, headers: Record<string, string> = {}) =>
  server.use(http.get(url, () => HttpResponse.json(body as object, { headers })))

/** A schema made of one function, as any library of the standard makes them. */
function schemaOf<T>(validate: StandardSchemaV1.Props<unknown, T>['validate']) {
  let checks = 0
  const counting = (value: unknown) => {
    checks++
    return validate(value)
  }
  return {
    '~standard': { version: 1, vendor: 'test', validate: counting },
    get checks() {
      return checks
    },
  } satisfies StandardSchemaV1<unknown, T> & { checks: number }
}

const issues = [
  { message: 'not a number: "s3cret"', path: ['stores', { key: 0 }, 'size'] },
  { message: 'missing' },
] as const

describe('C7: schema', () => {
  it('makes the data of what arrived, at once or later', async () => {
    serve({ at: '2026-11-21' })
    const toDate = (value: unknown) => ({ value: { at: new Date((value as { at: string }).at) } })
    for (const schema of [schemaOf(toDate), schemaOf(async (value) => toDate(value))]) {
      const { data } = await fetchFresh(url, { schema })
      expect(data.at.getTime()).toBe(Date.UTC(2026, 10, 21))
    }
  })

  it('refuses with its issues, told by place only', async () => {
    serve({ stores: [{ size: 's3cret' }] })
    const schema = schemaOf<never>(() => ({ issues }))
    const error = await failureOf(fetchFresh(url, { schema }))
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ code: 'validation', issues })
    expect(error.message).toBe(`GET ${url}: 2 schema issues, at "stores.0.size"`)
    expect(schema.checks).toBe(1)
  })

  it('is asked about an empty body too', async () => {
    server.use(http.get(url, () => new HttpResponse(null, { status: 204 })))
    const schema = schemaOf<string>((value) => ({ value: String(value) }))
    expect((await fetchFresh(url, { schema })).data).toBe('undefined')
  })

  it('is not asked again about an unchanged body', async () => {
    serve({ a: 1 }, { etag: '"1"' })
    const schema = schemaOf((value) => ({ value: { made: value } }))
    const first = await fetchFresh(url, { schema })
    const second = await fetchFresh(url, { schema, previous: first, conditional: false })
    server.use(http.get(url, () => new HttpResponse(null, { status: 304 })))
    const third = await fetchFresh(url, { schema, previous: second })
    expect(second.data).toBe(first.data)
    expect(third.data).toBe(first.data)
    expect(schema.checks).toBe(1)
  })

  it('that throws is a parse error', async () => {
    serve({ a: 1 })
    const cause = new Error('broken schema')
    const schema = schemaOf<never>(() => {
      throw cause
    })
    expect(await failureOf(fetchFresh(url, { schema, retry: 0 }))).toMatchObject({ code: 'parse', cause })
  })

  it('checks what the parse option made', async () => {
    serve({ a: 1 })
    const schema = schemaOf((value) => ({ value: `${String(value)}!` }))
    expect((await fetchFresh(url, { schema, parse: (text) => text.length })).data).toBe('7!')
  })
})
