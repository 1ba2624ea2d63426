/** How much of its fresh time data has left, 1 to 0. */
export function shareLeft(updatedAt: number | undefined, expiresAt: number | undefined, now: number): number {
  if (updatedAt === undefined || expiresAt === undefined) return 0
  if (expiresAt === Number.POSITIVE_INFINITY) return 1
  const lifetime = expiresAt - updatedAt
  return lifetime <= 0 ? 0 : Math.min(1, Math.max(0, (expiresAt - now) / lifetime))
}
