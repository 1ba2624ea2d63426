import { describe, expect, it } from 'vitest'
import { updateHeaders } from './update-headers'

describe('updateHeaders', () => {
  it('replaces what the 304 says, and keeps the rest', () => {
    const held = new Headers({ 'cache-control': 'max-age=5', etag: '"1"', 'x-total': '7' })
    const updated = updateHeaders(held, new Headers({ 'cache-control': 'max-age=9', 'x-new': '1' }))
    expect(Object.fromEntries(updated)).toEqual({
      'cache-control': 'max-age=9',
      etag: '"1"',
      'x-new': '1',
      'x-total': '7',
    })
    expect(held.get('cache-control')).toBe('max-age=5')
  })

  it('keeps what describes the held body', () => {
    const held = { 'content-type': 'application/json', 'content-length': '10', 'content-encoding': 'br' }
    const updated = updateHeaders(
      new Headers(held),
      new Headers({
        'content-type': 'text/html',
        'content-length': '0',
        'content-encoding': 'gzip',
        'content-range': 'x',
      }),
    )
    expect(Object.fromEntries(updated)).toEqual(held)
  })

  it('leaves what the holder names alone, where that is less', () => {
    const held = new Headers({ 'content-type': 'a/b', 'content-length': '10' })
    const updated = updateHeaders(
      held,
      new Headers({ 'content-type': 'c/d', 'content-length': '0' }),
      /^content-length$/,
    )
    expect(Object.fromEntries(updated)).toEqual({ 'content-type': 'c/d', 'content-length': '10' })
  })

  it('replaces fields that are only named like those of the body', () => {
    const fields = { 'x-content-type': '2', 'content-type-options': '2' }
    const held = new Headers({ 'x-content-type': '1', 'content-type-options': '1' })
    expect(Object.fromEntries(updateHeaders(held, new Headers(fields)))).toEqual(fields)
  })

  it('takes every line of a field', () => {
    const confirmation = new Headers([
      ['set-cookie', 'b=2'],
      ['set-cookie', 'c=3'],
    ])
    expect(updateHeaders(new Headers({ 'set-cookie': 'a=1' }), confirmation).getSetCookie()).toEqual([
      'b=2',
      'c=3',
    ])
  })

  it('forgets Age and Date, which belong to the answer that they came with', () => {
    const updated = updateHeaders(new Headers({ age: '5', date: 'then' }), new Headers({ age: '1' }))
    expect(Object.fromEntries(updated)).toEqual({ age: '1' })
  })
})
