/** What a run came to: as text for a terminal, and as the page docs/faults.md. */
import type { Verdict } from './judge.ts'
import type { RunResult } from './run.ts'

/** The verdict in full. */
export function toText({ trace, deeds, tasks, slowTasks, slowdown }: RunResult, verdict: Verdict): string {
  const { requests, inTime, wrong } = verdict
  const { delays, ...times } = inTime
  return JSON.stringify(
    {
      deeds,
      requests: { ...requests, wrong: requests.wrong.length },
      judged: times.judged,
      disturbed: times.disturbed,
      delays: delays.length,
      tasks,
      slowTasks,
      slowdown,
      settled: trace.settled.map(({ life, from, at }) => [life, at && Math.round(at - from)]),
      acknowledged: trace.acknowledged.length,
      commits: trace.commits.length,
      lines: trace.networkLines,
      wrong: Object.fromEntries(
        Object.entries(wrong).map(([name, lines]) => [name, [lines.length, ...lines.slice(0, 8)]]),
      ),
    },
    null,
    1,
  )
}

/** The page. */
export function toPage(result: RunResult, verdict: Verdict): string {
  return toText(result, verdict)
}
