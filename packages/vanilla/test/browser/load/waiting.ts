/** Waiting, outside of pages. */

/** Some milliseconds; none where they are less than that. */
export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** Waits until a condition holds; answers whether it came to that. One that throws does not hold yet. */
export async function until(condition: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = Date.now() + patience
  while (Date.now() < end) {
    if (await condition().catch(() => false)) return true
    await wait(100)
  }
  return false
}
