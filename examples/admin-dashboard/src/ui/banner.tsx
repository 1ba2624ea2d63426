/** A message across a section that stays for as long as what it tells of lasts. */
import type { ReactNode } from 'react'
import type { Tone } from '../format/labels'

interface BannerProps {
  tone: Tone
  icon: ReactNode
  title: string
  children?: ReactNode
  /** Buttons, and anything that changes by itself and must not be read out each time. */
  actions?: ReactNode
}

/** Read out once, when it appears or its words change. */
export function Banner({ tone, icon, title, children, actions }: BannerProps) {
  return (
    <div className={`banner tone-${tone}`}>
      {icon}
      <p className="banner-text" role={tone === 'bad' ? 'alert' : 'status'}>
        <strong>{title}</strong> {children}
      </p>
      {actions}
    </div>
  )
}
