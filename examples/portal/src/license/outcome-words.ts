/** What the outcome of a license check means, in words for technicians. */
import type { CheckedLicense, LicenseOutcome } from '@freshline/example-server/api-types'
import { formatDate } from '../format/time'

/** What the page says. */
export interface OutcomeWords {
  tone: 'ok' | 'warn' | 'bad' | 'off'
  /** One word, for lists. */
  word: string
  title: string
  /** What to do now. */
  advice: string
}

/** The words of an outcome; `license` is what was found, where something was. */
export function outcomeWords(outcome: LicenseOutcome, license: CheckedLicense | null): OutcomeWords {
  const ended = license?.expiresAt === null || license === null ? '' : ` on ${formatDate(license.expiresAt)}`
  switch (outcome) {
    case 'valid':
      return {
        tone: 'ok',
        word: 'Valid',
        title: 'This license is valid',
        advice: 'Go on with the installation.',
      }
    case 'expired':
      return {
        tone: 'warn',
        word: 'Expired',
        title: 'This license has expired',
        advice: `It ended${ended}. The customer can renew it; the key stays the same.`,
      }
    case 'revoked':
      return {
        tone: 'bad',
        word: 'Revoked',
        title: 'This license was revoked',
        advice: 'Do not install with it. The customer has to ask the office for a new one.',
      }
    case 'unknown':
      return {
        tone: 'bad',
        word: 'Unknown',
        title: 'There is no such license',
        advice: 'Compare it with the delivery note, character by character.',
      }
    case 'malformed':
      return {
        tone: 'off',
        word: 'Malformed',
        title: 'This is not a license key',
        advice: 'A key begins with FL, followed by four groups of four characters. It has no 0, 1, I or O.',
      }
  }
}
