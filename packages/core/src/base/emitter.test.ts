import { afterEach, describe, expect, it, vi } from 'vitest'
import { Emitter, isolate, reportToConsole, type Report } from './emitter'

const event = (type: string, n = 0) => ({ type, n })
type Heard = ReturnType<typeof event>

function start() {
  const report = vi.fn<Report>()
  return { report, emitter: new Emitter<Heard>(report) }
}

afterEach(() => void vi.restoreAllMocks())

describe('Emitter', () => {
  it('tells listeners of the type, and then those of all types, in order', () => {
    const { emitter } = start()
    const told: string[] = []
    emitter.on('*', ({ type, n }) => told.push(`all ${type} ${n}`))
    emitter.on('a', ({ n }) => told.push(`first ${n}`))
    emitter.on('a', ({ n }) => told.push(`second ${n}`))
    emitter.on('b', () => told.push('never'))
    emitter.emit(event('a', 1))
    emitter.emit(event('c', 2))
    expect(told).toEqual(['first 1', 'second 1', 'all a 1', 'all c 2'])
  })

  it('knows whether anybody would be told', () => {
    const { emitter } = start()
    expect(emitter.has('a')).toBe(false)
    const offA = emitter.on('a', () => {})
    expect([emitter.has('a'), emitter.has('b')]).toEqual([true, false])
    offA()
    expect(emitter.has('a')).toBe(false)
    const offAll = emitter.on('*', () => {})
    expect([emitter.has('a'), emitter.has('b')]).toEqual([true, true])
    offAll()
    expect(emitter.has('b')).toBe(false)
  })

  it('tells a function that was added twice twice, and removes one at a time', () => {
    const { emitter } = start()
    const listener = vi.fn<(heard: Heard) => void>()
    const offFirst = emitter.on('a', listener)
    emitter.on('a', listener)
    emitter.emit(event('a'))
    expect(listener).toHaveBeenCalledTimes(2)
    offFirst()
    offFirst()
    emitter.emit(event('a'))
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('reports a listener that throws, and tells the others', () => {
    const { emitter, report } = start()
    const problem = new Error('mine')
    const other = vi.fn<(heard: Heard) => void>()
    emitter.on('a', () => {
      throw problem
    })
    emitter.on('a', other)
    emitter.emit(event('a'))
    expect(report.mock.calls).toEqual([[problem, 'a listener of "a"']])
    expect(other).toHaveBeenCalledTimes(1)
  })

  it('tells whoever was there when it began and has not left: one that comes anew each time is told once', () => {
    const { emitter } = start()
    const told: string[] = []
    let off = emitter.on('a', function again() {
      off()
      if (told.push('again') < 9) off = emitter.on('a', again)
    })
    const offs = [1, 2].map((n) =>
      emitter.on('a', () => {
        told.push(`${n}`)
        offs[1]?.()
      }),
    )
    emitter.emit(event('a'))
    expect(told).toEqual(['again', '1'])
    emitter.emit(event('a'))
    expect(told).toEqual(['again', '1', '1', 'again'])
  })

  it('forgets all listeners at clear', () => {
    const { emitter } = start()
    const listener = vi.fn<(heard: Heard) => void>()
    emitter.on('a', listener)
    emitter.on('*', listener)
    emitter.clear()
    emitter.emit(event('a'))
    expect(listener).not.toHaveBeenCalled()
    expect(emitter.has('a')).toBe(false)
  })
})

describe('isolate', () => {
  it('reports nothing where nothing throws', () => {
    const report = vi.fn<Report>()
    isolate(report, 'here', () => {})
    expect(report).not.toHaveBeenCalled()
  })

  it('drops what a failing report throws', () => {
    const report = vi.fn<Report>(() => {
      throw new Error('report')
    })
    isolate(report, 'here', () => {
      throw new Error('run')
    })
    expect(report).toHaveBeenCalledTimes(1)
  })
})

describe('reportToConsole', () => {
  it('names the library, the place and the error', () => {
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {})
    const problem = new Error('mine')
    reportToConsole(problem, 'a listener')
    expect(console.mock.calls).toEqual([['[Freshline] a listener threw', problem]])
  })
})
