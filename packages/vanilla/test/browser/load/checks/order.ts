/** What a page shows never goes back, and what was written in it is shown in it. Pure. */
import type { Trace } from '../trace.ts'

/** Each time a page showed an older version of a key after a newer one. */
export function wentBack(trace: Trace): string[] {
  const newest = new Map<string, number>()
  const found: string[] = []
  for (const { life, key, version, at } of trace.shown) {
    const place = `${life} ${key}`
    const before = newest.get(place) ?? 0
    if (version < before)
      found.push(`${life}: key ${key} showed ${version} after ${before}, at ${Math.round(at)}`)
    else newest.set(place, version)
  }
  return found
}

/** Each mutation whose own page did not show it when its promise resolved, or that the server has lost. */
export function lostWrites(trace: Trace): string[] {
  const made = new Map(trace.commits.map((commit) => [commit.token, commit]))
  return trace.acknowledged.flatMap(({ life, key, token, version, showed }) => {
    const commit = made.get(token)
    const found: string[] = []
    if (commit?.version !== version || commit.key !== key)
      found.push(
        `${life}: the server acknowledged version ${version} of key ${key} and has ${commit?.version}`,
      )
    if (!(showed >= version))
      found.push(`${life}: version ${version} of key ${key} was acknowledged while the page showed ${showed}`)
    return found
  })
}

/** Each tab that did not come to show the server's truth. */
export function neverSettled(trace: Trace): string[] {
  return trace.settled.flatMap(({ life, at, wrong }) =>
    at === undefined ? [`${life} never came to the server's truth: ${wrong.slice(0, 5).join('; ')}`] : [],
  )
}
