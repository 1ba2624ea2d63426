/** The audit log names members as the API does; pages give people words. */
const words: Readonly<Record<string, string>> = {
  customerId: 'customer',
  expiresAt: 'end',
  lastActiveAt: 'last activity',
  lastUsedAt: 'last use',
  mrrCents: 'monthly revenue',
  seatsUsed: 'seats in use',
}

const names = new RegExp(`\\b(?:${Object.keys(words).join('|')})\\b`, 'g')

/** A summary with words for names. */
export function readable(summary: string): string {
  return summary.replace(names, (name) => words[name] ?? name)
}
