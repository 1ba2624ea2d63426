/** Title of a section, how old its data is, and its buttons. */
import type { ReactNode } from 'react'
import type { Key } from '@freshline/core'
import { SectionFreshness } from '../ui/freshness'

interface SectionHeadProps {
  title: string
  description: string
  /** Key of the section's main data. */
  dataKey: Key
  /** How often it is asked for, in milliseconds. */
  interval: number
  /** Asks for what else the section shows. */
  onRefresh?: () => void
  /** Further buttons. */
  children?: ReactNode
}

/** The first heading of a section. */
export function SectionHead(props: SectionHeadProps) {
  const { title, description, dataKey, interval, onRefresh, children } = props
  return (
    <header className="section-head">
      <div>
        <h1>{title}</h1>
        <p>{description}</p>
      </div>
      <div className="section-tools">
        <SectionFreshness title={title} dataKey={dataKey} interval={interval} onRefresh={onRefresh} />
        {children}
      </div>
    </header>
  )
}
