/** Goes through the pages of a list. */
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from 'lucide-react'
import { formatCount } from '../format/number'
import { IconButton } from './button'

interface PagerProps {
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}

/** "26–50 of 2,143" and the buttons. */
export function Pager({ page, pageSize, total, onPage }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / pageSize))
  const first = Math.min(total, (page - 1) * pageSize + 1)
  const end = Math.min(total, page * pageSize)
  return (
    <div className="pager">
      <span className="num">{`${formatCount(first)}–${formatCount(end)} of ${formatCount(total)}`}</span>
      <nav aria-label="Pages">
        <IconButton label="First page" small disabled={page <= 1} onClick={() => onPage(1)}>
          <ChevronsLeft size={16} aria-hidden />
        </IconButton>
        <IconButton label="Previous page" small disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <ChevronLeft size={16} aria-hidden />
        </IconButton>
        <span className="page-of num">{`Page ${formatCount(page)} of ${formatCount(last)}`}</span>
        <IconButton label="Next page" small disabled={page >= last} onClick={() => onPage(page + 1)}>
          <ChevronRight size={16} aria-hidden />
        </IconButton>
        <IconButton label="Last page" small disabled={page >= last} onClick={() => onPage(last)}>
          <ChevronsRight size={16} aria-hidden />
        </IconButton>
      </nav>
    </div>
  )
}
