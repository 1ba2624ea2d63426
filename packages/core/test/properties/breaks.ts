/** Small breaks of the library, each by the model that has to notice it. */
import { delayModel, policyModel, pollsModel } from './backoff-model'
import type { Change } from './broken'
import { cacheModel } from './cache-model'
import { noStoreModel } from './http-cache-model'
import { dateModel, retryAfterModel } from './http-date-model'
import { garbageModel, olderModel, sameWordModel, shorterModel } from './http-model'
import { indexModel, patternModel, readBackModel, stepsModel } from './keys-model'
import { layersModel } from './layers-model'
import type { Model } from './model'
import { schedulerModel } from './scheduler-model'
import { shareModel } from './share-model'
import { timelineModel } from './timeline-model'

/** What is broken, in words; who has to notice; how. */
export type Break = readonly [name: string, model: Model, ...change: Change]

const CACHE: Break[] = [
  [
    'an overtaken load brings back what was deleted',
    cacheModel,
    'cache/store.ts',
    'this.flights.size > 0',
    'this.loads.size > 0',
  ],
  [
    'an older answer replaces a newer value',
    cacheModel,
    'cache/store.ts',
    '(write.order || started - record.started) < 0',
    'write.order',
  ],
  [
    'a hit is no use',
    cacheModel,
    'cache/store.ts',
    'this.#recency.touch(record)\n      return record',
    'return record',
  ],
  [
    'stale values are kept from when they were written',
    cacheModel,
    'cache/record.ts',
    'this.expires + this',
    'this.at + this',
  ],
  [
    'invalidated values are answered within the windows',
    cacheModel,
    'cache/load.ts',
    '!record || record.epoch ||',
    '!record ||',
  ],
  [
    'a forced load joins any',
    cacheModel,
    'cache/load.ts',
    'running && (running.forced || !force)',
    'running',
  ],
  [
    'what was asked for before clear() is fresh',
    cacheModel,
    'cache/epochs.ts',
    'this.#floor, this.#keys.get',
    '0, this.#keys.get',
  ],
  [
    'tags are not forgotten',
    cacheModel,
    'cache/labels.ts',
    'this.#prefixes?.delete(record)\n    this.#untag(record)',
    'this.#prefixes?.delete(record)',
  ],
  [
    'what is too large is stored',
    cacheModel,
    'cache/store.ts',
    'bytes > this.#maxBytes && !isHeld',
    'bytes < 0',
  ],
]

const LAYERS: Break[] = [
  [
    'a commit hides what succeeded above it',
    layersModel,
    'mutation/mutations.ts',
    'stack.drop(layer, true)',
    'stack.drop(layer)',
  ],
  [
    'what a mutation expects is fresh',
    layersModel,
    'mutation/layer-stack.ts',
    'Math.max(0, record.expires - this.#engine.now())',
    'undefined',
  ],
  [
    'a rollback takes the newest layer',
    layersModel,
    'mutation/layer-stack.ts',
    'this.#layers.filter((each) => each !== layer)',
    'this.#layers.slice(0, -1)',
  ],
  [
    'layers fold before those below them end',
    layersModel,
    'mutation/layer-stack.ts',
    '(bottom = this.#layers[0])?.isSettled',
    '(bottom = this.#layers.find((each) => each.isSettled))',
  ],
  [
    'an update counts twice',
    layersModel,
    'mutation/layer-stack.ts',
    '?? -1) >= 0) return data',
    '?? -1) >= 9) return data',
  ],
  [
    'a mutation that ended goes on touching',
    layersModel,
    'mutation/mutations.ts',
    'store.mutating.delete(touches)',
    '',
  ],
]

const SCHEDULER: Break[] = [
  [
    'a timer longer than platforms keep',
    schedulerModel,
    'schedule/deadlines.ts',
    'Math.min(MAX_TIMER, at - now)',
    'at - now',
  ],
  [
    'a timer that slept stays',
    schedulerModel,
    'schedule/deadlines.ts',
    'this.#slept === this.#timeline.slept ? this.#armedFor : Infinity',
    'this.#armedFor',
  ],
  [
    'early by a few milliseconds',
    schedulerModel,
    'schedule/deadlines.ts',
    'this.#heap.firstAt <= now',
    'this.#heap.firstAt <= now + 10',
  ],
  ['two timers', schedulerModel, 'schedule/deadlines.ts', 'this.#clock.cancel(this.#timer)\n', '\n'],
  [
    'a timer that fired counts as set',
    schedulerModel,
    'schedule/deadlines.ts',
    'this.#armedFor = Infinity\n    this.#wakes',
    'this.#wakes',
  ],
  [
    'only the first that is due is handed out',
    schedulerModel,
    'schedule/deadlines.ts',
    'due.push(first)',
    'due.push(first)\n      break',
  ],
  ['sleep is not seen', timelineModel, 'base/timeline.ts', 'passed += ahead', ''],
  [
    'a clock that is set back takes time with it',
    timelineModel,
    'base/timeline.ts',
    'Math.max(0, mono - this.#mono)',
    'wall - (this.#wall || wall)',
  ],
]

const KEYS: Break[] = [
  [
    'a text like an object meets it',
    readBackModel,
    'keys/hash-key.ts',
    'const ESCAPED = /[\\\\:*]|^[{["]/g',
    'const ESCAPED = /[\\\\:*]/g',
  ],
  [
    'a star in an object is bare',
    readBackModel,
    'keys/canonical-form.ts',
    "JSON.stringify(text).replaceAll('*', '\\\\*')",
    'JSON.stringify(text)',
  ],
  ['a bigint is a number', readBackModel, 'keys/canonical-form.ts', '`${value}n`', '`${value}`'],
  [
    'order of members counts',
    readBackModel,
    'keys/canonical-form.ts',
    '(before = names[at - 1] as string) > name',
    'false',
  ],
  ['a pattern uses a character twice', patternModel, 'keys/pattern.ts', 'at <= end &&\n', ''],
  ['two backslashes escape a star', patternModel, 'keys/pattern.ts', '(at - run) % 2 === 0', 'at === run'],
  [
    'long literals are looked for carelessly',
    patternModel,
    'keys/pattern.ts',
    'matched = known[matched - 1] ?? 0',
    'matched = 0',
  ],
  [
    'long literals are looked for at each place',
    stepsModel,
    'keys/pattern.ts',
    'if (length < 32)',
    'if (length < 1e9)',
  ],
  [
    'the index keeps one heap',
    indexModel,
    'keys/prefix-index.ts',
    'const BUCKET = 128',
    'const BUCKET = 1e9',
  ],
  [
    'the index stops at the border',
    indexModel,
    'keys/prefix-index.ts',
    'node.prefix.startsWith(prefix)',
    'node.prefix === prefix',
  ],
]

const HTTP: Break[] = [
  ['no-store is fresh', shorterModel, 'http/freshness.ts', "control.has('no-store') || ", ''],
  [
    'must-revalidate leaves its windows',
    shorterModel,
    'http/freshness.ts',
    "unusable || control.has('must-revalidate') ?",
    'unusable ?',
  ],
  ['nobody counts the time of the request', olderModel, 'http/freshness.ts', '?? 0) + elapsed', '?? 0)'],
  [
    'windows slide',
    olderModel,
    'http/freshness.ts',
    '(lifetime ?? 0) + length - age) - rest',
    '(lifetime ?? 0) + length - age, length) - rest',
  ],
  [
    'the two readings of freshness differ',
    sameWordModel,
    'http/reuse.ts',
    'staleness < (window ?? -Infinity)',
    'staleness <= (window ?? -Infinity)',
  ],
  ['a number that is none', garbageModel, 'http/delta-seconds.ts', '^\\d+$', '^[\\d ]+'],
  [
    'max-age of a request lets older ones through',
    olderModel,
    'http/reuse.ts',
    "asked.has('no-cache') || age >",
    "asked.has('no-cache') && age >",
  ],
  ['no-store is stored', noStoreModel, 'http/storable.ts', ": control.has('no-store')", ': false'],
  ['any date goes', dateModel, 'http/http-date.ts', 'printed === fixdate ||', 'date ||'],
  [
    'a wait of years',
    retryAfterModel,
    'http/retry-after.ts',
    'Math.min(Math.max(wait, 0), MAX_RETRY_AFTER)',
    'Math.max(wait, 0)',
  ],
]

const BACKOFF: Break[] = [
  ['all at once', delayModel, 'schedule/backoff.ts', '(whole + whole * random()) / 2', 'whole * random()'],
  [
    'endless doublings',
    delayModel,
    'schedule/backoff.ts',
    'Math.min(Math.max(attempt - 1, 0) || 0, 32)',
    'attempt - 1',
  ],
  [
    'a wait that no timer keeps',
    policyModel,
    'schedule/backoff.ts',
    ', true), MAX_TIMER)',
    ', true), Infinity)',
  ],
  [
    'polls that fail come almost never',
    pollsModel,
    'sync/answers.ts',
    'Math.min(8 * interval,',
    'Math.min(80 * interval,',
  ],
  [
    'Retry-After is not heard',
    pollsModel,
    'sync/answers.ts',
    'Math.max(entry.notBefore, now + patience)',
    'entry.notBefore',
  ],
]

const SHARE: Break[] = [
  ['rows below a heading are new', shareModel, 'base/structural-share.ts', 'haveIds ||= ', 'void '],
  [
    'inherited members count',
    shareModel,
    'base/structural-share.ts',
    'Object.hasOwn(previous, name)',
    'name in previous',
  ],
  ['a copy is the value itself', shareModel, 'base/structural-share.ts', '? { ...next }', '? next'],
  [
    'any two objects are alike',
    shareModel,
    'base/structural-share.ts',
    'prototype !== Object.getPrototypeOf(previous) || ',
    '',
  ],
  [
    'members that are gone stay',
    shareModel,
    'base/structural-share.ts',
    'const equal = length ===',
    'const equal = true || length ===',
  ],
]

export const BREAKS: readonly Break[] = [
  ...CACHE,
  ...LAYERS,
  ...SCHEDULER,
  ...KEYS,
  ...HTTP,
  ...BACKOFF,
  ...SHARE,
]
