/** Buttons with a label, and buttons that are an icon with a name. */
import { LoaderCircle } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'

/** What a button is for; `ghost` is one among many. */
export type ButtonKind = 'secondary' | 'primary' | 'danger' | 'ghost'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind
  small?: boolean
  /** Shows that the action is under way; the button stays focusable and does nothing. */
  busy?: boolean
  /** In front of the label; a turning circle takes its place while busy. */
  icon?: ReactNode
}

/** A button with a label. */
export function Button({ kind = 'secondary', small, busy, icon, children, onClick, ...rest }: ButtonProps) {
  const className = ['button', `button-${kind}`, small && 'button-small', rest.className]
  return (
    <button
      type="button"
      {...rest}
      className={className.filter(Boolean).join(' ')}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <LoaderCircle size={15} className="spin" aria-hidden /> : icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** The accessible name, also shown on hover. */
  label: string
  children: ReactNode
}

/** A button that is an icon. */
export function IconButton({ label, children, kind = 'ghost', busy = false, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      kind={kind}
      busy={busy}
      className={['button-icon', rest.className].filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
    >
      {busy ? null : children}
    </Button>
  )
}
