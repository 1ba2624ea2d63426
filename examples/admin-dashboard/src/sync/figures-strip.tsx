/** What freshness cost this page and what it was spared, in four figures. */
import type { Figures } from '@freshline/core/metrics'
import { figures } from '../data/figures'
import { formatBytes, formatCount, formatPercent } from '../format/number'
import { formatTook } from '../format/time'
import { FactStrip, type Fact } from '../ui/fact-strip'
import { useNow } from '../ui/use-now'

const NONE = '–'

/** One card. */
export function FiguresStrip() {
  // Figures have no events of their own: the clock of the page is what moves them.
  useNow()
  return <FactStrip facts={toFacts(figures.report({ keys: false }).total)} />
}

/** The figures in words; a dash for what cannot be said yet. */
export function toFacts({ reads, changeToScreen, polls, saved }: Figures): Fact[] {
  const quiet = polls.unchanged + polls.notModified
  const spared = saved.held.requests + saved.joined.requests
  const bytes = saved.held.bytes + saved.joined.bytes + saved.notModified.bytes
  return [
    {
      label: 'Found fresh',
      value: reads.hitRatio === null ? NONE : formatPercent(reads.hitRatio),
      note: `${formatCount(reads.held)} of ${formatCount(reads.total)} reads asked nobody`,
    },
    {
      label: 'From change to screen',
      value: changeToScreen.p50 === null ? NONE : formatTook(changeToScreen.p50),
      note: changeToScreen.p95 === null ? 'no change yet' : `95% within ${formatTook(changeToScreen.p95)}`,
    },
    {
      label: 'Polls without news',
      value: polls.answered === 0 ? NONE : formatPercent(quiet / polls.answered),
      note: `${formatCount(polls.notModified)} of ${formatCount(polls.answered)} answered by 304`,
    },
    {
      label: 'Requests spared',
      value: formatCount(spared),
      note: `${formatBytes(bytes)} not sent`,
    },
  ]
}
