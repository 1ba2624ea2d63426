import { describe } from 'vitest'
import { table, useWorld, type Row } from './steps'

// The grammar of `Cache-Control` (RFC 9111 section 5.2, RFC 9110 section 5.6).

const world = useWorld()
const fresh = (value: string | string[]): Row => [JSON.stringify(value), { 'Cache-Control': value }, 'cached']
const not = (value: string | string[]): Row => [JSON.stringify(value), { 'Cache-Control': value }, 'network']

describe('fresh', () => {
  table(world, [
    fresh('max-age=3600,public'),
    fresh('public,max-age=3600'),
    fresh('public\t,\tmax-age=3600'),
    fresh(' max-age=3600 '),
    fresh('max-age=3600 , public'),
    fresh(',,, max-age=3600 ,,'),
    fresh('foo, max-age=3600'),
    fresh('foo=bar, max-age=3600'),
    fresh('foo="bar", max-age=3600'),
    fresh('foo="no-store", max-age=3600'),
    fresh('foo="no-store, no-cache", max-age=3600'),
    fresh('foo="a, no-store, b", max-age=3600'),
    fresh('foo="max-age=0, ", max-age=3600'),
    fresh('foo="a \\", no-store, \\" b", max-age=3600'),
    fresh('foo="\\\\", max-age=3600'),
    fresh('foo="", max-age=3600'),
    fresh('foo=no-store, max-age=3600'),
    fresh('nomax-age=0, max-age=3600'),
    fresh('max-age-=0, max-age=3600'),
    fresh('max-ag=0, max-age=3600'),
    fresh('no-stored, max-age=3600'),
    fresh('xno-store, max-age=3600'),
    fresh('no_store, max-age=3600'),
    fresh(['foo="no-store"', 'max-age=3600']),
    fresh('constructor, __proto__=1, max-age=3600'),
    fresh('private, max-age=3600'),
    fresh('private="set-cookie", max-age=3600'),
    fresh('public=foo, max-age=3600'),
    fresh('max-age=3600, no-transform'),
  ])
})

describe('not fresh', () => {
  table(world, [
    not('foo="max-age=3600"'),
    not('foo="max-age=3600, max-age=3600"'),
    not('foo="a, max-age=3600, b"'),
    not('foo="max-age=3600", max-age=0'),
    not('foo="a \\", max-age=3600, \\" b"'),
    not('foo="\\", max-age=3600'),
    not('xmax-age=3600'),
    not('max-agex=3600'),
    not('max-age-3600'),
    not('3600=max-age'),
    not('NO-STORE, max-age=3600'),
    not('No-Store,max-age=3600'),
    not('max-age=3600,no-store'),
    not('max-age=3600\t,\tno-store'),
    not('max-age=3600,,,no-store'),
    not('max-age=3600, NO-CACHE'),
    not(['max-age=3600', 'no-store']),
    not(['no-store', 'max-age=3600']),
    not('public'),
    not('must-revalidate'),
  ])
})
