/** Where the devtools write: the console, with secrets cut, and failures told as one readable line. */
import type { Redactor } from './redact'

/** The part of the console that the devtools write to. */
export type DevtoolsConsole = Pick<
  Console,
  'log' | 'warn' | 'table' | 'group' | 'groupCollapsed' | 'groupEnd'
>

/** A row of a printed table. */
export type Row = Readonly<Record<string, string | number | boolean>>

/** More rows than this are not printed: a console with ten thousand rows helps nobody. */
const MOST_ROWS = 100

/** Writes to a console. Every text passes the redactor. */
export class Printer {
  readonly #console: DevtoolsConsole | undefined
  readonly redactor: Redactor

  constructor(target: DevtoolsConsole | undefined, redactor: Redactor) {
    this.#console = target
    this.redactor = redactor
  }

  /** The console is looked up when it is written to: test tools and loggers replace it. */
  get #out(): DevtoolsConsole {
    return this.#console ?? console
  }

  line(text: string): void {
    this.#out.log(this.redactor.line(text))
  }

  warn(text: string): void {
    this.#out.warn(this.redactor.line(`Freshline: ${text}`))
  }

  /** Prints what `body` prints under a title. */
  group(title: string, body: () => void): void {
    this.#out.group(this.redactor.line(title))
    try {
      body()
    } finally {
      this.#out.groupEnd()
    }
  }

  /** Prints rows as a table; of very many only the first. */
  table(rows: readonly Row[]): void {
    const shown = rows.slice(0, MOST_ROWS).map((row) => this.redactor.preview(row) as Row)
    if (shown.length > 0) this.#out.table(shown)
    if (rows.length > MOST_ROWS)
      this.line(`… and ${rows.length - MOST_ROWS} more; name a part of a key to narrow it`)
  }

  /** A label and a value that can be opened in the console. */
  value(label: string, value: unknown): void {
    this.#out.log(label, this.redactor.preview(value))
  }
}
