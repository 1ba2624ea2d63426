/** A thin bar for a share of a whole; the numbers stand beside it. */

interface MeterProps {
  /** 0 to 1. */
  share: number
  /** Warns by colour when the share is 1. */
  warnsWhenFull?: boolean
}

/** Decoration: silent to screen readers. */
export function Meter({ share, warnsWhenFull = false }: MeterProps) {
  const bounded = Math.min(1, Math.max(0, share))
  return (
    <span className="meter" aria-hidden>
      <span className={warnsWhenFull && bounded === 1 ? 'full' : ''} style={{ width: `${bounded * 100}%` }} />
    </span>
  )
}
