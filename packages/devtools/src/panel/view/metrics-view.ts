/** The manager's figures: how often the server was spared, how old what is read is, how long people wait. */
import { html, type TemplateResult } from 'lit'
import type { Figures, MeasuredFigures, MetricsReport, Spread } from '@freshline/core/metrics'
import { duration } from '../../time-words'
import { sizeWords } from '../model/size-words'
import type { PanelHost } from './panel-host'

/** How often the figures are worked out, milliseconds. */
const EVERY = 1000

/** The view of figures. */
export class MetricsView {
  readonly #host: PanelHost
  #report: MetricsReport | undefined
  #at = -Infinity

  constructor(host: PanelHost) {
    this.#host = host
  }

  render(): TemplateResult {
    const { now, session } = this.#host
    if (!this.#report || now - this.#at >= EVERY) {
      this.#report = session.source.report()
      this.#at = now
    }
    return figuresOf(this.#host, this.#report)
  }
}

function figuresOf(host: PanelHost, report: MetricsReport): TemplateResult {
  const { source, manager } = host.session
  const { total, window } = report
  const now = manager.metrics()
  return html`<div class="metrics-view" tabindex="0" role="region" aria-label="Figures">
    <section>
      <h2>Since the devtools came</h2>
      <div class="figures">${cards(total, now.running)}</div>
    </section>
    <section>
      <h2>What was saved</h2>
      ${scrolled('What was saved', savings(total))}
    </section>
    <section>
      <h2>Times <span class="soft">all, and the last ${duration(report.windowMs)}</span></h2>
      ${scrolled('Times', spreads(total, window))}
    </section>
    <section>
      <h2>By key</h2>
      ${scrolled(
        'By key',
        byKey(report.keys, (key) => source.redactor.line(key)),
      )}
    </section>
  </div>`
}

function cards(figures: Figures, running: number): TemplateResult[] {
  const { reads, requests, polls, bytes, mutations, invalidated } = figures
  const wasted = polls.unchanged + polls.notModified
  const isUnknown = bytes.answersKnown === 0 && bytes.answersUnknown > 0
  const writes = mutations.succeeded + mutations.failed
  const facts: readonly (readonly [string, string | number, string])[] = [
    ['Hit ratio', percent(reads.hitRatio), `${reads.held} of ${reads.total} reads found fresh data`],
    ['Success', percent(requests.successRate), `${requests.failed} failed for good`],
    ['Requests', requests.sent, `${requests.repeated} repeated, ${running} under way`],
    ['Polls without news', wasted, `of ${polls.answered}; ${polls.notModified} of them by 304`],
    [
      'Received',
      isUnknown ? '–' : sizeWords(bytes.received),
      `${bytes.answersUnknown} ${bytes.answersUnknown === 1 ? 'answer' : 'answers'} of unknown size`,
    ],
    ['Discarded as old', requests.superseded, `${requests.aborted} given up`],
    ['Invalidated', invalidated, `keys, by ${writes} ${writes === 1 ? 'mutation' : 'mutations'} and calls`],
  ]
  return facts.map(
    ([label, value, note]) =>
      html`<div class="figure">
        <span class="label">${label}</span><span class="number">${value}</span
        ><span class="soft">${note}</span>
      </div>`,
  )
}

function savings({ saved }: Figures): TemplateResult {
  const rows = [
    ['Fresh data was held', saved.held],
    ['A request was shared', saved.joined],
    ['304: no body was sent', saved.notModified],
    ['Unchanged: nothing was rendered', saved.unchanged],
  ] as const
  return table(
    ['By', 'Times', 'Requests', 'Bytes'],
    rows.map(([label, { count, requests, bytes }]) => [label, count, requests, sizeWords(bytes)]),
  )
}

function spreads(total: Figures, recent: Figures): TemplateResult {
  const rows = [
    ['Age at read', total.ageAtRead, recent.ageAtRead],
    ['Change to screen', total.changeToScreen, recent.changeToScreen],
    ['Request', total.requestTime, recent.requestTime],
  ] as const
  return table(
    ['Time', 'count', 'p50', 'p95', 'p99', 'p50 lately', 'p95 lately'],
    rows.map(([label, all, lately]) => [
      label,
      all.count,
      ...[all.p50, all.p95, all.p99, lately.p50, lately.p95].map(time),
    ]),
  )
}

function byKey(
  keys: Readonly<Record<string, MeasuredFigures>>,
  cut: (key: string) => string,
): TemplateResult {
  const rows = Object.entries(keys)
    .map(([key, { total }]) => ({ key, total }))
    .sort((a, b) => b.total.requests.sent - a.total.requests.sent)
    .slice(0, 20)
  if (rows.length === 0) return html`<p class="soft">Nothing was read or asked for yet.</p>`
  return table(
    ['Key', 'requests', 'changed', 'unchanged', 'failed', 'hits', 'p95'],
    rows.map(({ key, total: { requests, reads, requestTime } }) => [
      html`<code>${cut(key)}</code>`,
      requests.sent,
      requests.changed,
      requests.unchanged + requests.notModified,
      requests.failed,
      reads.held,
      time(requestTime.p95),
    ]),
  )
}

/** What may be wider than the panel, and is scrolled by keyboard as well. */
function scrolled(label: string, content: TemplateResult): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${label}>${content}</div>`
}

/** A table whose rows begin with what they are of. */
function table(
  heads: readonly string[],
  rows: readonly (readonly [TemplateResult | string, ...(string | number)[]])[],
): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

const time = (ms: Spread['p50']): string => (ms === null ? '–' : duration(ms))

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
