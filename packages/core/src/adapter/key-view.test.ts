import { describe, expect, it } from 'vitest'
import { fixedEnvironment } from '../environment'
import { DataSyncManager } from '../manager'
import { KeyView, type ViewOptions } from './key-view'

const createManager = () => {
  const manager = new DataSyncManager({ environment: fixedEnvironment() })
  manager.setData('stats', [1, 2], { ttl: Infinity })
  return manager
}

describe('KeyView', () => {
  it.each<[string, () => ViewOptions]>([
    ['a selector', () => ({ select: (data) => data })],
    ['a callback', () => ({ onSuccess: () => {} })],
    ['tags', () => ({ tags: ['a', 'b'] })],
    ['retries', () => ({ retry: { limit: 1 } })],
  ])('comes and goes at the same cost for each of many, with %s written inline', (_name, inline) => {
    const manager = createManager()
    let reads = 0
    const enter = () => {
      const options: ViewOptions = {
        ...inline(),
        get gcTime() {
          reads++
          return 1000
        },
      }
      return new KeyView(manager, 'stats', async () => [], options).enter(() => {})
    }
    /** How often options are read while so many more come and go, besides those that are there. */
    const readsOf = (count: number) => {
      reads = 0
      const leaves = Array.from({ length: count }, enter)
      leaves.reverse().forEach((leave) => leave())
      return reads
    }
    enter()
    const few = readsOf(20)
    expect(readsOf(200)).toBeLessThan(15 * few)
    manager.dispose()
  })

  it('shows the same object for the same snapshot, and selects anew only from other data', () => {
    const manager = createManager()
    let selected = 0
    const select = (data: unknown) => (selected++, (data as number[]).slice(0, 1))
    const view = new KeyView(manager, 'stats', undefined, {})
    const before = view.toShown(view.snapshot(), select)
    expect(view.toShown(view.snapshot(), select)).toBe(before)
    manager.setData('stats', [1, 2], { ttl: 1000 })
    const after = view.toShown(view.snapshot(), select)
    expect(after).not.toBe(before)
    expect(after.data).toBe(before.data)
    expect(selected).toBe(1)
    expect(view.toShown(view.snapshot(), undefined)).toBe(view.snapshot())
  })

  it('leaves once, whatever came after', () => {
    const manager = createManager()
    const view = new KeyView(manager, 'stats', async () => [], {})
    let told = 0
    const leave = view.enter(() => told++)
    const again = view.enter(() => told++)
    leave()
    leave()
    manager.setData('stats', [3])
    expect(told).toBe(1)
    expect(manager.getStatus()).toHaveLength(1)
    again()
    expect(manager.getStatus()).toHaveLength(0)
  })
})
