import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHttpDate } from './http-date'

const now = Date.UTC(2026, 10, 21)
const sample = Date.UTC(1994, 10, 6, 8, 49, 37)

describe('parseHttpDate', () => {
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads %s',
    (text) => {
      expect(parseHttpDate(text, now)).toBe(sample)
    },
  )

  it.each([
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Wed, 31 Dec 1969 23:59:59 GMT', -1000],
    ['Thu, 29 Feb 2024 12:00:00 GMT', Date.UTC(2024, 1, 29, 12)],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['Sun Nov 16 08:49:37 2036', Date.UTC(2036, 10, 16, 8, 49, 37)],
  ])('reads %s', (text, expected) => {
    expect(parseHttpDate(text, now)).toBe(expected)
  })

  it.each([
    'Monday, 07-Nov-94 08:49:37 GMT',
    'Tuesday, 08-Nov-94 08:49:37 GMT',
    'Wednesday, 09-Nov-94 08:49:37 GMT',
    'Thursday, 10-Nov-94 08:49:37 GMT',
    'Friday, 11-Nov-94 08:49:37 GMT',
    'Saturday, 12-Nov-94 08:49:37 GMT',
  ])('reads %s', (text) => {
    expect(parseHttpDate(text, now)).toBe(
      Date.UTC(1994, 10, Number(text.slice(text.indexOf(',') + 2).slice(0, 2)), 8, 49, 37),
    )
  })

  it('takes two digits as at most 50 years ahead', () => {
    expect(parseHttpDate('Saturday, 21-Nov-76 00:00:00 GMT', now)).toBe(Date.UTC(2076, 10, 21))
    expect(parseHttpDate('Monday, 21-Nov-77 00:00:00 GMT', now)).toBe(Date.UTC(1977, 10, 21))
    expect(parseHttpDate('Saturday, 01-Jan-00 00:00:00 GMT', now)).toBe(Date.UTC(2000, 0, 1))
  })

  it.each([
    '',
    '0',
    '-1',
    'now',
    'Invalid Date',
    'NaN',
    '1994-11-06T08:49:37Z',
    '784111777',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 AEST',
    'Sun, 06 Nov 1994 08:49:37 gmt',
    'Sun, 06 Nov 1994 08:49:37 GMT ',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'x Sunday, 06-Nov-94 08:49:37 GMT',
    'x Sun Nov  6 08:49:37 1994',
    'Sun, 06 Nov 1994 08:49:37 GMT, Mon, 07 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 GMT',
    'Sun, 06 NOV 1994 08:49:37 GMT',
    'Sun 06 Nov 1994 08:49:37 GMT',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06  Nov 1994 08:49:37 GMT',
    'Sun, 06-Nov-1994 08:49:37 GMT',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 06 Nov 1994 8:49:37 GMT',
    'Sun, 06 Nov 1994 08.49.37 GMT',
    'Sun, 06 Nov 1994 08:49 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:60 GMT',
    'Wed, 30 Feb 1994 08:49:37 GMT',
    'Sat, 00 Nov 1994 08:49:37 GMT',
    'Mon, 06 Nov 1994 08:49:37 GMT',
    'Day, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Now 1994 08:49:37 GMT',
    'Sun, 06 Nov +1994 08:49:37 GMT',
    'Mon, 06 Nov 19940 08:49:37 GMT',
    'Sunday, 06-Nov-1994 08:49:37 GMT',
    'Sunday, 06 Nov 94 08:49:37 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Sun Nov  6 08:49:37 1994 GMT',
    'Sun Nov  6 08:49:37 94',
  ])('refuses %o', (text) => {
    expect(parseHttpDate(text, now)).toBeUndefined()
  })

  it.each(['sun, 06 nov 1994 08:49:37 gmt', 'SUNDAY, 06-NOV-94 08:49:37 GMT', 'sun nov  6 08:49:37 1994'])(
    'reads %s for a cache only',
    (text) => {
      expect(parseHttpDate(text, now, true)).toBe(sample)
      expect(parseHttpDate(text, now)).toBeUndefined()
    },
  )

  it.each([
    'mon, 06 nov 1994 08:49:37 gmt',
    'sun, 6 nov 1994 08:49:37 gmt',
    'sun, 06 nov 1994 08:49:37 utc',
    'xsunday, 06-nov-94 08:49:37 gmt',
    'sun nov  6 08:49:37 1994 gmt',
    'sun, 06 nov 1994',
  ])('refuses %o for a cache as well', (text) => {
    expect(parseHttpDate(text, now, true)).toBeUndefined()
  })

  it('answers nothing for nothing', () => {
    expect(parseHttpDate(null, now)).toBeUndefined()
  })

  it('reads back every date that a server can print, in every form', () => {
    const seconds = fc.integer({ min: Date.UTC(1980, 0, 1) / 1000, max: Date.UTC(2070, 0, 1) / 1000 })
    const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
    fc.assert(
      fc.property(seconds, (at) => {
        const date = new Date(at * 1000)
        const [, day = '', month, year = '', time] = date.toUTCString().split(' ')
        const name = names[date.getUTCDay()] ?? ''
        const forms = [
          date.toUTCString(),
          `${name}, ${day}-${month}-${year.slice(2)} ${time} GMT`,
          `${name.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`,
        ]
        expect(forms.map((form) => parseHttpDate(form, now))).toEqual([at * 1000, at * 1000, at * 1000])
      }),
    )
  })

  it('never throws, and never answers NaN', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const date = parseHttpDate(text, now)
        expect(date === undefined || Number.isInteger(date)).toBe(true)
      }),
    )
  })
})
