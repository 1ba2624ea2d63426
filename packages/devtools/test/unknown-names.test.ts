// I1: a mutation that names what nobody holds says so: a mistyped key by itself, any other where the log is on.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from './page'

let open: ReturnType<typeof page> | undefined

async function start() {
  open = page()
  for (const key of ['stores', 'user:11', 'orders:list']) open.manager.register(key, () => 1)
  await open.advance(0)
  return open
}

afterEach(() => {
  open?.uninstall()
  open?.manager.dispose()
  vi.useRealTimers()
})

describe('a key that a mutation names and nobody holds', () => {
  it('is told of once where it looks mistyped', async () => {
    const { manager, output } = await start()
    for (let time = 0; time < 2; time++) await manager.mutate(() => 1, { invalidates: ['store'] })
    expect(output.take()).toEqual([
      '! Freshline: a mutation named store, and nothing is held under it; did you mean stores?',
    ])
  })

  it('is told of in the log, each time, with what may be meant', async () => {
    const { manager, api, output } = await start()
    await manager.mutate(() => 1, { invalidates: ['orders', 'user:12', 'nobody', 'stores'] })
    expect(output.take()).toEqual([])
    api.log('warn')
    output.take()
    await manager.mutate(() => 1, { invalidates: ['orders', 'user:12', 'nobody', 'stores'] })
    expect(output.take()).toEqual([
      '[Freshline] a mutation named orders, and nothing is held under it; did you mean orders:*, orders:list?',
      '[Freshline] a mutation named user:12, and nothing is held under it; did you mean user:11?',
      '[Freshline] a mutation named nobody, and nothing is held under it',
    ])
    api.log('error')
    output.take()
    await manager.mutate(() => 1, { invalidates: ['nobody'] })
    expect(output.take()).toEqual([])
  })

  it('is none where the mutation brings its data, or fails', async () => {
    const { manager, output } = await start()
    await manager.mutate(() => 1, { invalidates: ['store'], commit: [{ key: 'store', data: () => 1 }] })
    const failed = manager.mutate(() => Promise.reject(new Error('down')), { invalidates: ['storrs'] })
    await expect(failed).rejects.toThrow('down')
    expect(output.take()).toEqual([])
  })

  it('is explained', async () => {
    const { manager, api, output, advance } = await start()
    await manager.mutate(() => 1, { invalidates: ['store'] })
    await advance(5000)
    output.take()
    expect(api.explain('store')).toMatchObject({
      isKnown: false,
      asked: 'A mutation named it 5 s ago, when nothing was held under it.',
    })
    expect(output.take()).toEqual([
      'Freshline: store: unknown key; did you mean stores?',
      'A mutation named it 5 s ago, when nothing was held under it.',
    ])
  })
})
