/** A dialog with a form: checks on submit, shows what is wrong and takes the focus there. */
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { readForm, type FormFields } from './read-form'

interface FormDialogProps<Body extends object> {
  title: string
  description?: ReactNode
  /** Label of the button. */
  action: string
  /** Reads and checks the fields. */
  fields: FormFields<Body>
  /** What the server found wrong, by field. */
  errors: Readonly<Record<string, string>>
  busy: boolean
  onSubmit: (body: Body) => void
  onClose: () => void
  /** The fields, given what is wrong with each. */
  children: (errors: Readonly<Record<string, string>>) => ReactNode
}

/** What the server says gives way to what is found on the next submit. */
export function FormDialog<Body extends object>(props: FormDialogProps<Body>) {
  const { title, description, action, fields, errors: refused, busy, onSubmit, onClose, children } = props
  const form = useRef<HTMLFormElement>(null)
  const [found, setFound] = useState<{ errors: Record<string, string>; after: object }>()
  const errors = found?.after === refused ? found.errors : refused

  useLayoutEffect(() => {
    if (Object.keys(errors).length === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  return (
    <Dialog title={title} description={description} onClose={onClose}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (busy) return
          const read = readForm(new FormData(event.currentTarget), fields)
          setFound({ errors: read.errors, after: refused })
          if (read.body !== undefined) onSubmit(read.body)
        }}
      >
        <div className="dialog-body">{children(errors)}</div>
        <footer className="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
