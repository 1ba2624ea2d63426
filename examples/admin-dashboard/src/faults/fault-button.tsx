/** Opens the fault panel, and says which fault is on. */
import { FlaskConical } from 'lucide-react'
import { Button } from '../ui/button'
import { faultCatalogue } from './fault-catalogue'
import { setFaultPanel, useFaultPanelOpen } from './panel-store'
import { useFault } from './use-fault'

/** In the top bar. */
export function FaultButton() {
  const isOpen = useFaultPanelOpen()
  const { fault } = useFault()
  const label = faultCatalogue.find((entry) => entry.fault === fault)?.label ?? fault
  const isOn = fault !== 'none'
  return (
    <Button
      className={isOn ? 'fault-button fault-button-on' : 'fault-button'}
      kind={isOn ? 'secondary' : 'ghost'}
      icon={<FlaskConical size={15} aria-hidden />}
      aria-expanded={isOpen}
      aria-controls="fault-panel"
      aria-label={isOn ? `Break something. On now: ${label}` : 'Break something'}
      onClick={() => setFaultPanel(!isOpen)}
    >
      <span className="fault-button-label">{isOn ? label : 'Break something'}</span>
    </Button>
  )
}
