import { describe, expect, it } from 'vitest'
import { conditional, type ConditionalPolicy } from '../../src/index'

const CHANGED = 'Sun, 06 Nov 1994 08:49:37 GMT'
const EARLIER = 'Sun, 06 Nov 1994 08:49:36 GMT'
const LATER = 'Sun, 06 Nov 1994 08:49:38 GMT'

const tagged: ConditionalPolicy = { etag: '"abc"' }
const dated: ConditionalPolicy = { etag: null, lastModified: CHANGED }
const both: ConditionalPolicy = { etag: '"abc"', lastModified: CHANGED }

type Fields = Record<string, string> | [string, string][]
type Vector = [says: string, policy: ConditionalPolicy, method: string, fields: Fields, status: number]

async function answer(policy: ConditionalPolicy, method: string, fields: Fields): Promise<Response> {
  return conditional(new Request('http://x/', { method, headers: fields }), { a: 1 }, policy)
}

function check(vectors: Vector[]): void {
  it.each(vectors)('%s', async (_, policy, method, fields, status) => {
    expect((await answer(policy, method, fields)).status).toBe(status)
  })
}

const none = (value: string): Fields => ({ 'If-None-Match': value })
const match = (value: string): Fields => ({ 'If-Match': value })
const since = (value: string): Fields => ({ 'If-Modified-Since': value })
const unmodified = (value: string): Fields => ({ 'If-Unmodified-Since': value })

describe('If-None-Match on reads (RFC 9110 section 13.1.2)', () => {
  check([
    ['no condition', tagged, 'GET', {}, 200],
    ['the tag', tagged, 'GET', none('"abc"'), 304],
    ['the tag, HEAD', tagged, 'HEAD', none('"abc"'), 304],
    ['another tag', tagged, 'GET', none('"abd"'), 200],
    ['another tag, HEAD', tagged, 'HEAD', none('"abd"'), 200],
    ['a longer tag', tagged, 'GET', none('"abcd"'), 200],
    ['a shorter tag', tagged, 'GET', none('"ab"'), 200],
    ['a tag of another case', tagged, 'GET', none('"ABC"'), 200],
    ['weak against strong', tagged, 'GET', none('W/"abc"'), 304],
    ['strong against weak', { etag: 'W/"abc"' }, 'GET', none('"abc"'), 304],
    ['weak against weak', { etag: 'W/"abc"' }, 'GET', none('W/"abc"'), 304],
    ['another weak tag', { etag: 'W/"abc"' }, 'GET', none('W/"abd"'), 200],
    ['a weak tag, HEAD', tagged, 'HEAD', none('W/"abc"'), 304],
    ['*', tagged, 'GET', none('*'), 304],
    ['*, HEAD', tagged, 'HEAD', none('*'), 304],
    ['* without any validator', { etag: null }, 'GET', none('*'), 304],
    ['* with spaces around it', tagged, 'GET', none(' * '), 304],
    ['a tag that is a star', tagged, 'GET', none('"*"'), 200],
    ['a tag where there is none', { etag: null }, 'GET', none('"abc"'), 200],
    ['the empty tag', { etag: '""' }, 'GET', none('""'), 304],
    ['the empty tag against another', tagged, 'GET', none('""'), 200],
    ['obs-text', { etag: '"caf\u00e9"' }, 'GET', none('"caf\u00e9"'), 304],
    ['obs-text of another kind', { etag: '"caf\u00e9"' }, 'GET', none('"caf\u00e8"'), 200],
    ['a backslash, which escapes nothing', { etag: '"a\\"' }, 'GET', none('"a\\"'), 304],
    ['a backslash before the next of a list', { etag: '"b"' }, 'GET', none('"a\\", "b"'), 304],
    [
      'all of etagc',
      { etag: '"!#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~"' },
      'GET',
      none('W/"x", "!#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~"'),
      304,
    ],
  ])
})

describe('lists in If-None-Match (RFC 9110 sections 5.6.1, 8.8.3)', () => {
  check([
    ['first', tagged, 'GET', none('"abc", "x"'), 304],
    ['last', tagged, 'GET', none('"x", "y", "abc"'), 304],
    ['in the middle, weak', tagged, 'GET', none('"x", W/"abc", "y"'), 304],
    ['not among them', tagged, 'GET', none('"x", "y"'), 200],
    ['without spaces', tagged, 'GET', none('"x","abc","y"'), 304],
    ['tabs and many spaces', tagged, 'GET', none('"x"\t ,   \t"abc"'), 304],
    ['empty elements', tagged, 'GET', none(', ,"x",, "abc",'), 304],
    ['only commas', tagged, 'GET', none(',,,'), 200],
    ['an empty field', tagged, 'GET', none(''), 200],
    [
      'several fields of the name',
      tagged,
      'GET',
      [
        ['If-None-Match', '"x"'],
        ['If-None-Match', '"abc"'],
      ],
      304,
    ],
    [
      'several fields without it',
      tagged,
      'GET',
      [
        ['If-None-Match', '"x"'],
        ['If-None-Match', '"y"'],
      ],
      200,
    ],
    ['a comma within quotes', { etag: '"a,b"' }, 'GET', none('"a,b"'), 304],
    ['a comma within quotes, in a list', { etag: '"a,b"' }, 'GET', none('"x", "a,b"'), 304],
    ['half of a tag with a comma', { etag: '"b"' }, 'GET', none('"a,b"'), 200],
    ['what stands between two tags', { etag: '", "' }, 'GET', none('"abc","x"'), 200],
    ['the quote of one and the next', { etag: '","' }, 'GET', none('"a","b"'), 200],
    ['a tag that looks like a list', { etag: '"a, W/b"' }, 'GET', none('"a", W/"b"'), 200],
    ['500 tags, the last is it', tagged, 'GET', none(`${'"x", '.repeat(500)}"abc"`), 304],
    ['500 tags, none is it', tagged, 'GET', none('"x", '.repeat(500)), 200],
  ])
})

describe('what is no entity tag matches nothing (RFC 9110 section 8.8.3)', () => {
  check([
    ['no quotes', tagged, 'GET', none('abc'), 200],
    ['no closing quote', tagged, 'GET', none('"abc'), 200],
    ['no opening quote', tagged, 'GET', none('abc"'), 200],
    ['an open quote before a list', { etag: '"b"' }, 'GET', none('"a, "b", "c"'), 200],
    ['single quotes', tagged, 'GET', none("'abc'"), 200],
    ['w/ is not W/', tagged, 'GET', none('w/"abc"'), 200],
    ['a space after W/', tagged, 'GET', none('W/ "abc"'), 200],
    ['W without a slash', tagged, 'GET', none('W"abc"'), 200],
    ['two tags without a comma', tagged, 'GET', none('"abc" "x"'), 200],
    ['a text after the tag', tagged, 'GET', none('"abc"x'), 200],
    ['a parameter', tagged, 'GET', none('"abc";q=1'), 200],
    ['a semicolon between tags', tagged, 'GET', none('"x"; "abc"'), 200],
    ['the suffix that a compressing proxy adds', tagged, 'GET', none('"abc-gzip"'), 200],
    ['* beside a tag', tagged, 'GET', none('"x", *'), 200],
    ['* before a tag', tagged, 'GET', none('*, "x"'), 200],
    ['**', tagged, 'GET', none('**'), 200],
    ['a good one behind a bad one', tagged, 'GET', none('x, "abc"'), 304],
    ['a good one before a bad one', tagged, 'GET', none('"abc", x'), 304],
  ])
})

describe('If-Modified-Since (RFC 9110 section 13.1.3)', () => {
  check([
    ['the same time', dated, 'GET', since(CHANGED), 304],
    ['the same time, HEAD', dated, 'HEAD', since(CHANGED), 304],
    ['a second earlier', dated, 'GET', since(EARLIER), 200],
    ['a second later', dated, 'GET', since(LATER), 304],
    ['years later, in the future', dated, 'GET', since('Fri, 01 Jan 2100 00:00:00 GMT'), 304],
    ['the epoch', dated, 'GET', since('Thu, 01 Jan 1970 00:00:00 GMT'), 200],
    ['RFC 850', dated, 'GET', since('Sunday, 06-Nov-94 08:49:37 GMT'), 304],
    ['RFC 850, a second earlier', dated, 'GET', since('Sunday, 06-Nov-94 08:49:36 GMT'), 200],
    ['asctime', dated, 'GET', since('Sun Nov  6 08:49:37 1994'), 304],
    ['asctime, a second earlier', dated, 'GET', since('Sun Nov  6 08:49:36 1994'), 200],
    [
      'milliseconds of the change do not count',
      { etag: null, lastModified: Date.parse(CHANGED) + 999 },
      'GET',
      since(CHANGED),
      304,
    ],
    [
      'a whole second counts',
      { etag: null, lastModified: Date.parse(CHANGED) + 1000 },
      'GET',
      since(CHANGED),
      200,
    ],
    ['no date of the resource', { etag: null }, 'GET', since(LATER), 200],
    ['no date of the resource, but a tag', tagged, 'GET', since(LATER), 200],
    ['with a tag beside it', both, 'GET', since(CHANGED), 304],
    ['a leap second', dated, 'GET', since('Sat, 31 Dec 2016 23:59:60 GMT'), 304],
    ['a leap second before', dated, 'GET', since('Fri, 30 Jun 1972 23:59:60 GMT'), 200],
    [
      'a leap second is the one after :59',
      { etag: null, lastModified: '2017-01-01T00:00:00Z' },
      'GET',
      since('Sat, 31 Dec 2016 23:59:60 GMT'),
      304,
    ],
    ['two seconds too many', dated, 'GET', since('Sat, 31 Dec 2016 23:59:61 GMT'), 200],
    ['no date', dated, 'GET', since('yesterday'), 200],
    ['empty', dated, 'GET', since(''), 200],
    ['ISO 8601', dated, 'GET', since('2030-01-01T00:00:00Z'), 200],
    ['a number', dated, 'GET', since('9999999999'), 200],
    ['no zone', dated, 'GET', since('Sun, 06 Nov 1994 08:49:38'), 200],
    ['an offset for a zone', dated, 'GET', since('Sun, 06 Nov 1994 08:49:38 +0000'), 200],
    ['another zone', dated, 'GET', since('Sun, 06 Nov 1994 08:49:38 EST'), 200],
    ['a day that the month has not', dated, 'GET', since('Thu, 31 Feb 2030 00:00:00 GMT'), 200],
    ['an hour that the day has not', dated, 'GET', since('Sun, 06 Nov 1994 25:00:00 GMT'), 200],
    ['lower case', dated, 'GET', since('sun, 06 nov 1994 08:49:38 gmt'), 200],
    ['a length, as old browsers sent', dated, 'GET', since(`${LATER}; length=123`), 200],
    [
      'two fields',
      dated,
      'GET',
      [
        ['If-Modified-Since', CHANGED],
        ['If-Modified-Since', CHANGED],
      ],
      200,
    ],
    ['POST', dated, 'POST', since(CHANGED), 200],
    ['PUT', dated, 'PUT', since(LATER), 200],
    ['DELETE', dated, 'DELETE', since(LATER), 200],
  ])
})

describe('If-Match (RFC 9110 section 13.1.1)', () => {
  check([
    ['the tag', tagged, 'PUT', match('"abc"'), 200],
    ['another', tagged, 'PUT', match('"abd"'), 412],
    ['the tag, PATCH', tagged, 'PATCH', match('"abc"'), 200],
    ['another, PATCH', tagged, 'PATCH', match('"x"'), 412],
    ['another, DELETE', tagged, 'DELETE', match('"x"'), 412],
    ['another, POST', tagged, 'POST', match('"x"'), 412],
    ['the tag, GET', tagged, 'GET', match('"abc"'), 200],
    ['another, GET', tagged, 'GET', match('"x"'), 412],
    ['another, HEAD', tagged, 'HEAD', match('"x"'), 412],
    ['in a list', tagged, 'PUT', match('"x", "abc"'), 200],
    ['not in the list', tagged, 'PUT', match('"x", "y"'), 412],
    [
      'several fields',
      tagged,
      'PUT',
      [
        ['If-Match', '"x"'],
        ['If-Match', '"abc"'],
      ],
      200,
    ],
    ['a weak tag is never the same', tagged, 'PUT', match('W/"abc"'), 412],
    ['nor against a weak one', { etag: 'W/"abc"' }, 'PUT', match('W/"abc"'), 412],
    ['nor strong against weak', { etag: 'W/"abc"' }, 'PUT', match('"abc"'), 412],
    ['a weak one beside the strong one', tagged, 'PUT', match('W/"abc", "abc"'), 200],
    ['*', tagged, 'PUT', match('*'), 200],
    ['* without any validator', { etag: null }, 'PUT', match('*'), 200],
    ['*, GET', tagged, 'GET', match('*'), 200],
    ['a tag where there is none', { etag: null }, 'PUT', match('"abc"'), 412],
    ['no quotes', tagged, 'PUT', match('abc'), 412],
    ['no closing quote', tagged, 'PUT', match('"abc'), 412],
    ['empty', tagged, 'PUT', match(''), 412],
    ['a comma within quotes', { etag: '"a,b"' }, 'PUT', match('"a,b"'), 200],
    ['half of a tag with a comma', { etag: '"b"' }, 'PUT', match('"a,b"'), 412],
  ])
})

describe('If-Unmodified-Since (RFC 9110 section 13.1.4)', () => {
  check([
    ['the same time', dated, 'PUT', unmodified(CHANGED), 200],
    ['a second earlier', dated, 'PUT', unmodified(EARLIER), 412],
    ['a second later', dated, 'PUT', unmodified(LATER), 200],
    ['a second earlier, DELETE', dated, 'DELETE', unmodified(EARLIER), 412],
    ['a second earlier, GET', dated, 'GET', unmodified(EARLIER), 412],
    ['the same time, GET', dated, 'GET', unmodified(CHANGED), 200],
    ['RFC 850, earlier', dated, 'PUT', unmodified('Sunday, 06-Nov-94 08:49:36 GMT'), 412],
    ['asctime, earlier', dated, 'PUT', unmodified('Sun Nov  6 08:49:36 1994'), 412],
    [
      'milliseconds of the change do not count',
      { lastModified: Date.parse(CHANGED) + 999 },
      'PUT',
      unmodified(CHANGED),
      200,
    ],
    ['no date', dated, 'PUT', unmodified('never'), 200],
    [
      'two fields',
      dated,
      'PUT',
      [
        ['If-Unmodified-Since', EARLIER],
        ['If-Unmodified-Since', EARLIER],
      ],
      200,
    ],
    ['no date of the resource', tagged, 'PUT', unmodified(EARLIER), 200],
  ])
})

describe('If-None-Match on writes (RFC 9110 section 13.1.2)', () => {
  check([
    ['* on what exists', tagged, 'PUT', none('*'), 412],
    ['*, POST', tagged, 'POST', none('*'), 412],
    ['the tag', tagged, 'PUT', none('"abc"'), 412],
    ['the tag, weak', tagged, 'DELETE', none('W/"abc"'), 412],
    ['another', tagged, 'PUT', none('"x"'), 200],
    ['* on what was created just now', { ...tagged, status: 201 }, 'PUT', none('*'), 201],
    ['*, PATCH that created', { ...tagged, status: 201 }, 'PATCH', none('*'), 201],
    ['a date, on what was created just now', { ...dated, status: 201 }, 'PUT', unmodified(EARLIER), 201],
    ['If-Match: * on what was created just now', { ...tagged, status: 201 }, 'PUT', match('*'), 412],
    ['a POST to a collection that exists', { ...tagged, status: 201 }, 'POST', none('*'), 412],
  ])
})

describe('several conditions, in order (RFC 9110 section 13.2.2)', () => {
  check([
    ['1: If-Match fails, whatever comes next', both, 'GET', { ...match('"x"'), ...none('"abc"') }, 412],
    [
      '1 to 3: If-Match holds, If-None-Match names it',
      both,
      'GET',
      { ...match('"abc"'), ...none('"abc"') },
      304,
    ],
    ['1 to 3 on a write', both, 'PUT', { ...match('"abc"'), ...none('"abc"') }, 412],
    ['1 to 3: If-Match holds, If-None-Match too', both, 'GET', { ...match('"abc"'), ...none('"x"') }, 200],
    ['2 is left out after If-Match', both, 'PUT', { ...match('"abc"'), ...unmodified(EARLIER) }, 200],
    ['2 saves no If-Match that fails', both, 'PUT', { ...match('"x"'), ...unmodified(LATER) }, 412],
    ['2: If-Unmodified-Since fails first', both, 'GET', { ...unmodified(EARLIER), ...none('"abc"') }, 412],
    ['2 to 3', both, 'GET', { ...unmodified(CHANGED), ...none('"abc"') }, 304],
    ['2 to 4: both dates equal', both, 'GET', { ...unmodified(CHANGED), ...since(CHANGED) }, 304],
    [
      '4 is left out after If-None-Match: it named another',
      both,
      'GET',
      { ...none('"x"'), ...since(LATER) },
      200,
    ],
    ['4 changes nothing where the tag is named', both, 'GET', { ...none('"abc"'), ...since(EARLIER) }, 304],
    [
      '4 is left out after an If-None-Match that is broken',
      both,
      'GET',
      { ...none('abc'), ...since(LATER) },
      200,
    ],
    ['4 is left out after an empty If-None-Match', both, 'GET', { ...none(''), ...since(LATER) }, 200],
    [
      '4 is left out where there is no tag to compare',
      dated,
      'GET',
      { ...none('"abc"'), ...since(LATER) },
      200,
    ],
    ['4 after If-Match', both, 'GET', { ...match('"abc"'), ...since(CHANGED) }, 304],
    ['5: If-Range is left alone', both, 'GET', { 'If-Range': '"abc"', Range: 'bytes=0-1' }, 200],
    ['Range beside If-None-Match', both, 'GET', { ...none('"abc"'), Range: 'bytes=0-1' }, 304],
  ])
})

describe('where conditions do not count (RFC 9110 section 13.2.1)', () => {
  check([
    ['OPTIONS', both, 'OPTIONS', { ...match('"x"'), ...none('*') }, 200],
    ['404 and If-None-Match', { ...both, status: 404 }, 'GET', none('"abc"'), 404],
    ['404 and *', { ...both, status: 404 }, 'GET', none('*'), 404],
    ['404 and If-Match', { ...both, status: 404 }, 'PUT', match('"x"'), 404],
    ['500 and If-None-Match', { ...both, status: 500 }, 'GET', none('"abc"'), 500],
    ['500 and If-Modified-Since', { ...dated, status: 500 }, 'GET', since(LATER), 500],
    ['302 and If-None-Match', { ...both, status: 302 }, 'GET', none('"abc"'), 302],
    ['409 and If-Match', { ...both, status: 409 }, 'PUT', match('"x"'), 409],
    ['another 2xx counts', { ...both, status: 203 }, 'GET', none('"abc"'), 304],
    ['204 counts', { ...both, status: 204 }, 'DELETE', match('"x"'), 412],
    ['after the write', { ...both, preconditions: false }, 'PUT', match('"x"'), 200],
  ])

  it('TRACE and CONNECT, which no Request can be', async () => {
    for (const method of ['TRACE', 'CONNECT']) {
      const request = { method, headers: new Headers({ 'if-match': '"x"' }) }
      expect((await conditional(request, 'a', both)).status).toBe(200)
    }
  })
})
