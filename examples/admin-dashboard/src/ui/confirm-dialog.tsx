/** Asks before something that cannot be taken back. */
import type { ReactNode } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'

interface ConfirmDialogProps {
  title: string
  /** What will be gone. */
  children: ReactNode
  /** The deed in a word or two, such as "Delete key". */
  action: string
  onConfirm: () => void
  onClose: () => void
}

/** The harmless answer comes first, and has the focus. */
export function ConfirmDialog({ title, children, action, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="dialog-body">{children}</div>
      <footer className="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" onClick={onConfirm}>
          {action}
        </Button>
      </footer>
    </Dialog>
  )
}
