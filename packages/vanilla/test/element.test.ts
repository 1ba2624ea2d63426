import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { defineFreshnessIndicator, FreshnessIndicator } from '../src/element'

let manager: DataSyncManager
const createManager = () => {
  const clock = fakeClock()
  let listeners = 0
  const environment = fixedEnvironment()
  manager = new DataSyncManager({
    clock,
    environment: {
      ...environment,
      subscribe(onChange) {
        listeners++
        const off = environment.subscribe(onChange)
        return () => (listeners--, off())
      },
    },
  })
  return { clock, environment, listeners: () => listeners }
}

function put(key = 'stats', attributes = ''): FreshnessIndicator {
  const holder = document.body.appendChild(document.createElement('div'))
  const element = document.createElement('freshness-indicator')
  element.manager = manager
  element.setAttribute('sync-key', key)
  for (const [name = '', value = ''] of attributes.split(';').map((pair) => pair.split('='))) {
    if (name) element.setAttribute(name, value)
  }
  holder.append(element)
  return element
}

const part = (element: Element, name: string) =>
  element.shadowRoot?.querySelector(`[part~="${name}"]`) as HTMLElement
const live = (element: Element) => element.shadowRoot?.querySelector('[role=status]')?.textContent
const shown = (element: Element) => [
  part(element, 'base').className,
  part(element, 'warning').textContent,
  part(element, 'age').textContent,
]

beforeAll(() => defineFreshnessIndicator())

afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.lang = ''
  manager.dispose()
})

describe('G4 <freshness-indicator>', () => {
  it('shows how old data is, and that it is stale, overdue, or could not be had', async () => {
    const { clock } = createManager()
    const answers: ReturnType<typeof deferred<number>>[] = []
    const fetcher = () => (answers.push(deferred<number>()), (answers.at(-1) as (typeof answers)[0]).promise)
    const element = put()
    expect(shown(element)).toEqual(['base empty', '', 'No data yet'])
    manager.register('stats', fetcher, { ttl: 10_000, overdueAfter: 60_000, retry: false })
    await flush()
    expect(shown(element)).toEqual(['base empty fetching', '', 'No data yet'])
    answers[0]?.resolve(1)
    await flush()
    expect(shown(element)).toEqual(['base fresh', '', 'Updated now'])
    expect(part(element, 'age').getAttribute('datetime')).toBe(new Date(clock.now()).toISOString())
    await clock.advance(3000)
    expect(shown(element)[2]).toBe('Updated 3s ago')
    await clock.advance(7000)
    expect(shown(element)).toEqual(['base stale', 'Stale', 'Updated 10s ago'])
    await clock.advance(60_000)
    expect(shown(element)).toEqual(['base overdue', 'Out of date', 'Updated 1m ago'])
    part(element, 'refresh').click()
    await flush()
    expect(part(element, 'refresh').getAttribute('aria-disabled')).toBe('true')
    answers[1]?.reject(new Error('down'))
    await flush()
    expect(shown(element)).toEqual(['base error', 'Could not be refreshed', 'Updated 1m ago'])
  })

  it('announces warnings, errors and their end, and neither ages nor polls', async () => {
    const { clock } = createManager()
    const said: unknown[] = []
    let isDown = false
    const fetcher = async () => {
      if (isDown) throw new Error('down')
      return 1
    }
    const element = put()
    const region = element.shadowRoot?.querySelector('[role=status]') as Element
    new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true })
    manager.register('stats', fetcher, { interval: 10_000, retry: false })
    await flush()
    for (let second = 0; second < 120; second++) await clock.advance(1000)
    expect([said, live(element)]).toEqual([[], ''])
    isDown = true
    await clock.advance(60_000)
    expect(live(element)).toBe('Could not be refreshed')
    isDown = false
    await clock.advance(120_000)
    expect(live(element)).toBe('Up to date')
    expect(said).toEqual(['Could not be refreshed', 'Up to date'])
    part(element, 'refresh').click()
    await flush()
    expect(said.slice(2)).toEqual(['Updated now'])
  })

  it('asks by the button, forced, and once at a time', async () => {
    createManager()
    const answer = deferred<number>()
    const fetcher = vi.fn((_context: object) => answer.promise)
    manager.setData('stats', 1, { ttl: Infinity })
    manager.register('stats', fetcher)
    const element = put()
    part(element, 'refresh').click()
    await flush()
    part(element, 'refresh').click()
    await flush()
    expect(fetcher.mock.calls).toEqual([[expect.objectContaining({ forceFresh: true })]])
    answer.resolve(2)
    await flush()
    expect(live(element)).toBe('Updated now')
  })

  it('switches automatic requests, and shows what others have switched', async () => {
    createManager()
    const element = put()
    const toggle = part(element, 'toggle')
    expect([toggle.getAttribute('role'), toggle.getAttribute('aria-checked')]).toEqual(['switch', 'true'])
    toggle.click()
    expect([manager.isPaused, toggle.getAttribute('aria-checked')]).toEqual([true, 'false'])
    expect(part(element, 'base').getAttribute('part')).toBe('base empty paused')
    manager.resume()
    expect(toggle.getAttribute('aria-checked')).toBe('true')
  })

  it('takes the JSON of its labels as a property too, which is where React and Vue put it', async () => {
    createManager()
    const element = put()
    Object.assign(element, { labels: '{"refresh":"Neu laden"}' })
    expect(part(element, 'refresh').textContent).toBe('Neu laden')
    expect(element.labels).toEqual({ refresh: 'Neu laden' })
    expect(() => Object.assign(element, { labels: 'Neu laden' })).toThrow(/labels/)
    element.labels = null
    expect(part(element, 'refresh').textContent).toBe('Refresh')
  })

  it('says in English what labels leave out, or have as no text', async () => {
    const { clock } = createManager()
    manager.setData('stats', 1)
    await clock.advance(0)
    const element = put('stats', 'labels={"updated":5,"refresh":null}')
    expect(part(element, 'refresh').textContent).toBe('Refresh')
    element.labels = JSON.parse('{"stale":[]}')
    Object.assign(element, { labels: { updated: undefined, autoSync: 'Automatisch' } })
    expect(part(element, 'age').textContent).toContain('Updated')
    expect(part(element, 'toggle').textContent).toBe('Automatisch')
  })

  it('speaks the language declared nearest to it, with labels as JSON or an object', async () => {
    createManager()
    document.documentElement.lang = 'en'
    manager.setData('stats', 1, { ttl: Infinity })
    const element = put('stats', 'labels={"updated":"Stand: {age}","refresh":"Neu laden"}')
    ;(element.parentElement as HTMLElement).lang = 'de'
    element.setAttribute('hide-toggle', '')
    expect(part(element, 'age').textContent).toBe('Stand: jetzt')
    expect(part(element, 'refresh').textContent).toBe('Neu laden')
    element.labels = { refresh: '<b>x</b>' }
    expect(part(element, 'refresh').textContent).toBe('<b>x</b>')
    expect(part(element, 'refresh').children).toHaveLength(0)
    ;(element.parentElement as HTMLElement).lang = 'not a language'
    element.removeAttribute('hide-toggle')
    expect(part(element, 'age').textContent).toMatch(/^Updated /)
  })

  it('hides what it is told to', () => {
    createManager()
    const element = put('stats', 'hide-button;hide-toggle;hide-age')
    expect(['refresh', 'toggle', 'age'].map((name) => part(element, name).hidden)).toEqual([true, true, true])
  })

  it('turns to another key, by attribute or property, and waits without one', async () => {
    createManager()
    for (const key of ['a', 'b:1']) manager.setData(key, 1, { ttl: Infinity })
    const element = put('a')
    expect(element.syncKey).toBe('a')
    element.setAttribute('sync-key', 'none')
    expect(shown(element)[0]).toBe('base empty')
    element.syncKey = ['b', 1]
    expect(shown(element)[0]).toBe('base fresh')
    element.setAttribute('sync-key', 'none')
    expect(shown(element)[0]).toBe('base fresh')
    element.syncKey = null
    expect(shown(element)[0]).toBe('base empty')
    const bare = document.body.appendChild(document.createElement('freshness-indicator'))
    expect([bare.syncKey, shown(bare)[2]]).toEqual([null, 'No data yet'])
  })

  it('takes up what was set before it was defined', () => {
    createManager()
    manager.setData('late', 1, { ttl: Infinity })
    const element = document.createElement('freshness-indicator')
    // As on an element that is not defined yet: own members, in front of the accessors.
    for (const [name, value] of Object.entries({ manager, syncKey: ['late'], labels: { refresh: 'Go' } })) {
      Object.defineProperty(element, name, { value, configurable: true, enumerable: true, writable: true })
    }
    document.body.append(element)
    expect([shown(element)[0], part(element, 'refresh').textContent]).toEqual(['base fresh', 'Go'])
    expect(Object.hasOwn(element, 'syncKey')).toBe(false)
  })

  it('needs one timer for all, none while hidden, and leaves nothing behind', async () => {
    const { clock, environment, listeners } = createManager()
    manager.setData('stats', 1, { ttl: Infinity })
    const elements = Array.from({ length: 20 }, () => put())
    expect(clock.pending).toBe(1)
    await clock.advance(2000)
    expect(elements.map((element) => shown(element)[2])).toEqual(
      Array.from({ length: 20 }, () => 'Updated 2s ago'),
    )
    environment.set({ visible: false })
    await clock.advance(10_000)
    expect([clock.pending, shown(elements[0] as Element)[2]]).toEqual([0, 'Updated 2s ago'])
    environment.set({ visible: true })
    expect(shown(elements[0] as Element)[2]).toBe('Updated 12s ago')
    for (const element of elements) element.remove()
    await flush()
    expect([clock.pending, listeners()]).toEqual([0, 0])
  })

  it('survives a move: one tree, and its state', () => {
    createManager()
    manager.setData('stats', 1, { ttl: Infinity })
    const element = put()
    const base = part(element, 'base')
    const place = document.body.appendChild(document.createElement('section'))
    place.append(element)
    expect(element.shadowRoot?.children).toHaveLength(1)
    expect(part(element, 'base')).toBe(base)
    expect(shown(element)[0]).toBe('base fresh')
  })

  it('is defined once, and a manager given later counts for those that come', () => {
    createManager()
    manager.setData('stats', 1, { ttl: Infinity })
    defineFreshnessIndicator(manager)
    defineFreshnessIndicator()
    const element = document.createElement('freshness-indicator')
    element.syncKey = 'stats'
    document.body.append(element)
    expect(shown(element)[0]).toBe('base fresh')
    FreshnessIndicator.defaultManager = undefined
  })
})
