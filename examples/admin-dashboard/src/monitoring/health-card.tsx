/** How the server is: as a whole, what it depends on, and what it runs on. */
import type { HealthResult, MetricsReport } from '@freshline/example-server/api-types'
import { useSync } from '@freshline/react'
import type { ReactNode } from 'react'
import { metrics, status } from '../data/monitoring'
import { formatAmount, formatBytes, formatPercent } from '../format/number'
import { formatAgo, formatSpan, formatTook } from '../format/time'
import type { Tone } from '../format/labels'
import { Badge } from '../ui/badge'
import { Meter } from '../ui/meter'
import { Sparkline } from '../ui/sparkline'
import { MonitorCard } from './monitor-card'
import { useSlots } from './use-history'

type HealthStatus = HealthResult['status']

const tones: Record<HealthStatus, Tone> = { ok: 'ok', degraded: 'warn', down: 'bad' }
const words: Record<HealthStatus, string> = { ok: 'Healthy', degraded: 'Degraded', down: 'Down' }
const names: Readonly<Record<string, string>> = { store: 'Cache store', database: 'Database' }
const stores: Readonly<Record<string, string>> = { memory: 'memory', sqlite: 'SQLite', redis: 'Redis' }

/** "Cache store: Redis" */
function nameOf(check: string, { name }: HealthResult): string {
  const said = names[check] ?? check
  return name === undefined ? said : `${said}: ${stores[name] ?? name}`
}

/** A card. */
export function HealthCard() {
  const reading = useSync(status)
  const machine = useSync(metrics).data
  const { data, error } = reading
  // Green would say that all is well now, of a server that no longer answers.
  const isNow = error === undefined
  return (
    <MonitorCard
      title="Health"
      dataKey={status.key}
      reading={reading}
      lines={8}
      className="health-card"
      note={
        data === undefined ? undefined : (
          <>
            <Badge tone={isNow ? tones[data.status] : 'off'} dot>
              {isNow ? words[data.status] : `${words[data.status]} when last seen`}
            </Badge>
            {`up for ${formatSpan(data.uptime)}`}
          </>
        )
      }
    >
      {(report) => (
        <ul className="health">
          {Object.entries(report.health.checks).map(([name, result]) => (
            <Check key={name} name={nameOf(name, result)} result={result} at={report.at} isNow={isNow} />
          ))}
          <Memory report={machine} />
          <Disk report={machine} />
          <Processor report={machine} />
          <EventLoop />
        </ul>
      )}
    </MonitorCard>
  )
}

interface PartProps {
  name: string
  value: string
  note: ReactNode
  children?: ReactNode
}

function Part({ name, value, note, children }: PartProps) {
  return (
    <li className="health-part">
      <h3>{name}</h3>
      <p className="health-value num">{value}</p>
      <span className="spark">{children}</span>
      <p className="health-note num">{note}</p>
    </li>
  )
}

interface CheckProps {
  name: string
  result: HealthResult
  at: number
  /** Whether that is known of now, and not of the last time that the server answered. */
  isNow: boolean
}

function Check({ name, result, at, isNow }: CheckProps) {
  const { status: state, detail, since, duration } = result
  const said = detail ?? `answered in ${formatTook(duration)}`
  return (
    <li className="health-part">
      <h3>{name}</h3>
      <p className="health-value">
        <Badge tone={isNow ? tones[state] : 'off'} dot>
          {state === 'ok' ? 'OK' : words[state]}
        </Badge>
      </p>
      <span className="spark" />
      <p className="health-note num" title={said}>
        {since === undefined || state === 'ok' ? said : `${said}, since ${formatAgo(since, at)}`}
      </p>
    </li>
  )
}

const UNKNOWN = '–'

function Memory({ report }: { report: MetricsReport | undefined }) {
  const { samples } = useSlots('metrics')
  const memory = report?.memory
  const total = memory?.total
  return (
    <Part
      name="Memory"
      value={memory === undefined ? UNKNOWN : formatBytes(memory.rss)}
      note={
        memory === undefined
          ? 'not told'
          : `heap ${formatBytes(memory.heapUsed)}${total === undefined ? '' : `, of ${formatBytes(total)}`}`
      }
    >
      <Sparkline values={known(samples.map((sample) => sample?.report.memory?.rss))} />
    </Part>
  )
}

function Disk({ report }: { report: MetricsReport | undefined }) {
  const disk = report?.disk
  const used = disk === undefined || disk.total === 0 ? undefined : 1 - disk.free / disk.total
  return (
    <Part
      name="Disk"
      value={used === undefined ? UNKNOWN : `${formatPercent(used)} used`}
      note={disk === undefined ? 'not told' : `${formatBytes(disk.free)} free of ${formatBytes(disk.total)}`}
    >
      {used === undefined ? null : <Meter share={used} />}
    </Part>
  )
}

function Processor({ report }: { report: MetricsReport | undefined }) {
  const { samples } = useSlots('metrics')
  const cpu = report?.cpu
  return (
    <Part
      name="Processor"
      value={cpu?.usage === undefined ? UNKNOWN : formatPercent(cpu.usage)}
      note={
        cpu?.load === undefined
          ? 'of one core'
          : `load ${cpu.load.toFixed(2)} on ${formatAmount(cpu.count ?? 1, 'core')}`
      }
    >
      <Sparkline values={known(samples.map((sample) => sample?.report.cpu?.usage))} />
    </Part>
  )
}

function EventLoop() {
  const { samples } = useSlots('metrics')
  // Two readings close together share the delays between them: one of them may have none to tell.
  const loops = known(samples.map((sample) => sample?.report.eventLoop))
  const loop = loops.at(-1)
  return (
    <Part
      name="Event loop delay, p99"
      value={loop === undefined ? UNKNOWN : formatTook(loop.p99)}
      note={loop === undefined ? 'not told' : `mean ${formatTook(loop.mean)}, max ${formatTook(loop.max)}`}
    >
      <Sparkline values={loops.map(({ p99 }) => p99)} />
    </Part>
  )
}

const known = <T,>(values: readonly (T | undefined)[]): T[] =>
  values.filter((value): value is T & {} => value !== undefined)
