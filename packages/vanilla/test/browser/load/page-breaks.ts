/** Faults of the page itself, put in on purpose: what a library without care would do. The checks have to find each. */
import { fixedEnvironment, type Environment } from '@freshline/core'
import type { Broken } from './page-report.ts'

/** What a break works with. */
export interface BreakTools {
  readonly keys: readonly number[]
  readonly urlOf: (key: number) => string
  readonly elementOf: (key: number) => HTMLElement
}

/** `hidden`: the library believes that the page is always in sight. */
export function brokenEnvironment(broken: Broken | undefined): Environment | undefined {
  return broken === 'hidden' ? fixedEnvironment({ visible: true, online: true }) : undefined
}

/** Puts a fault in. */
export function breakOnPurpose(broken: Broken | undefined, tools: BreakTools): void {
  const { keys, urlOf, elementOf } = tools
  const ask = async (key: number, signal?: AbortSignal): Promise<{ version: number }> => {
    const response = await fetch(urlOf(key), signal ? { signal } : {})
    return (await response.json()) as { version: number }
  }
  // On return everything is asked for, due or not, all at once.
  if (broken === 'storm') {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) for (const key of keys) ask(key).catch(() => {})
    })
  }
  // A request that is given up rejects, and nobody looks.
  if (broken === 'rejection') {
    setInterval(() => {
      const controller = new AbortController()
      void ask(0, controller.signal)
      setTimeout(() => controller.abort(), 1)
    }, 2000)
  }
  // Whatever arrives is shown, however old it is by then.
  if (broken === 'late') {
    for (const key of keys) {
      setInterval(async () => {
        const item = await ask(key).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 3000 * Math.random()))
        if (item) elementOf(key).textContent = String(item.version)
      }, 4000)
    }
  }
  // Work that keeps the main thread.
  if (broken === 'slow') {
    setInterval(() => {
      const end = performance.now() + 200
      while (performance.now() < end);
    }, 900)
  }
}
