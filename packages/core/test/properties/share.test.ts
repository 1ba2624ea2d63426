import { describe, expect, it } from 'vitest'
import { share } from '../../src/base/structural-share'
import { holds } from './model'
import { cycleModel, shareModel } from './share-model'

describe('structural sharing', () => {
  holds(shareModel, cycleModel)

  it('finds rows by their ids below a row that has none', () => {
    const rows = [{ id: 1 }, { id: 2 }]
    const next = share(rows, [{ isHeading: true }, { id: 1 }, { id: 2 }])
    expect(next.slice(1).every((row, at) => row === rows[at])).toBe(true)
  })
})
