/** The browser's own select, with the arrow of the house. */
import { ChevronDown } from 'lucide-react'
import type { SelectHTMLAttributes } from 'react'

/** Takes options as children. */
export function Select({ className = '', ...select }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={`select ${className}`}>
      <select className="input" {...select} />
      <ChevronDown size={15} aria-hidden />
    </span>
  )
}
