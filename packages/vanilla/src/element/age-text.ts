/** An age in words, in the language of the page around an element. */

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 172_800_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 0],
]
const LENGTHS = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 }

const formats = new Map<string, Intl.RelativeTimeFormat>()

/** `12 s ago`, in a language; from two days on it counts days. */
export function toAgeText(age: number, language: string | undefined): string {
  const [unit] = UNITS.find(([, from]) => age >= from) ?? ['second' as const]
  return formatOf(language).format(-Math.floor(age / LENGTHS[unit as keyof typeof LENGTHS]), unit)
}

function formatOf(language: string | undefined): Intl.RelativeTimeFormat {
  const known = formats.get(language ?? '')
  if (known) return known
  const made = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' })
  formats.set(language ?? '', made)
  return made
}

/**
 * The language that is declared nearest to an element, else the browser's, also where what is declared is no language.
 * Shadow trees are looked out of.
 */
export function languageOf(element: Element): string | undefined {
  for (let from: Element | null = element; from;) {
    const lang = from.closest('[lang]')?.getAttribute('lang')
    if (lang) return isLanguage(lang) ? lang : navigator.language
    const root = from.getRootNode()
    from = root instanceof ShadowRoot ? root.host : null
  }
  return navigator.language
}

function isLanguage(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0
  } catch {
    return false
  }
}
