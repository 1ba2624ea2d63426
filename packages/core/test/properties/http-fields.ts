/** What a server may put in its headers: right, wrong, and garbage. */
import * as fc from 'fast-check'

/** Fields by their names. */
export type Fields = Readonly<Record<string, string>>

export const NOW = Date.UTC(2026, 10, 22, 12)
const SECONDS = ['0', '1', '59', '60', '3600', '007', '2147483648', '99999999999999999999']
const GARBAGE = [
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  ' 60',
  '60 ',
  '6 0',
  'Infinity',
  'NaN',
  '\u00b2',
  '60,',
  '"60',
  "'60'",
  '+60',
]
export const date = (offset: number) => new Date(NOW + offset * 1000).toUTCString()
const FLAGS = [
  'no-cache',
  'no-store',
  'must-revalidate',
  'private',
  'public',
  'immutable',
  'must-understand',
  'x-unknown',
]
const TIMED = ['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']

export const seconds = fc.constantFrom(...SECONDS)
export const anySeconds = fc.oneof(
  { weight: 4, arbitrary: seconds },
  { weight: 1, arbitrary: fc.constantFrom(...GARBAGE) },
)
/** What a field can carry at all. */
export const text = fc.stringMatching(/^[ -~\u00a0-\u00ff\t]{0,30}$/)
const directive = fc.oneof(
  fc.constantFrom(...FLAGS),
  fc
    .tuple(fc.constantFrom(...TIMED), anySeconds, fc.constantFrom('', '"'))
    .map(([name, value, quote]) => `${name}=${quote}${value}${quote}`),
  fc.constantFrom('no-cache="x-a"', 'private="x, max-age=9999"', 'x="a, no-store"', ',', '=', '"'),
)
const control = fc.array(directive, { maxLength: 4 }).map((list) => list.join(', '))
export const anyDate = fc.oneof(
  fc.constantFrom(-3600, -1, 0, 1, 60, 3600, 1e9).map(date),
  fc.constantFrom('0', '-1', 'now', 'Thu, 32 Nov 2026 00:00:00 GMT', '2026-11-22T12:00:00Z', ''),
)
export const fields: fc.Arbitrary<Fields> = fc.record(
  {
    'cache-control': fc.oneof({ weight: 5, arbitrary: control }, { weight: 1, arbitrary: text }),
    age: fc.oneof(anySeconds, text),
    expires: fc.oneof({ weight: 4, arbitrary: anyDate }, { weight: 1, arbitrary: text }),
    date: fc.oneof({ weight: 4, arbitrary: anyDate }, { weight: 1, arbitrary: text }),
    vary: fc.constantFrom('accept', '*', 'x, *', '', ' ', '**'),
    'last-modified': anyDate,
  },
  { requiredKeys: [] },
)
