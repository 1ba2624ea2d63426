/** Loading ahead of the first request. */
import { hashKey, OptionError, type Key } from '@freshline/core/shared'
import { toFullKey } from './cache-targets'
import type { Loader, WarmItem, WarmReport } from './load-options'
import type { ResponseCache } from './response-cache'

const AT_ONCE = 4

/** @throws OptionError for an item without a loader */
export async function warm(
  load: ResponseCache['load'],
  items: readonly (Key | WarmItem)[],
  loader: Loader<unknown> | undefined,
): Promise<WarmReport> {
  const todo = items.map((item) => toWarmItem(item, loader))
  const report = {
    loaded: [] as string[],
    held: [] as string[],
    failed: [] as { key: string; error: unknown }[],
  }
  const work = async () => {
    for (let item = todo.shift(); item; item = todo.shift()) {
      const { key, loader: own, ...options } = item
      const name = toFullKey(key, options.params)
      try {
        const { cached, error } = await load(key, own, options)
        if (error !== undefined) report.failed.push({ key: name, error })
        else (cached ? report.held : report.loaded).push(name)
      } catch (error) {
        report.failed.push({ key: name, error })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return report
}

function toWarmItem(item: Key | WarmItem, loader: Loader<unknown> | undefined) {
  const full: WarmItem = isKey(item) ? { key: item } : item
  const own = full.loader ?? loader
  if (typeof own !== 'function')
    throw new OptionError(`loader of "${hashKey(full.key)}"`, own, 'a function, in the item or for all items')
  return { ...full, loader: own }
}

function isKey(item: Key | WarmItem): item is Key {
  return typeof item === 'string' || Array.isArray(item)
}
