import { beforeEach, describe, expect, test } from 'vitest'
import { navigate, parseHash, toHash } from '../src/app/route'
import { firstPage, isFiltered, listPath, parseView, viewParams } from '../src/data/list-view'
import { speedOf } from '../src/data/pace'

beforeEach(() => {
  location.hash = ''
})

describe('route', () => {
  test('an address names a section and its parameters', () => {
    const { section, params } = parseHash('#/keys?status=active&page=2')
    expect(section).toBe('keys')
    expect(params.get('status')).toBe('active')
  })

  test('what is unknown leads to the overview', () => {
    expect(['', '#', '#/nowhere', '#/constructor'].map((hash) => parseHash(hash).section)).toEqual(
      Array.from({ length: 4 }, () => 'overview'),
    )
  })

  test('replacing tells those who follow the address', () => {
    let heard = 0
    addEventListener('hashchange', () => heard++, { once: true })
    navigate(toHash('customers', new URLSearchParams({ search: 'a b&c' })), { replace: true })
    expect(heard).toBe(1)
    expect(parseHash(location.hash).params.get('search')).toBe('a b&c')
  })
})

describe('view of a list', () => {
  test('the first page needs no parameters, and any other comes back as it was', () => {
    expect(viewParams(firstPage).toString()).toBe('')
    const view = { search: 'acme & co', status: 'trial', sort: 'seats', page: 7 }
    expect(parseView(viewParams(view))).toEqual(view)
  })

  test('nonsense pages are the first', () => {
    for (const page of ['0', '-3', '1.5', 'x', ''])
      expect(parseView(new URLSearchParams({ page })).page).toBe(1)
  })

  test('empty filters are not sent to the server', () => {
    expect(listPath('/api/admin/keys', firstPage)).toBe('/api/admin/keys?page=1&pageSize=25&sort=-createdAt')
    expect(isFiltered(firstPage)).toBe(false)
    expect(isFiltered({ ...firstPage, status: 'trial' })).toBe(true)
  })
})

test('?speed divides intervals by 1 to 100', () => {
  expect(['', '?speed=10', '?speed=0', '?speed=-2', '?speed=x', '?speed=9000'].map(speedOf)).toEqual([
    1, 10, 1, 1, 1, 100,
  ])
})
