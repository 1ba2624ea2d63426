/**
 * Switches faults on, so that a visitor can watch the page cope. It lies beside the page, not over it: what happens
 * behind it is the point.
 */
import type { FaultScope } from '@freshline/example-server/api-types'
import { useSyncMutation } from '@freshline/react'
import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { messageOf } from '../data/api-error'
import { faults, setFault, type Fault } from '../data/faults'
import { formatCountdown } from '../format/time'
import { Button, IconButton } from '../ui/button'
import { Segmented } from '../ui/segmented'
import { showToast } from '../ui/toast-store'
import { useNow } from '../ui/use-now'
import { faultCatalogue } from './fault-catalogue'
import { setFaultPanel, useFaultPanelOpen } from './panel-store'
import { useFault } from './use-fault'

const scopes: readonly { value: FaultScope; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'reads', label: 'Reads' },
  { value: 'writes', label: 'Writes' },
  // The request that tells the server's cache what changed, and nothing else.
  { value: 'propagation', label: 'Invalidation' },
]

interface Choice {
  fault: Fault
  scope: FaultScope
}

/** Nothing while closed. */
export function FaultPanel() {
  return useFaultPanelOpen() ? <OpenPanel /> : null
}

function OpenPanel() {
  const current = useFault()
  const panel = useRef<HTMLElement>(null)
  const change = useSyncMutation((choice: Choice) => setFault(choice.fault, choice.scope), {
    invalidates: ['faults'],
    // Nothing of it is in the server's cache; and a fault may be just that the cache cannot be told.
    propagate: false,
    commit: [{ key: faults.key, data: (answer) => answer }],
    onError: (error) =>
      showToast({ tone: 'bad', title: 'The fault could not be set', text: messageOf(error) }),
  })

  // What was chosen shows at once; what is on follows.
  const [wanted, setWanted] = useState<Choice>(current)
  const { fault, scope } = change.isPending ? wanted : current
  const choose = (choice: Choice) => {
    setWanted(choice)
    change.mutate(choice)
  }

  useEffect(() => {
    const opener = document.activeElement
    const element = panel.current
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setFaultPanel(false)
    }
    element?.addEventListener('keydown', close)
    element?.focus()
    return () => {
      element?.removeEventListener('keydown', close)
      // Focus was inside and would be lost with the panel.
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
    }
  }, [])

  return (
    <aside ref={panel} id="fault-panel" className="fault-panel" aria-labelledby="fault-title" tabIndex={-1}>
      <header className="fault-head">
        <div>
          <h2 id="fault-title">Break something</h2>
          <p>Faults are real, and last two minutes.</p>
        </div>
        <IconButton label="Close" small onClick={() => setFaultPanel(false)}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <fieldset className="fault-list">
        <legend className="sr-only">Fault</legend>
        {faultCatalogue.map((entry) => (
          <label key={entry.fault} className="fault-choice">
            <input
              type="radio"
              name="fault"
              value={entry.fault}
              checked={entry.fault === fault}
              onChange={() => choose({ fault: entry.fault, scope })}
            />
            <span>
              <span className="fault-label">{entry.label}</span>
              <span className="fault-what">{entry.what}</span>
              {entry.fault === fault ? <span className="fault-look">{entry.look}</span> : null}
            </span>
          </label>
        ))}
      </fieldset>
      <footer className="fault-foot">
        {current.endsAt === null ? (
          <span className="quiet">{fault === 'offline' ? 'Until you switch it off.' : 'Applies to'}</span>
        ) : (
          <EndsIn at={current.endsAt} />
        )}
        {fault === 'offline' ? (
          <Button small onClick={() => choose({ fault: 'none', scope })}>
            Go online
          </Button>
        ) : (
          <Segmented
            label="Applies to"
            choices={scopes}
            value={scope}
            onChange={(next) => choose({ fault, scope: next })}
          />
        )}
      </footer>
    </aside>
  )
}

function EndsIn({ at }: { at: number }) {
  return <span className="quiet num">Ends in {formatCountdown(at - useNow())}</span>
}
