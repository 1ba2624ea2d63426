import { DataSyncManager, fixedEnvironment, HttpError } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sampleKey, upstream } from '../src/data/demo'

afterEach(() => vi.unstubAllGlobals())

const answerWith = (answer: () => Response) => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (input: RequestInfo | URL) => (asked.push(String(input)), Promise.resolve(answer())))
  return asked
}

describe('the demo’s switches', () => {
  it('are asked for once where there is no demo', async () => {
    const asked = answerWith(() => Response.json({}, { status: 404 }))
    const clock = fakeClock()
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    const registration = manager.register(upstream)
    registration.subscribe(() => {})
    await vi.waitFor(() =>
      expect(registration.getSnapshot()).toMatchObject({ status: 'success', data: null }),
    )
    await clock.advance(600_000)
    expect(asked).toEqual(['/api/demo/upstream'])
    manager.dispose()
  })

  it('fail like everything else where the server does', async () => {
    answerWith(() => Response.json({}, { status: 500 }))
    const manager = new DataSyncManager({ clock: fakeClock(), environment: fixedEnvironment() })
    const registration = manager.register(upstream)
    await vi.waitFor(() => expect(registration.getSnapshot().error).toBeInstanceOf(HttpError))
    manager.dispose()
  })
})

describe('sample keys', () => {
  it('are those that a check will find to be so', async () => {
    const items = [
      { key: 'over', expiresAt: 1 },
      { key: 'lives', expiresAt: Date.now() + 60_000 },
    ]
    const asked = answerWith(() => Response.json({ items }))
    expect(await sampleKey('valid')).toBe('lives')
    expect(await sampleKey('expired')).toBe('over')
    expect(asked.map((url) => new URL(url, 'http://x').searchParams.get('status'))).toEqual([
      'active',
      'expired',
    ])
    expect(await sampleKey('malformed')).not.toMatch(/^FL(-\w{4}){4}$/)
    answerWith(() => Response.json({ items: [] }))
    await expect(sampleKey('revoked')).rejects.toThrow('no revoked key')
  })
})
