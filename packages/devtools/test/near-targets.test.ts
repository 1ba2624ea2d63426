// I1: a target that matches nothing is answered by what may have been meant.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined

/** A page with these keys, each with the tag of its first part. */
async function start(...keys: string[]) {
  open = page()
  for (const key of keys) open.manager.register(key, () => 1, { tags: [`${key.split(':')[0]}-tag`] })
  await open.advance(0)
  return open
}

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.useRealTimers()
})

describe('a target that matches nothing', () => {
  it.each([
    ['stors', ['stores'], 'stores'],
    ['stores:*', ['stores'], 'stores'],
    ['stores', ['stores:list'], 'stores:*, stores:list'],
    ['stors:*', ['stores:1', 'stores:2'], 'stores:*'],
    ['users:1:*', ['users:1'], 'users:1'],
    ['stores-tag', ['stores'], "{ tag: 'stores-tag' }, stores"],
    [{ tag: 'stors-tag' }, ['stores'], "{ tag: 'stores-tag' }"],
    [{ tag: 'stores' }, ['stores'], "stores, { tag: 'stores-tag' }"],
    [{ tag: 'stores' }, ['stores:1'], "stores:*, stores:1, { tag: 'stores-tag' }"],
    [{ keys: ['stors'], tags: ['user-tag'] }, ['stores', 'users'], "stores, { tag: 'users-tag' }"],
    [['stors', 'list'], ['stores:list'], 'stores:list'],
  ])('%o beside %o may be %s', async (target, keys, meant) => {
    const { api, output } = await start(...keys)
    await api.invalidate(target)
    expect(output.take()).toEqual([`Freshline: invalidated: nothing matched; did you mean ${meant}?`])
    api.pause(target)
    expect(output.take()).toEqual([`Freshline: paused: nothing matched; did you mean ${meant}?`])
    api.resume(target)
    expect(output.take()).toEqual([`Freshline: resumed: nothing matched; did you mean ${meant}?`])
    await api.refresh(target)
    expect(JSON.stringify(output.take())).toContain(`did you mean ${meant.split(', {')[0]}`)
  })

  it('is told as that where nothing is near, and for a predicate', async () => {
    const { api, output } = await start('stores')
    for (const target of ['users:*', { tag: 'people' }, () => false]) await api.invalidate(target)
    api.pause('users')
    expect(output.take()).toEqual([
      ...Array<string>(3).fill('Freshline: invalidated: nothing matched'),
      'Freshline: paused: nothing matched',
    ])
  })

  it('is told apart from one that was switched already', async () => {
    const { api, output } = await start('stores')
    api.resume('stores')
    expect(output.take()).toEqual(['Freshline: no key matched that was not resumed already'])
  })

  it('of what is held and not watched is none', async () => {
    const { manager, api, output } = await start('stores')
    manager.setData('store', 1)
    await api.invalidate('store')
    expect(output.take()[0]).toBe('Freshline: invalidated: 1 skipped')
  })
})

describe('status', () => {
  it('answers a mistyped part by what may be meant, and takes a pattern', async () => {
    const { api, output } = await start('stores', 'stores:1', 'orders:1')
    expect(api.status('stors')).toEqual([])
    expect(output.take()).toEqual(['Freshline: no key holds "stors"; did you mean stores, stores:*?'])
    expect(api.status('stores:*')?.map(({ key }) => key)).toEqual(['stores:1'])
    output.take()
    expect(api.status('orders:1:*')).toEqual([])
    expect(output.take()).toEqual(['Freshline: no key matches "orders:1:*"; did you mean orders:1?'])
  })
})
