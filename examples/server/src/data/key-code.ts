/** License key codes: how they are made and how they are cut where they would leak. */

/** Without 0, 1, I and O, which people mix up. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A code `FL-XXXX-XXXX-XXXX-XXXX` from `random` (0 up to 1). */
export function makeKeyCode(random: () => number): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[Math.floor(random() * 32)]).join('')
  return `FL-${group()}-${group()}-${group()}-${group()}`
}

/** Unguessable numbers from 0 up to 1, for codes that are made on request. */
export function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
}

/** The first 8 characters of a secret. */
export function cutSecret(secret: unknown): string {
  return `${String(secret).slice(0, 8)}…`
}
