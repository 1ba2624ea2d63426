/** A modal dialog on the browser's own element: focus stays inside, Escape closes, focus goes back afterwards. */
import { X } from 'lucide-react'
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { IconButton } from './button'

interface DialogProps {
  title: string
  description?: ReactNode
  /** Asked for by Escape, the cross or a click beside the dialog; whoever renders the dialog takes it away. */
  onClose: () => void
  children: ReactNode
}

/** What has the focus at first: the first field, or the first button where there is none. */
const FIRST = `.dialog-body :is(input:not([type='hidden']), select), .dialog-foot .button`

/** Open for as long as it is rendered. */
export function Dialog({ title, description, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null) return
    dialog.showModal()
    // The browser would choose the cross in the corner.
    dialog.querySelector<HTMLElement>(FIRST)?.focus()
    return () => dialog.close()
  }, [])

  return (
    // Escape is the keyboard's way to what a click beside the dialog does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        // Only the backdrop is the element itself: everything shown lies in its children.
        if (event.target === element.current) onClose()
      }}
    >
      <div>
        <header className="dialog-head">
          <div>
            <h2 id={`${id}-title`}>{title}</h2>
            {description === undefined ? null : <p id={`${id}-description`}>{description}</p>}
          </div>
          <IconButton label="Close" small onClick={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  )
}
