import { describe, expect, it } from 'vitest'
import { readSettings } from '../src/settings.ts'

describe('the settings of the cache and of what is around it', () => {
  it('are a cache beside the database, and nothing else, by default', () => {
    const { cache, sync } = readSettings({
      REDIS_URL: '',
      PURGE_URL: '',
      SYNC_SECRET: '',
      WEBHOOK_SECRET: '',
    })
    expect([cache, sync]).toEqual([{ enabled: true }, {}])
  })

  it('are read from the environment', () => {
    const { cache, sync } = readSettings({
      CACHE_ENABLED: 'off',
      REDIS_URL: 'redis://127.0.0.1:6379/1',
      SYNC_SECRET: 'sixteen letters!',
      WEBHOOK_SECRET: 'whsec_x',
      PURGE_URL: 'http://127.0.0.1:8080',
      PURGE_TOKEN: 'please',
    })
    expect(cache).toEqual({ enabled: false, redisUrl: 'redis://127.0.0.1:6379/1' })
    expect(sync).toEqual({
      secret: 'sixteen letters!',
      webhookSecret: 'whsec_x',
      purge: { url: 'http://127.0.0.1:8080', token: 'please' },
    })
  })

  it('say where the other parts of the examples are', () => {
    const { places } = readSettings({ HOST_PAGE_URL: 'http://127.0.0.1:4174', PROXY_URL: '' })
    expect(places).toEqual({ hostPage: 'http://127.0.0.1:4174' })
  })

  it.each([
    ['/', { STATIC_DIR: '/some/folder' }, '/some/folder', ['/dashboard/', '/portal/', '/widget/']],
    ['/', {}, undefined, ['/', '/dashboard/', '/portal/', '/widget/']],
  ])('serve the built examples, and at %s what %j names', (_, env, staticDir, prefixes) => {
    const settings = readSettings(env)
    expect([settings.staticDir, Object.keys(settings.sites)]).toEqual([staticDir, prefixes])
  })

  it.each([
    ['REDIS_URL', 'localhost:6379', 'REDIS_URL is no address; it must begin with redis:// or rediss://'],
    ['PROXY_URL', 'nowhere', 'PROXY_URL is no address; it must begin with http:// or https://'],
    ['PURGE_URL', 'ftp://proxy', 'PURGE_URL is no address; it must begin with http:// or https://'],
    ['SYNC_SECRET', 'short', 'SYNC_SECRET must have at least 16 characters'],
  ])('refuse %s=%s, without showing it', (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(message)
  })
})
