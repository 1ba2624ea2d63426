/** A word with a colour that goes with its meaning. */
import type { ReactNode } from 'react'
import type { Tone } from '../format/labels'

interface BadgeProps {
  tone?: Tone
  /** A dot in front, for states. */
  dot?: boolean
  children: ReactNode
}

/** Says the same without its colour. */
export function Badge({ tone = 'off', dot = false, children }: BadgeProps) {
  return <span className={`badge tone-${tone}${dot ? ' badge-dot' : ''}`}>{children}</span>
}
