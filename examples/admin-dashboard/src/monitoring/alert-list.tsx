/** Figures that are beyond their thresholds. */
import type { Alert } from '@freshline/example-server/api-types'
import { BellRing } from 'lucide-react'
import { formatBytes, formatPercent } from '../format/number'
import { formatTook } from '../format/time'
import { Ago } from '../ui/ago'
import { Banner } from '../ui/banner'

type AlertName = Alert['name']

interface Wording {
  label: string
  format: (value: number) => string
}

const wordings: Readonly<Record<AlertName, Wording>> = {
  errorRate: { label: 'Error rate', format: formatPercent },
  p95: { label: 'p95 response time', format: formatTook },
  memory: { label: 'Memory', format: formatBytes },
  cpu: { label: 'Processor use', format: formatPercent },
  eventLoopDelay: { label: 'Event loop delay', format: formatTook },
  diskUsed: { label: 'Disk use', format: formatPercent },
  hitRatio: { label: 'Cache hit ratio', format: formatPercent },
}

/** One banner each; nothing while all is well. */
export function AlertList({ alerts }: { alerts: readonly Alert[] }) {
  return alerts.map(({ name, value, threshold, at }) => (
    <Banner
      key={name}
      tone="warn"
      icon={<BellRing size={16} aria-hidden />}
      title={describe(name, value)}
      actions={
        <span className="num nowrap banner-aside">
          raised <Ago at={at} />
        </span>
      }
    >
      {`${name === 'hitRatio' ? 'At least' : 'At most'} ${formatOf(name)(threshold)} is expected.`}
    </Banner>
  ))
}

/** "Error rate is 12 %." */
export function describe(name: AlertName, value: number): string {
  return `${wordings[name].label} was ${formatOf(name)(value)}.`
}

const formatOf = (name: AlertName) => wordings[name].format
