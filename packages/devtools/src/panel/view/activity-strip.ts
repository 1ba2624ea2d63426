/** The last two minutes at a glance: a column for every two seconds, stacked by what came of the requests. */
import { html, type TemplateResult } from 'lit'
import { activityBins, type Bin, type BinKind } from '../model/activity-bins'
import type { TimelineItem } from '../model/timeline'
import { vars } from './vars'

const KINDS: readonly (readonly [BinKind, string])[] = [
  ['changed', 'changed'],
  ['same', 'unchanged or 304'],
  ['saved', 'saved'],
  ['bad', 'failed or refused'],
  ['running', 'under way'],
]

/** The strip, with its key. */
export function activityStrip(items: readonly TimelineItem[], now: number): TemplateResult {
  const bins = activityBins(items, now)
  const totals = bins.map((bin) => totalOf(bin))
  const most = Math.max(4, ...totals)
  const sum = totals.reduce((all, each) => all + each, 0)
  return html`<div class="strip">
    <div class="columns" role="img" aria-label="${sum} requests made or saved in the last two minutes">
      ${bins.map(
        (bin) =>
          html`<span class="column">
            ${KINDS.map(([kind]) => html`<span class="piece ${kind}" ${vars({ '--share': bin[kind] / most })}></span>`)}
          </span>`,
      )}
    </div>
    <ul class="legend">
      ${KINDS.map(([kind, label]) => html`<li><span class="piece ${kind}"></span>${label}</li>`)}
    </ul>
  </div>`
}

function totalOf(bin: Bin): number {
  return bin.changed + bin.same + bin.saved + bin.bad + bin.running
}
