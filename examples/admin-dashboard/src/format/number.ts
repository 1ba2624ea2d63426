/** Numbers as people read them. One locale, so that a screenshot of one office looks like that of another. */
const LOCALE = 'en-US'

const whole = new Intl.NumberFormat(LOCALE)
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
const money = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const moneyCompact = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
})
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 })
const signed = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
})

/** 12,345 */
export const formatCount = (value: number): string => whole.format(value)

/** 12.3K */
export const formatCompact = (value: number): string => compact.format(value)

/** Whole dollars from cents: $1,234 */
export const formatMoney = (cents: number): string => money.format(cents / 100)

/** $12.3K from cents */
export const formatMoneyCompact = (cents: number): string => moneyCompact.format(cents / 100)

/** 0.123 is 12.3 % */
export const formatPercent = (fraction: number): string => percent.format(fraction)

/** 0.123 is +12.3 % */
export const formatChange = (fraction: number): string => signed.format(fraction)

/** 1.2 MB from bytes */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** "1 license key", "2 license keys" */
export function formatAmount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`
}
