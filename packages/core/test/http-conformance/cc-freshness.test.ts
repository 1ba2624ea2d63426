import { describe } from 'vitest'
import { table, useWorld, type Row } from './steps'

// `Cache-Control: max-age` as the only word on freshness (RFC 9111 sections 1.2.2, 4.2 and 5.2.2).

const world = useWorld()
const control = (value: string | string[], more = {}) => ({ 'Cache-Control': value, ...more })
const later = { Expires: 7200 }

/** A value that is no `delta-seconds`: the answer counts as stale (section 4.2.1), whatever Expires says. */
const invalid = (value: string): Row => [`does not reuse ${value}`, control(value, later), 'network']

describe('lifetime', () => {
  table(world, [
    ['none said: not reused', {}, 'network'],
    ['none said, with a Last-Modified of long ago: asked again', { 'Last-Modified': -864000 }, 'lm'],
    ['none said, with an ETag: asked again', { ETag: '"a"' }, 'etag'],
    ['max-age=3600', control('max-age=3600'), 'cached'],
    ['max-age=3600, up to its last second', control('max-age=3600'), 'cached', 3599],
    ['max-age=3600, at its end', control('max-age=3600'), 'network', 3600],
    ['max-age=3600, after its end', control('max-age=3600'), 'network', 3601],
    ['max-age=0', control('max-age=0'), 'network', 0],
    ['max-age=3600 beside an Expires in the past', control('max-age=3600', { Expires: -7200 }), 'cached'],
    ['max-age=3600 beside an invalid Expires', control('max-age=3600', { Expires: '0' }), 'cached'],
    ['max-age=0 beside an Expires in the future', control('max-age=0', later), 'network'],
    ['max-age=1 beside an Expires in the future, when over', control('max-age=1', later), 'network'],
    ['max-age=3600 without a Date', control('max-age=3600'), 'cached'],
    ['max-age=3600 with a Date of a year ago', control('max-age=3600', { Date: -31536000 }), 'cached'],
    ['max-age=3600 with a Date in a year', control('max-age=3600', { Date: 31536000 }), 'cached'],
    ['max-age=1 with a Date in a year, when over', control('max-age=1', { Date: 31536000 }), 'network'],
    ['max-age=3600 with an invalid Date', control('max-age=3600', { Date: 'yesterday' }), 'cached'],
  ])
})

describe('s-maxage is not for a private cache', () => {
  table(world, [
    ['alone', control('s-maxage=3600'), 'network'],
    ['longer than max-age, which is over', control('max-age=1, s-maxage=3600'), 'network'],
    ['s-maxage=0 beside max-age=3600', control('s-maxage=0, max-age=3600'), 'cached'],
    ['s-maxage=0 beside Expires', control('s-maxage=0', later), 'cached'],
  ])
})

describe('forms that are as good', () => {
  table(world, [
    ['mixed case', control('MaX-aGe=3600'), 'cached'],
    ['mixed case of 0', control('MaX-aGe=0', later), 'network'],
    ['quoted', control('max-age="3600"'), 'cached'],
    ['quoted 0', control('max-age="0"', later), 'network'],
    ['leading zeros', control('max-age=003600'), 'cached'],
    ['2^31 - 1', control('max-age=2147483647'), 'cached', 86400],
    ['2^31', control('max-age=2147483648'), 'cached', 86400],
    ['2^32 + 1', control('max-age=4294967297'), 'cached', 86400],
    ['2^63', control('max-age=9223372036854775808'), 'cached', 86400],
    ['2^64 + 1', control('max-age=18446744073709551617'), 'cached', 86400],
    ['a hundred digits', control(`max-age=${'9'.repeat(100)}`), 'cached', 86400],
    ['a lifetime past 2^31 s by its age', control('max-age=99999999999', { Age: '99999999999' }), 'network'],
    ['the first of two is short', control('max-age=1, max-age=3600'), 'network'],
    ['the first of two lines is short', control(['max-age=1', 'max-age=3600']), 'network'],
    ['the first of three is short', control('max-age=1, max-age=3600, max-age=7200'), 'network'],
    ['the same twice', control('max-age=3600, max-age=3600'), 'cached'],
    ['the same on two lines', control(['max-age=3600', 'max-age=3600']), 'cached'],
    ['on the second line', control(['foo', 'max-age=3600']), 'cached'],
  ])
})

describe('values that are no number', () => {
  table(world, [
    invalid('max-age'),
    invalid('max-age='),
    invalid('max-age=""'),
    invalid('max-age=-3600'),
    invalid('max-age=+3600'),
    invalid('max-age=3600.0'),
    invalid('max-age=3600.5'),
    invalid('max-age=3.6e3'),
    invalid('max-age=0xe10'),
    invalid('max-age=3_600'),
    invalid('max-age=3600a'),
    invalid('max-age=a3600'),
    invalid('max-age=3600;'),
    invalid('max-age=3600; a=b'),
    invalid('max-age=3600 foo'),
    invalid("max-age='3600'"),
    invalid('max-age="3600'),
    invalid('max-age=3600"'),
    invalid('max-age="36"00'),
    invalid('max-age="-3600"'),
    invalid('max-age= 3600'),
    invalid('max-age =3600'),
    invalid('max-age = 3600'),
    invalid('max-age==3600'),
    invalid('max-age=NaN'),
    invalid('max-age=Infinity'),
    invalid('max-age=abc, max-age=3600'),
  ])
})
