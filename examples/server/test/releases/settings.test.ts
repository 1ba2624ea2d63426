import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/settings.ts'

describe('RELEASES_URL', () => {
  it('names an upstream that runs by itself; without it there is one inside', () => {
    expect(readSettings({}).releases).toEqual({})
    expect(readSettings({ RELEASES_URL: 'http://127.0.0.1:4180' }).releases).toEqual({
      url: 'http://127.0.0.1:4180',
    })
  })

  it('is refused where it is no address, and not shown: it may hold a password', () => {
    const read = () => readSettings({ RELEASES_URL: 'ftp://me:secret@upstream' })
    expect(read).toThrow('RELEASES_URL is no address; it must begin with http:// or https://')
  })
})
