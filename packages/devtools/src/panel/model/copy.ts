/** Data as text for the clipboard: JSON, with secrets cut as they are on screen unless they are shown. */
import { canBeSecret, cutNamed, isSecretName, type LineRedactor } from '../../redact'

/** Nobody reads what is nested deeper, and a stack is only so long. */
const MOST_DEPTH = 500

/**
 * A value as indented JSON. What JSON does not know (bigint, Map, Set, cycles) and what cannot be read is written so
 * that it can be read. `isSecret`: the name of the value says that it is a secret. Never throws.
 */
export function toJson(value: unknown, redactor: LineRedactor | undefined, isSecret = false): string {
  return JSON.stringify(new Copier(redactor).copy(value, isSecret), null, 2) ?? String(value)
}

/** Copies data into what JSON writes. */
class Copier {
  readonly #redactor: LineRedactor | undefined
  /** What is being copied. */
  readonly #above = new Set<object>()

  constructor(redactor: LineRedactor | undefined) {
    this.#redactor = redactor
  }

  copy(value: unknown, isSecret: boolean): unknown {
    if (this.#redactor && isSecret && canBeSecret(value)) return cutNamed(value)
    if (typeof value === 'string') return this.#redactor?.line(value) ?? value
    if (typeof value === 'bigint') return `${value}n`
    if (typeof value !== 'object' || value === null) return value
    if (this.#above.has(value)) return '(the same object as above)'
    if (this.#above.size >= MOST_DEPTH) return '(nested too deep)'
    this.#above.add(value)
    try {
      return this.#object(value, isSecret)
    } catch {
      return '(cannot be read)'
    } finally {
      this.#above.delete(value)
    }
  }

  #object(value: object, isSecret: boolean): unknown {
    if (value instanceof Map)
      return [...value].map(([key, each]) => [
        this.copy(key, false),
        this.copy(each, typeof key === 'string' && isSecretName(key)),
      ])
    if (Array.isArray(value) || value instanceof Set)
      return Array.from(value, (each: unknown) => this.copy(each, isSecret))
    const { toJSON } = value as { readonly toJSON?: unknown }
    if (typeof toJSON === 'function') return this.copy(toJSON.call(value), isSecret)
    const shown = new Map<string, unknown>()
    for (const name of Object.keys(value)) shown.set(this.#nameOf(name, shown), this.#member(value, name))
    return Object.fromEntries(shown)
  }

  #member(value: object, name: string): unknown {
    try {
      return this.copy((value as Record<string, unknown>)[name], isSecretName(name))
    } catch {
      return '(cannot be read)'
    }
  }

  /** A name may hold a secret too; two that are cut to the same stay two. */
  #nameOf(name: string, taken: ReadonlyMap<string, unknown>): string {
    const line = this.#redactor?.line(name) ?? name
    let free = line
    for (let number = 2; taken.has(free); number++) free = `${line} (${number})`
    return free
  }
}
