/** Keeps the number of label values bounded: each costs memory here, and a time series where metrics are collected. */

/** What stands for all values beyond the bound. */
export const OTHER = 'other'

/** Accounts by label. */
export interface BoundedLabels<T> {
  /** The account of a label, made at first sight; that of `other` once there are too many. */
  of(label: string): T
  /** All accounts by label, in order of first sight. */
  entries(): readonly (readonly [string, T])[]
}

/** Makes accounts for at most `max` labels beside `other`. First come, first kept, so that series do not come and go. */
export function createBoundedLabels<T>(max: number, create: () => T): BoundedLabels<T> {
  const accounts = new Map<string, T>()
  return {
    of(label) {
      const name = accounts.has(label) || accounts.size - Number(accounts.has(OTHER)) < max ? label : OTHER
      const known = accounts.get(name)
      if (known !== undefined) return known
      const account = create()
      accounts.set(name, account)
      return account
    },
    entries: () => [...accounts],
  }
}
