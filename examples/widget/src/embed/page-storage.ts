/** The page's own storage, where it may be used: pages of others are private, blocked, full or sandboxed. */

/** Keeps JSON under names, or does nothing. */
export interface PageStorage {
  /** What is kept, checked; undefined where there is nothing, or nothing of that kind. */
  read<T>(name: string, check: (value: unknown) => value is T): T | undefined
  /** Keeps a value; lost where storage is blocked or full. */
  write(name: string, value: object): void
}

/** `localStorage`, looked up at each use: reading the name alone throws where it is blocked. */
export const pageStorage: PageStorage = {
  read(name, check) {
    try {
      const text = localStorage.getItem(name)
      const value: unknown = text === null ? undefined : JSON.parse(text)
      return check(value) ? value : undefined
    } catch {
      return undefined
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value))
    } catch {
      // Asked again on the next page, which is the worst that happens.
    }
  },
}
