/** Where the visitor is: the part of the address after `#`, such as `#/keys?status=active&page=2`. */
import { useSyncExternalStore } from 'react'

/** The sections, in the order of the navigation. */
export const sections = ['overview', 'keys', 'customers', 'users', 'monitoring', 'sync'] as const

/** A section's name in the address. */
export type SectionName = (typeof sections)[number]

/** A section and its parameters. */
export interface Route {
  section: SectionName
  params: URLSearchParams
}

/** Reads a fragment; what is unknown leads to the overview. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const section = sections.find((name) => name === path) ?? 'overview'
  return { section, params: new URLSearchParams(query) }
}

/** Writes a fragment. */
export function toHash(section: SectionName, params?: URLSearchParams): string {
  const query = params?.toString() ?? ''
  return query === '' ? `#/${section}` : `#/${section}?${query}`
}

/** Goes to an address within the page; with `replace` the step back skips the present one. */
export function navigate(hash: string, { replace = false } = {}): void {
  if (hash === location.hash) return
  if (!replace) {
    location.hash = hash
    return
  }
  history.replaceState(history.state, '', hash)
  // `replaceState` tells nobody.
  dispatchEvent(new HashChangeEvent('hashchange'))
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The fragment as it is now. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash)
}
