/** Waiting for a condition, with a bound. */

/**
 * Asks again and again until the answer is true.
 * @throws Error with the last answer's error, or that the time is over
 */
export async function until(isTrue: () => unknown, ms = 10_000): Promise<void> {
  const end = performance.now() + ms
  for (let last: unknown; ;) {
    try {
      if (await isTrue()) return
    } catch (error) {
      last = error
    }
    if (performance.now() > end)
      throw new Error(`not true within ${ms} ms: ${String(isTrue)}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
