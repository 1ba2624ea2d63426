/** Title of a section, how old its data is, and its buttons. */
import type { ReactNode } from 'react'
import { Freshness } from '../ui/freshness'
import { IconButton } from '../ui/button'
import { RefreshCw } from 'lucide-react'
import type { Key } from '@freshline/core'

interface SectionHeadProps {
  title: string
  description: string
  /** Key of the section's main data. */
  dataKey: Key
  /** How often it is asked for, in milliseconds. */
  interval: number
  isFetching: boolean
  isFailing: boolean
  onRefresh: () => void
  /** Further buttons. */
  children?: ReactNode
}

/** The first heading of a section. */
export function SectionHead(props: SectionHeadProps) {
  const { title, description, dataKey, interval, isFetching, isFailing, onRefresh, children } = props
  return (
    <header className="section-head">
      <div>
        <h1>{title}</h1>
        <p>{description}</p>
      </div>
      <div className="section-tools">
        <Freshness dataKey={dataKey} interval={interval} isFetching={isFetching} isFailing={isFailing} />
        <IconButton label={`Refresh ${title.toLowerCase()}`} busy={isFetching} onClick={onRefresh}>
          <RefreshCw size={15} aria-hidden />
        </IconButton>
        {children}
      </div>
    </header>
  )
}
