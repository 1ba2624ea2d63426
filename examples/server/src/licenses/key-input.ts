/** What people paste as a license key: brought into one form, and masked for every place where it is written down. */

/** As `makeKeyCode` makes them. */
const CODE = /^FL(-[2-9A-HJ-NP-Z]{4}){4}$/

/** Dots stand for what is not told. */
const HIDDEN = '••••'

/** The key in its one form: capitals, plain dashes, no spaces; undefined where no key looks like that. */
export function toKeyCode(input: string): string | undefined {
  const text = input
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '')
    .replaceAll(/\p{Pd}+/gu, '-')
  // Dashes are often lost on the way through a mail.
  const code = /^FL[^-]{16}$/.test(text) ? text.replaceAll(/(?<=^FL(?:.{4})*)(?=(?:.{4})+$)/g, '-') : text
  return CODE.test(code) ? code : undefined
}

/**
 * The last four characters, the rest as dots. Of what is no key they are told only where more than as many again stay
 * hidden, and only letters and digits: it may be a password that was pasted by mistake.
 */
export function maskKey(input: string): string {
  const code = toKeyCode(input)
  if (code !== undefined) return `FL-${HIDDEN}-${HIDDEN}-${HIDDEN}-${code.slice(-4)}`
  const letters = [...input.trim()]
  if (letters.length <= 8) return HIDDEN
  const tail = letters.slice(-4).map((letter) => (/^[\p{L}\p{N}]$/u.test(letter) ? letter : '•'))
  return HIDDEN + tail.join('')
}
