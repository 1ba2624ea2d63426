// One megabyte of JSON asked for again and unchanged: as text that is at hand, as a real Response, and as a 304.
// TanStack Query parses and compares, as its users' fetchers make it.
import { environmentManager, QueryClient, QueryObserver } from '@tanstack/query-core'
import { DataSyncManager, fixedEnvironment, httpResource } from '@freshline/core'
import { compare } from '../measure.mjs'

environmentManager.setIsServer(() => false)

const ETAG = '"v1"'
const JSON_HEADERS = { 'content-type': 'application/json' }

/** About a megabyte of rows, as an admin's list has them. */
const BODY = JSON.stringify(
  Array.from({ length: 6200 }, (_, id) => ({
    id,
    name: `Customer number ${id}`,
    email: `customer${id}@example.com`,
    plan: id % 3 ? 'team' : 'enterprise',
    seats: id % 50,
    active: id % 7 > 0,
    tags: ['a', `group-${id % 20}`],
    address: { city: `City ${id % 100}`, zip: 10_000 + id },
  })),
)
const BYTES = Buffer.from(BODY)

/** Answers as a network gives them: each body is a copy of its own. Made before the clock runs. */
const answers = {
  text: () => {
    const text = BYTES.toString('latin1')
    const response = {
      ok: true,
      status: 200,
      headers: new Headers(JSON_HEADERS),
      text: async () => text,
      json: async () => JSON.parse(text),
    }
    return response
  },
  response: () => new Response(BYTES, { headers: JSON_HEADERS }),
  notModified: () => new Response(null, { status: 304, headers: { etag: ETAG } }),
}

const first = () => new Response(BYTES, { headers: { ...JSON_HEADERS, etag: ETAG } })

/** A transport that hands out what was prepared. */
function network() {
  const ready = []
  return { ready, fetch: async () => ready.pop() ?? first() }
}

async function ours(kind, refetches) {
  const { ready, fetch } = network()
  const manager = new DataSyncManager({ environment: fixedEnvironment() })
  const registration = manager.register(httpResource('https://example.com/customers', { transport: fetch }), {
    ttl: 60_000,
  })
  let told = 0
  registration.subscribe(() => told++)
  await registration.refresh()
  const data = registration.getSnapshot().data
  return {
    ops: refetches,
    prepare: () => ready.push(...Array.from({ length: refetches }, answers[kind])),
    async run() {
      for (let count = 0; count < refetches; count++) {
        const { data: next, error } = await registration.refresh()
        if (next !== data || error) throw error ?? new Error('The data was replaced')
      }
      return told
    },
  }
}

async function tanstack(kind, refetches) {
  const { ready, fetch } = network()
  const client = new QueryClient()
  let told = 0
  const observer = new QueryObserver(client, {
    queryKey: ['customers'],
    queryFn: async () => (await fetch('https://example.com/customers')).json(),
    staleTime: 60_000,
    retry: false,
  })
  observer.subscribe(() => told++)
  await observer.refetch()
  const { data } = observer.getCurrentResult()
  return {
    ops: refetches,
    prepare: () => ready.push(...Array.from({ length: refetches }, answers[kind])),
    async run() {
      for (let count = 0; count < refetches; count++) {
        const { data: next, error } = await observer.refetch()
        if (next !== data || error) throw error ?? new Error('The data was replaced')
      }
      return told
    },
  }
}

export default async function run({ report, seconds }) {
  const found = {}
  for (const kind of ['text', 'response']) {
    const { ms, ratio } = await compare(
      { TanStack: await tanstack(kind, 10), Freshline: await ours(kind, 10) },
      { seconds },
    )
    found[kind] = ms
    report(`json.${kind}`, ratio.Freshline, {}, { 'ms ours': ms.Freshline, 'ms TanStack': ms.TanStack })
  }
  const { ms, ratio } = await compare(
    // TanStack Query has no 304 of its own: its users' fetch gets the body again.
    { TanStack: await tanstack('response', 10), Freshline: await ours('notModified', 10) },
    { seconds },
  )
  report('json.notModified', ratio.Freshline, {}, { 'ms ours': ms.Freshline, 'ms TanStack': ms.TanStack })
}
