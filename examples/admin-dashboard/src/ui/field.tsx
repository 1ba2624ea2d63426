/** Form fields: a label, a control, and below it a hint or what is wrong with the value. */
import { CircleAlert } from 'lucide-react'
import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react'
import { Select } from './select'

/** What ties a control to its label and messages. */
export interface ControlProps {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | undefined
  children: (control: ControlProps) => ReactNode
}

/** The frame around any control. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const message = error ?? hint
  const control: ControlProps = {
    id,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': message === undefined ? undefined : `${id}-message`,
  }
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children(control)}
      {error === undefined ? (
        hint !== undefined && (
          <p className="field-hint" id={`${id}-message`}>
            {hint}
          </p>
        )
      ) : (
        <p className="field-error" id={`${id}-message`}>
          <CircleAlert size={14} aria-hidden />
          {error}
        </p>
      )}
    </div>
  )
}

type Shared = Omit<FieldProps, 'children'>

/** One line of text, a number, a date. */
export function TextField({ label, hint, error, ...input }: Shared & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input className="input" autoComplete="off" {...input} {...control} />}
    </Field>
  )
}

interface SelectFieldProps extends Shared, SelectHTMLAttributes<HTMLSelectElement> {
  choices: readonly { value: string; label: string }[]
}

/** One of a few. */
export function SelectField({ label, hint, error, choices, ...select }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Select {...select} {...control}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
