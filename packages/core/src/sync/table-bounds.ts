/** What the table shared with the server says of a key, applied to what its registrations say. */
import type { Report } from '../base/emitter'
import { OptionError } from '../base/option-error'
import type { FreshnessTable } from '../freshness-table'
import type { ResourceOptions } from './resource'

type Options = ResourceOptions<unknown>

/** How many keys are warned about: a page with more of them has been told. */
const MOST_TOLD = 200

/** The server's word bounds the user's: a longer `ttl` is shortened, and told of once a key. */
export class TableBounds {
  readonly #table: FreshnessTable
  readonly #report: Report
  readonly #told = new Set<string>()

  constructor(table: FreshnessTable, report: Report) {
    this.#table = table
    this.#report = report
  }

  /** The options of a key's registrations, with the table's word where they have none, or say more. */
  apply(key: string, asked: readonly Options[]): readonly Options[] {
    const said = this.#table.lookup(key)
    if (!said) return asked
    return asked.map((options) => {
      let { ttl = said.ttl, tags } = options
      if (typeof ttl === 'number' && ttl > said.ttl) {
        this.#tell(key, ttl, said.ttl)
        ttl = said.ttl
      }
      if (said.tags) tags = tags ? [...tags, ...said.tags] : said.tags
      return { ...options, ttl, tags, interval: options.interval ?? said.interval }
    })
  }

  #tell(key: string, ttl: number, most: number): void {
    if (this.#told.has(key) || this.#told.size >= MOST_TOLD) return
    this.#told.add(key)
    const allowed = `at most ${most}, for which the server holds it fresh; it is bounded by that`
    this.#report(new OptionError(`ttl of ${key}`, ttl, allowed), 'freshness')
  }
}
