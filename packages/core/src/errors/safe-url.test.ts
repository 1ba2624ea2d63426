import { describe, expect, it } from 'vitest'
import { safeUrl } from './safe-url'

describe('safeUrl', () => {
  it.each([
    ['https://api.example/v1/stores', 'https://api.example/v1/stores'],
    ['/stores?token=s3cret&page=2', '/stores?token=…&page=…'],
    ['/stores?s3cret', '/stores?…'],
    ['/stores?', '/stores?…'],
    ['/stores?a=1?b=s3cret', '/stores?a=…'],
    ['/stores?a=&b', '/stores?a=…&…'],
    ['/a&b/c?d=1', '/a&b/c?d=…'],
    ['https://user:s3cret@api.example/x', 'https://api.example/x'],
    ['//user:s3cret@api.example/x', '//api.example/x'],
    ['https://api.example/a@b?c=d@e', 'https://api.example/a@b?c=…'],
    ['/callback#access_token=s3cret', '/callback'],
    ['/x?a=1#s3cret', '/x?a=…'],
    ['', ''],
  ])('%s becomes %s', (url, expected) => {
    expect(safeUrl(url)).toBe(expected)
  })

  it('is bounded', () => {
    expect(safeUrl(`data:text/plain,${'x'.repeat(1e6)}`)).toHaveLength(200)
  })

  it('cannot be made slow', () => {
    for (const part of ['?', '&', '=', '/', '@', '#', '//', '/@'])
      expect(safeUrl(part.repeat(50_000)).length).toBeLessThan(201)
  })
})
