/** The product's mark and name, which lead home. */
import { KeyRound } from 'lucide-react'
import { toHash } from './route'

/** Shown in the side bar, and as the mark alone on narrow screens. */
export function Brand() {
  return (
    <a className="brand" href={toHash('overview')}>
      <span className="brand-mark" aria-hidden>
        <KeyRound size={15} strokeWidth={2.4} />
      </span>
      <span>
        Keyring <small>Admin</small>
      </span>
    </a>
  )
}
