/** A manager with a clock that tests move, and a console that they read. */
import { DataSyncManager, fixedEnvironment, type DataSyncManagerOptions } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { vi } from 'vitest'
import { installDevtools, type DevtoolsOptions } from '../src'

/** A console that keeps what was written, tables as their rows, groups indented. */
export function fakeConsole() {
  const lines: unknown[] = []
  let depth = 0
  const indent = (text: string) => '  '.repeat(depth) + text
  return {
    lines,
    log: (text: string, ...more: unknown[]) =>
      void lines.push(more.length > 0 ? [text, ...more] : indent(text)),
    warn: (text: string) => void lines.push(`! ${text}`),
    table: (rows: unknown) => void lines.push(rows),
    group: (title: string) => {
      lines.push(indent(title))
      depth++
    },
    groupCollapsed: () => {},
    groupEnd: () => void depth--,
    /** What was written since the last call. */
    take: () => lines.splice(0),
  }
}

/** A page with a manager and the devtools on it. `Date.now` follows the manager's clock. */
export function page(options: DataSyncManagerOptions = {}, devtools: DevtoolsOptions = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const output = fakeConsole()
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now() })
  const manager = new DataSyncManager({ clock, environment, report: () => {}, ...options })
  const { api, uninstall } = installDevtools(manager, { console: output, ...devtools })
  const advance = async (ms: number) => {
    await clock.advance(ms)
    vi.setSystemTime(clock.now())
  }
  return { clock, environment, output, manager, api, uninstall, advance }
}
