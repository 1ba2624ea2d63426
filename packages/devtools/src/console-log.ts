/** Follows a manager's events in the console, while it is asked to. */
import { OptionError, type DataSyncManager } from '@freshline/core'
import { eventLine, levelOf, LOG_LEVELS, type ConsoleLogLevel } from './event-lines'
import type { Printer } from './printer'

export class ConsoleLog {
  readonly #manager: DataSyncManager
  readonly #printer: Printer
  readonly #name: string
  #level: ConsoleLogLevel | false = false
  #off: (() => void) | undefined

  constructor(manager: DataSyncManager, printer: Printer, name: string) {
    this.#manager = manager
    this.#printer = printer
    this.#name = name
  }

  get level(): ConsoleLogLevel | false {
    return this.#level
  }

  /**
   * Prints events from now on, or no longer.
   * @throws OptionError
   */
  set(level: ConsoleLogLevel | boolean): void {
    const named = level === true ? 'info' : level
    if (named !== false && !LOG_LEVELS.includes(named)) {
      throw new OptionError('log', level, `${LOG_LEVELS.join(', ')}, true, false`)
    }
    this.#level = named
    this.#off?.()
    this.#off = undefined
    if (named === false) return
    this.#off = this.#manager.on('*', (event) => this.tell(levelOf(event), eventLine(event)))
  }

  /** Prints a line, where lines of its level are printed; answers whether they are. */
  tell(level: ConsoleLogLevel, text: string): boolean {
    if (this.#level === false || LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.#level)) return false
    const prefix = this.#name === 'default' ? '[Freshline]' : `[Freshline ${this.#name}]`
    this.#printer.line(`${prefix} ${text}`)
    return true
  }
}
