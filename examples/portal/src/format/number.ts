/** Counts and sizes as people read them. */
const count = new Intl.NumberFormat('en-US')

/** 18,204 */
export const formatCount = (value: number): string => count.format(value)

/** 789 KB, 1.2 MB: powers of 1,000, as stores and file managers have it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `1 download`, `18,204 downloads`. */
export function formatAmount(value: number, what: string): string {
  return `${formatCount(value)} ${what}${value === 1 ? '' : 's'}`
}
