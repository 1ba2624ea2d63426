/** HTTP dates (RFC 9110 section 5.6.7): IMF-fixdate, RFC 850 and asctime, and nothing else. */

/**
 * Epoch milliseconds of an HTTP date; `undefined` for anything else: other forms, a day that the month does not
 * have, a wrong day name, and a leap second (`:60`), which `Date` does not know.
 * @param now epoch milliseconds, by which a two-digit year finds its century
 * @param anyCase whether the names may be written in any case, as caches take them (RFC 9111 section 4.2)
 */
export function parseHttpDate(text: string | null, now: number, anyCase?: boolean): number | undefined {
  const fixdate = `${text}`
    .replace(/(?:s|nes|rs|ur)?day, (\d\d)-(\w{3})-(\d\d) /i, (_, day, month, year) => {
      return `, ${day} ${month} ${toFullYear(Number(year), now)} `
    })
    .replace(/ (\w{3}) ([ \d]\d) (\S+) (\d{4})/, (_, month, day: string, time, year) => {
      return `, ${day.replace(' ', '0')} ${month} ${year} ${time} GMT`
    })
  const date = Date.parse(fixdate)
  if (Number.isNaN(date)) return undefined
  // `Date` reads leniently: only what it prints the same again was really said.
  const printed = new Date(date).toUTCString()
  return printed === fixdate || (anyCase && printed.toLowerCase() === fixdate.toLowerCase())
    ? date
    : undefined
}

/** Two digits that seem over 50 years ahead mean the last century's year (RFC 9110 section 5.6.7). */
function toFullYear(digits: number, now: number): number {
  const current = new Date(now).getUTCFullYear()
  const year = current - (current % 100) + digits
  return year > current + 50 ? year - 100 : year
}
