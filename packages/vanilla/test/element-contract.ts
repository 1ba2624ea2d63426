// The facts of the adapter contract that an indicator can show: it has no data to show, and registers nothing.
import { defineFreshnessIndicator } from '@freshline/vanilla/element'
import { flush } from '@freshline/test-utils'
import { contract, play, type Frame, type Mount } from '@freshline/test-utils/contract'
import { beforeAll, describe, it } from 'vitest'

const facts = {
  reading: ['data goes from fresh to stale to overdue as time passes'],
  overviews: [
    'ages need one timer for all places, and none while hidden or left',
    'the freshness of a null key is empty',
    'the auto-sync switch pauses and resumes everything, also from elsewhere',
  ],
}

/** What is read off the screen. */
function readOf(root: ShadowRoot): Frame {
  const states = (root.querySelector('[role=group]')?.className ?? '').split(' ')
  const text = root.querySelector('time')?.textContent ?? ''
  const seconds = text.endsWith('now') ? 0 : Number(/(\d+)s ago$/.exec(text)?.[1] ?? Number.NaN)
  const isOverdue = states.includes('overdue')
  const isStale = isOverdue || states.includes('stale')
  return {
    freshness: isStale ? 'stale' : states.includes('fresh') ? 'fresh' : 'empty',
    isStale,
    isOverdue,
    age: Number.isNaN(seconds) ? undefined : seconds * 1000,
    enabled: root.querySelector('[role=switch]')?.getAttribute('aria-checked') === 'true',
  }
}

const mount: Mount = (definition) => {
  const { manager, reads } = definition
  const element = document.createElement('freshness-indicator')
  element.manager = manager
  if ('key' in definition) element.syncKey = definition.key
  document.body.append(element)
  const root = element.shadowRoot as ShadowRoot
  const frames: Frame[] = []
  const look = () => {
    const all = readOf(root)
    const frame = Object.fromEntries(reads.map((name) => [name, all[name]]))
    const before = frames.at(-1)
    if (reads.some((name) => !before || !Object.is(before[name], frame[name]))) frames.push(frame)
  }
  look()
  const observer = new MutationObserver(look)
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
  // Something else on the page wants the key.
  const registration =
    definition.use === 'sync' && definition.key !== null && definition.fetcher
      ? manager.register(definition.key, definition.fetcher, definition.options as object)
      : undefined
  const press = () => root.querySelector<HTMLElement>('[role=switch]')?.click()
  return {
    frames,
    call(name, value) {
      if (name === 'toggle' || (name === 'setEnabled' && value === manager.isPaused)) press()
    },
    update() {},
    unmount() {
      registration?.unregister()
      element.remove()
      observer.disconnect()
    },
    async flush(run) {
      await run?.()
      await flush()
    },
  }
}

/** Tests that the element keeps those facts. */
export function elementContract(): void {
  beforeAll(() => {
    document.documentElement.lang = 'en'
    defineFreshnessIndicator()
  })
  for (const [group, names] of Object.entries(facts)) {
    describe(`G5 the adapter contract, <freshness-indicator>: ${group}`, () => {
      for (const name of names) {
        it(`${name}`, () => {
          const fact = contract[group]?.[name]
          if (!fact) throw new Error(`The contract has no fact '${name}'`)
          return play(fact, mount)
        })
      }
    })
  }
}
