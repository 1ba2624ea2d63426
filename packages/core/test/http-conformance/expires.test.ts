import { describe, it } from 'vitest'
import { table, useWorld, type Row } from './steps'

// `Expires` (RFC 9111 sections 4.2, 4.2.1 and 5.3) and the forms of a date (RFC 9110 section 5.6.7).

const world = useWorld()

/** An invalid date is a time in the past (section 5.3). */
const past = (value: string | string[]): Row => [
  `${JSON.stringify(value)} is the past`,
  { Expires: value },
  'network',
]
const future = (value: string, headers = {}): Row => [value, { Expires: value, ...headers }, 'cached']

describe('lifetime', () => {
  table(world, [
    ['in the future', { Expires: 3600 }, 'cached', 3599],
    ['in the future, at its end', { Expires: 3600 }, 'network', 3600],
    ['in the past', { Expires: -3600 }, 'network', 0],
    ['now', { Expires: 0 }, 'network', 0],
    ['with an Age within it', { Expires: 3600, Age: '1800' }, 'cached', 1799],
    ['with an Age within it, when over', { Expires: 3600, Age: '1800' }, 'network', 1800],
    ['with an Age beyond it', { Expires: 3600, Age: '7200' }, 'network', 0],
    ['counted from Date: both a year ago', { Date: -31536000, Expires: -31536000 + 3600 }, 'cached'],
    ['counted from Date: both in a year', { Date: 31536000, Expires: 31536000 + 3600 }, 'cached', 3599],
    [
      'counted from Date: both in a year, when over',
      { Date: 31536000, Expires: 31536000 + 3600 },
      'network',
      3600,
    ],
    ['before a Date in the future', { Date: 7200, Expires: 3600 }, 'network'],
    ['with an invalid Date', { Date: 'yesterday', Expires: 3600 }, 'network'],
    ['beside an unknown directive', { Expires: 3600, 'Cache-Control': 'foo=bar' }, 'cached'],
    ['beside s-maxage', { Expires: 3600, 'Cache-Control': 's-maxage=0' }, 'cached'],
    ['beside an empty Cache-Control', { Expires: 3600, 'Cache-Control': '' }, 'cached'],
  ])

  it('does not compare clocks where there is no Date', async () => {
    const reply = { headers: { Expires: 3600 }, date: false }
    await world.run([{ reply }, { wait: 3601, expect: 'network', reply }])
  })
})

describe('forms of a date', () => {
  table(world, [
    future('Thu, 18 Aug 2050 02:01:18 GMT'),
    future('Thursday, 18-Aug-50 02:01:18 GMT'),
    future('Thu Aug 18 02:01:18 2050'),
    future('Mon Aug  8 02:01:18 2050'),
    ['Thursday, 18-Aug-88 is the last century', { Expires: 'Thursday, 18-Aug-88 02:01:18 GMT' }, 'network'],
    // Section 4.2: a cache SHOULD match dates case-insensitively.
    future('THU, 18 AUG 2050 02:01:18 gmt'),
    future('thu, 18 Aug 2050 02:01:18 GMT'),
    future('Thu, 18 aug 2050 02:01:18 GMT'),
    future('Thu, 18 Aug 2050 02:01:18 gMT'),
    future('thursday, 18-aug-50 02:01:18 gmt'),
    future('thu aug 18 02:01:18 2050'),
  ])
})

describe('years beyond 32 bits', () => {
  table(world, [
    future('Tue, 19 Jan 2038 14:14:08 GMT'),
    future('Sun, 07 Feb 2106 06:28:17 GMT'),
    future('Fri, 31 Dec 9999 23:59:59 GMT'),
    past('Thu, 01 Jan 1970 00:00:00 GMT'),
    past('Wed, 31 Dec 1969 23:59:59 GMT'),
    past('Fri, 13 Dec 1901 20:45:51 GMT'),
    past('Mon, 01 Jan 0001 00:00:00 GMT'),
    past('Sat, 01 Jan 0000 00:00:00 GMT'),
  ])
})

describe('what is no date', () => {
  table(world, [
    past('0'),
    past('-1'),
    past(''),
    past('never'),
    past('3600'),
    past('2542843278'),
    past('2050-08-18T02:01:18Z'),
    past('18 Aug 2050 02:01:18 GMT'),
    past('Thu, 18 Aug 2050 02:01:18'),
    past('Thu, 18 Aug 2050 02:01:18 EST'),
    past('Thu, 18 Aug 2050 02:01:18 AEST'),
    past('Thu, 18 Aug 2050 02:01:18 +0000'),
    past('Thu, 18 Aug 2050 02:01:18 GMT+1'),
    past('Thu, 18 Aug 2050 02:01 GMT'),
    past('Thu, 18 Aug 2050 2:01:18 GMT'),
    past('Thu, 18 Aug 2050 02:1:18 GMT'),
    past('Thu, 18 Aug 2050 02.01.18 GMT'),
    past('Thu, 18 Aug 2050 25:01:18 GMT'),
    past('Thu, 18 Aug 2050 02:61:18 GMT'),
    past('Thu, 31 Jun 2050 02:01:18 GMT'),
    past('Thu, 8 Aug 2050 02:01:18 GMT'),
    past('Thu 18 Aug 2050 02:01:18 GMT'),
    past('Thu,  18  Aug  2050  02:01:18  GMT'),
    past('Thu, 18-Aug-2050 02:01:18 GMT'),
    past('Thu, 18 August 2050 02:01:18 GMT'),
    past('Thu, 18 08 2050 02:01:18 GMT'),
    past('Thu, 18 Aug 50 02:01:18 GMT'),
    past('"Thu, 18 Aug 2050 02:01:18 GMT"'),
    past('Thu, 18 Aug 2050 02:01:18 GMT; foo'),
    past(['0', 'Thu, 18 Aug 2050 02:01:18 GMT']),
  ])
})
