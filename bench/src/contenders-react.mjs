// What components use: properties alone, a plain store, our hook, TanStack Query's and SWR's. Each shows one number
// of data that is held and fresh, so that none asks a server.
import './page.mjs'
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { DataSyncProvider, useSync } from '@freshline/react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createElement, useCallback, useSyncExternalStore } from 'react'
import useSWR, { SWRConfig } from 'swr'

/** How often components rendered, all of them together. */
export const renders = { count: 0 }

/** What a row shows. Bare text where mounting is measured: a page's elements would drown what the hooks cost. */
const shapes = { text: (value) => `${value} `, element: (value) => createElement('li', null, value) }

const rowIn = (shape) => (value) => {
  renders.count++
  return shapes[shape](value)
}

/** Answers of equal content, as new objects. */
const answerOf = (value) => ({ value })

/**
 * Each: `start(values, shape)` holds a value for each key, and answers how to make a row (`Row`, by key), what stands around
 * the list (`wrap`), how to set a key's value (`set`), how to bring an answer of equal content (`same`), and `stop`.
 */
export const contenders = {
  'props only': {
    start: (_values, shape) => ({
      Row: ({ value }) => rowIn(shape)(value),
      wrap: (list) => list,
      stop() {},
    }),
  },

  'plain store': {
    start(values, shape) {
      const rowOf = rowIn(shape)
      const data = new Map(values)
      const listeners = new Map(values.map(([key]) => [key, new Set()]))
      const Row = ({ name }) => {
        const subscribe = useCallback(
          (onChange) => {
            const own = listeners.get(name)
            own.add(onChange)
            return () => own.delete(onChange)
          },
          [name],
        )
        return rowOf(useSyncExternalStore(subscribe, () => data.get(name)))
      }
      return {
        Row,
        wrap: (list) => list,
        set(key, value) {
          data.set(key, value)
          for (const onChange of listeners.get(key)) onChange()
        },
        stop() {},
      }
    },
  },

  Freshline: {
    start(values, shape) {
      const rowOf = rowIn(shape)
      const manager = new DataSyncManager({ environment: fixedEnvironment() })
      for (const [key, value] of values) manager.setData(key, answerOf(value), { ttl: Infinity })
      const last = new Map(values)
      const Row = ({ name }) => {
        const { data } = useSync(name, async () => answerOf(last.get(name)), { ttl: Infinity })
        return rowOf(data.value)
      }
      return {
        Row,
        wrap: (list) => createElement(DataSyncProvider, { manager }, list),
        set: (key, value) => manager.setData(key, answerOf(value), { ttl: Infinity }),
        same: (key) => manager.refresh(key),
        stop: () => manager.dispose(),
      }
    },
  },

  TanStack: {
    start(values, shape) {
      const rowOf = rowIn(shape)
      const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
      for (const [key, value] of values) client.setQueryData([key], answerOf(value))
      const last = new Map(values)
      const Row = ({ name }) => {
        const { data } = useQuery({ queryKey: [name], queryFn: async () => answerOf(last.get(name)) })
        return rowOf(data.value)
      }
      return {
        Row,
        wrap: (list) => createElement(QueryClientProvider, { client }, list),
        set: (key, value) => client.setQueryData([key], answerOf(value)),
        same: (key) => client.refetchQueries({ queryKey: [key] }),
        stop: () => client.clear(),
      }
    },
  },

  SWR: {
    start(values, shape) {
      const rowOf = rowIn(shape)
      const cache = new Map()
      const last = new Map(values)
      const options = {
        provider: () => cache,
        revalidateIfStale: false,
        revalidateOnFocus: false,
        revalidateOnReconnect: false,
        fallback: Object.fromEntries(values.map(([key, value]) => [key, answerOf(value)])),
      }
      const mutators = new Map()
      const Row = ({ name }) => {
        const { data, mutate } = useSWR(name, async () => answerOf(last.get(name)))
        mutators.set(name, mutate)
        return rowOf(data.value)
      }
      return {
        Row,
        wrap: (list) => createElement(SWRConfig, { value: options }, list),
        set: (key, value) => mutators.get(key)(answerOf(value), { revalidate: false }),
        same: (key) => mutators.get(key)(),
        stop() {},
      }
    },
  },
}
