/** Makes a URL that no cache between here and the origin has seen. */

/**
 * Adds `name=value` to the query, in place of an earlier one of that name. Works on the text: relative URLs,
 * the fragment and every other character survive byte for byte.
 */
export function cacheBust(url: string, value: string | number, name = '_t'): string {
  const parameter = encodeURIComponent(name)
  // All before the fragment; it is there in every text, if empty.
  return url.replace(/([^?#]*)\??([^#]*)/, (_, path: string, query: string) => {
    const others = query.split('&').filter((part) => part.split('=')[0] !== parameter)
    const kept = others.join('&')
    return `${path}?${kept && `${kept}&`}${parameter}=${value}`
  })
}
