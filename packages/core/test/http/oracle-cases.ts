/** Random exchanges, kept as what they mean, so that the two judges can be told of them in their own dialects. */
import * as fc from 'fast-check'

/** One directive, and how it is spelled. */
export interface Directive {
  readonly name: string
  readonly value?: string
  readonly spelling: 'plain' | 'quoted' | 'upper'
}

/** The headers of one message. `other` are fields that are not lists of directives. */
export interface Message {
  readonly control: readonly Directive[]
  readonly other: Readonly<Record<string, string>>
}

/** A first request, its answer, and a second request some seconds later. */
export interface Exchange {
  readonly status: number
  readonly first: Message
  readonly answer: Message
  readonly second: Message
  readonly wait: number
  readonly heuristic: boolean
}

/** The moment of the answer. */
export const start = Date.UTC(2026, 10, 22, 12)

/** The fields of a message as they are written. */
export function toFields({ control, other }: Message): Record<string, string> {
  const text = control.map(({ name, value, spelling }) => {
    const written = spelling === 'upper' ? name.toUpperCase() : name
    if (value === undefined) return written
    return `${written}=${spelling === 'quoted' ? `"${value}"` : value}`
  })
  return text.length > 0 ? { ...other, 'cache-control': text.join(', ') } : other
}

const seconds = fc.constantFrom('0', '1', '10', '60', '100', '3600', '007', '99999999999')
const malformed = fc.constantFrom('', '-1', '1.5', 'abc', '60abc', '1e3')
const spelling = fc.constantFrom('plain' as const, 'plain' as const, 'quoted' as const, 'upper' as const)

function directive(name: string, value?: fc.Arbitrary<string | undefined>): fc.Arbitrary<Directive> {
  return fc
    .record({ name: fc.constant(name), value: value ?? fc.constant(undefined), spelling })
    .map((made) => {
      const { value: given, ...rest } = made
      if (given === undefined) return rest
      // A list needs quotes, whatever the spelling.
      return { ...rest, value: given, spelling: given.includes(',') ? ('quoted' as const) : made.spelling }
    })
}

const often = { arbitrary: directive('max-age', seconds), weight: 8 }
const duration = fc.oneof({ arbitrary: seconds, weight: 5 }, { arbitrary: malformed, weight: 1 })
const flags = ['no-cache', 'no-store', 'must-revalidate', 'public', 'private', 'immutable', 'must-understand']
const ofAnswer = fc.array(
  fc.oneof(
    often,
    directive('max-age', duration),
    directive('stale-while-revalidate', duration),
    directive('s-maxage', seconds),
    directive('proxy-revalidate'),
    directive('no-cache', fc.constantFrom('x-a', 'x-a, x-b')),
    directive('x-unknown', fc.constantFrom('1', 'a, no-store', 'b, max-age=7')),
    ...flags.map((name) => directive(name)),
  ),
  { maxLength: 4 },
)
const ofRequest = fc.array(
  fc.oneof(
    directive('max-age', duration),
    directive('min-fresh', duration),
    directive('max-stale', fc.option(duration, { nil: undefined })),
    directive('no-cache'),
    directive('no-store'),
  ),
  { maxLength: 2 },
)

const near = fc.constantFrom(-3600, -60, 0, 1, 60, 3600).map((offset) => new Date(start + offset * 1000))
const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const dates = near.chain((date) => {
  const text = date.toUTCString()
  const [, day = '', month, year = '', time] = text.split(' ')
  const name = names[date.getUTCDay()] ?? ''
  return fc.constantFrom(
    text,
    text,
    text.toLowerCase(),
    `${name}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
    `${name.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
    date.toISOString(),
    '0',
  )
})
const exact = near.map((date) => date.toUTCString())
const language = fc.constantFrom('de', 'DE', 'en', 'de,en', 'de , en', 'De,  EN')

const optional = <T extends string>(name: string, arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined }).map((value) => (value === undefined ? {} : { [name]: value }))
const merge = (...parts: fc.Arbitrary<Record<string, string>>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Record<string, string>)
const request = merge(
  optional('accept-language', language),
  optional('x-a', fc.constantFrom('1', '1,2', '1, 2')),
)

/** Any exchange. */
export const exchanges: fc.Arbitrary<Exchange> = fc.record({
  status: fc.constantFrom(200, 200, 200, 203, 206, 299, 301, 302, 304, 404, 410, 500, 501, 599),
  first: fc.record({
    control: fc.oneof({ arbitrary: fc.constant([]), weight: 5 }, { arbitrary: ofRequest, weight: 1 }),
    other: request,
  }),
  answer: fc.record({
    control: ofAnswer,
    other: merge(
      optional('expires', dates),
      optional(
        'date',
        fc.oneof({ arbitrary: exact, weight: 5 }, { arbitrary: fc.constant('today'), weight: 1 }),
      ),
      optional('last-modified', exact),
      optional('age', fc.constantFrom('0', '5', '50', '5, 7', '-5', '5x', 'x', '1.5')),
      optional('vary', fc.constantFrom('Accept-Language', 'x-a', 'X-A , accept-language', '*', 'x-a, *')),
      optional('pragma', fc.constant('no-cache')),
    ),
  }),
  second: fc.record({
    control: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, { arbitrary: ofRequest, weight: 2 }),
    other: merge(request, optional('pragma', fc.constantFrom('no-cache', 'x'))),
  }),
  // Never on a second: which side a boundary belongs to is for tests of its own.
  wait: fc.constantFrom(0, 0.5, 5.5, 30.5, 59.5, 60.5, 99.5, 1800.5, 86_400.5),
  heuristic: fc.boolean(),
})
