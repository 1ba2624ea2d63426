/** Dates and `Retry-After`: read to the second in every form, bounded, and never by the difference of two clocks. */
import * as fc from 'fast-check'
import { ok, strictEqual } from 'node:assert/strict'
import { anyDate, anySeconds, date, NOW, text } from './http-fields'
import type { Model } from './model'

const moments = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 })
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

export const dateModel: Model = {
  claim:
    'a date is read in all three forms, to the second, and one with a wrong letter is another date or none',
  runs: 1000,
  property: ({ parseHttpDate }) =>
    fc.property(moments, fc.nat(40), fc.constantFrom(...' 0129:,-AZaz\u00e9'), (moment, at, letter) => {
      const when = new Date(moment * 1000)
      const imf = when.toUTCString()
      const [, day = '', month = '', year = '', time = ''] = imf.split(' ')
      const name = DAYS[when.getUTCDay()] ?? ''
      strictEqual(parseHttpDate(imf, NOW), moment * 1000)
      strictEqual(
        parseHttpDate(`${name.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`, NOW),
        moment * 1000,
      )
      // Two digits are read by somebody who lives then.
      strictEqual(
        parseHttpDate(`${name}, ${day}-${month}-${year.slice(2)} ${time} GMT`, moment * 1000),
        moment * 1000,
      )
      const wrong = imf.slice(0, at) + letter + imf.slice(at + 1)
      const read = parseHttpDate(wrong, NOW)
      if (read !== undefined) strictEqual(new Date(read).toUTCString(), wrong)
    }),
}

export const retryAfterModel: Model = {
  claim:
    'Retry-After is between nothing and a day, more where more is asked for, and the same by any clock of ours',
  runs: 1000,
  property: ({ readRetryAfter }) =>
    fc.property(
      fc.oneof(anySeconds, anyDate, text),
      fc.option(anyDate, { nil: undefined }),
      fc.nat(2 ** 30),
      fc.double(),
      (said, own, n, clock) => {
        const read = (value: string, at = NOW) =>
          readRetryAfter(new Headers({ 'retry-after': value, ...(own !== undefined && { date: own }) }), at)
        const wait = read(said)
        ok(wait === undefined || (wait >= 0 && wait <= 86_400_000), `${wait}`)
        strictEqual(read(`${n}`), Math.min(n * 1000, 86_400_000))
        ok((read(date(n)) ?? 0) >= (read(date(n >> 1)) ?? 0))
        const byDate = readRetryAfter(new Headers({ 'retry-after': date(n), date: date(0) }), clock)
        strictEqual(byDate, Math.min(n * 1000, 86_400_000))
      },
    ),
}
