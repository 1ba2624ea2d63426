/**
 * What a page of a list is called, the same on the server and in the dashboard: `keys:list`, `keys:list:page=2`. What
 * is as the dashboard asks for it by default is left out.
 */
import type { Key } from '@freshline/core/shared'

/** What the dashboard asks for unless somebody chooses otherwise. */
export const usualList = { page: 1, pageSize: 25, search: '', status: '', sort: '-createdAt' } as const

/** A page of a list; what is left out is as usual. */
export type ListView = { readonly [Name in keyof typeof usualList]?: string | number | undefined }

/** In this order in keys, and in the dashboard's addresses. */
const IN_KEYS = ['search', 'status', 'sort', 'page', 'pageSize'] as const
const IN_PATHS = ['page', 'pageSize', 'search', 'status', 'sort'] as const

/** The key of a page of the list `name`. */
export function listKey(name: string, view: ListView): Key {
  const params = new URLSearchParams()
  for (const part of IN_KEYS) {
    const value = view[part]
    if (value !== undefined && value !== usualList[part]) params.set(part, String(value))
  }
  const text = params.toString()
  return text === '' ? [name, 'list'] : [name, 'list', text]
}

/** The address under which the dashboard asks for what a key names, for proxies that know only addresses. */
export function pathOfKey(key: string): string | undefined {
  if (key === 'stats') return '/api/admin/stats?days=30'
  if (key === 'audit') return '/api/admin/audit?limit=12'
  const [, name, text = ''] = /^(keys|customers|users):list(?::(.*))?$/.exec(key) ?? []
  if (name === undefined) return undefined
  // A star is escaped in keys.
  const said = new URLSearchParams(text.replaceAll('\\*', '*'))
  const query = new URLSearchParams()
  for (const part of IN_PATHS) {
    const value = said.get(part) ?? String(usualList[part])
    if (value !== '') query.set(part, value)
  }
  return `/api/admin/${name}?${query}`
}
