// A thousand components in React's production build: mounted with data that is held, and one key that changes.
import { document } from '../page.mjs'
import { contenders, renders } from '../contenders-react.mjs'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { compare, nextTask } from '../measure.mjs'
import { medianDifference } from '../statistics.mjs'

const COMPONENTS = 1000

/** How many pages one sample mounts: so that each has its share of the garbage collector's work. */
const PAGES = 4

/** Names of keys, one for each component, or one for all. */
const keyOf = { many: (index) => `key${index}`, one: () => 'key' }

function prepare(contender, keys, shape = 'text') {
  const names = Array.from({ length: COMPONENTS }, (_, index) => keyOf[keys](index))
  const values = [...new Set(names)].map((name, index) => [name, index])
  const store = contender.start(values, shape)
  const numbers = new Map(values)
  const rows = names.map((name, index) =>
    createElement(store.Row, { key: index, name, value: numbers.get(name) }),
  )
  const container = document.createElement('div')
  document.body.append(container)
  return { store, root: createRoot(container), container, element: store.wrap(rows) }
}

/** Renders, and runs effects: at the end of a synchronous render React runs them at once. */
function mount({ root, element, container }) {
  flushSync(() => root.render(element))
  if (container.childNodes.length !== COMPONENTS) throw new Error('Not everything is on the page')
}

async function stop({ root, container, store }) {
  flushSync(() => root.unmount())
  container.remove()
  await nextTask()
  store.stop()
}

/** Updates of one key until the last of its components shows the value. */
function updating(contender, updates = 5) {
  let next = 1000
  return {
    ops: updates,
    prepare() {
      const page = prepare(contender, 'one', 'element')
      mount(page)
      return page
    },
    async run({ store, container }) {
      for (let count = 0; count < updates; count++) {
        store.set('key', ++next)
        await shown(container, String(next))
      }
    },
    finish: stop,
  }
}

async function shown(container, text) {
  for (let tasks = 0; container.lastChild.textContent !== text; tasks++) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (tasks > 1000) throw new Error(`${text} is not shown`)
  }
}

/** How often components render for an answer of equal content. */
async function rendersWhenUnchanged(contender) {
  const page = prepare(contender, 'one', 'element')
  mount(page)
  await nextTask()
  renders.count = 0
  await page.store.same('key')
  await new Promise((resolve) => setTimeout(resolve, 50))
  const { count } = renders
  await stop(page)
  return count
}

export default async function run({ report, seconds }) {
  for (const keys of ['many', 'one']) {
    const mounting = Object.entries(contenders).map(([name, contender]) => [
      name,
      {
        ops: PAGES,
        prepare: () => Array.from({ length: PAGES }, () => prepare(contender, keys)),
        run: (pages) => pages.forEach(mount),
        finish: (pages) => Promise.all(pages.map(stop)),
      },
    ])
    const { ms, samples } = await compare(Object.fromEntries(mounting), {
      seconds: seconds * 3,
      precision: 0.01,
      rounds: 25,
      warmUp: 1500,
    })
    const above = (name) => aboveProps(samples, name)
    const { Freshline: _ours, 'plain store': _plain, 'props only': _props, ...peers } = ms
    report(`react.mount.${keys}`, above('Freshline'), mapNames(peers, above), {
      'ms ours': ms.Freshline,
      'ms plain store': ms['plain store'],
      'ms props only': ms['props only'],
    })
  }
  const { 'props only': _props, ...updated } = contenders
  const { ms, ratio } = await compare(
    mapNames(updated, (name) => updating(contenders[name])),
    { seconds: seconds * 2 },
  )
  const { Freshline, 'plain store': _plain, ...peers } = ratio
  report('react.update', Freshline, peers, { 'ms ours': ms.Freshline, 'ms plain store': ms['plain store'] })

  const counts = {}
  for (const name of ['Freshline', 'TanStack', 'SWR'])
    counts[name] = await rendersWhenUnchanged(contenders[name])
  report('react.unchanged', counts.Freshline, { TanStack: counts.TanStack, SWR: counts.SWR })
}

/** What a contender costs above components that get their value as a property, by what a plain store costs. */
function aboveProps(samples, name) {
  const base = samples['props only']
  return medianDifference(samples[name], base) / medianDifference(samples['plain store'], base)
}

function mapNames(object, of) {
  return Object.fromEntries(Object.keys(object).map((name) => [name, of(name)]))
}
