/** What is said where there is nothing to show, and what to do about it. */
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: ReactNode
  title: string
  children: ReactNode
  action?: ReactNode
}

/** Fills the place of a table or chart. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <div className="empty-mark">{icon}</div>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  )
}
