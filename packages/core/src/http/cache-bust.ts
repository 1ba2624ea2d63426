/** Makes a URL that no cache between here and the origin has seen. */

/**
 * Adds `name=value` to the query, in place of an earlier one of that name. Works on the text: relative URLs,
 * the fragment and every other character survive byte for byte.
 */
export function cacheBust(url: string, value: string | number, name = '_t'): string {
  const hash = url.indexOf('#')
  const end = hash < 0 ? url.length : hash
  const [path = '', ...rest] = url.slice(0, end).split('?')
  const parameter = encodeURIComponent(name)
  const query = rest.join('?')
  const kept = query.split('&').filter((part) => part.split('=')[0] !== parameter)
  const before = kept.join('&')
  return `${path}?${before && `${before}&`}${parameter}=${value}${url.slice(end)}`
}
