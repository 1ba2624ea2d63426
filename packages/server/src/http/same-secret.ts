/** Compares secrets so that the time it takes tells nothing about them. */

const encoder = new TextEncoder()

/**
 * Whether two texts are equal. What is compared are their SHA-256 values, all of them, so that neither the place of
 * the first difference nor a difference in length shows in the time. By Web Crypto, which every runtime has.
 */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(given), digest(expected)])
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0)
  return difference === 0
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
}
