/** A status badge that is also a select, to change the status where it stands. */
import { ChevronDown } from 'lucide-react'
import { choiceOf, type Choice } from '../format/labels'

interface StatusSelectProps<Value extends string> {
  /** Accessible name, such as "Status of Acme Ltd". */
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** Acts at once. */
export function StatusSelect<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: StatusSelectProps<Value>) {
  return (
    <span className={`status-select tone-${choiceOf(choices, value).tone}`}>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const next = choices.find((choice) => choice.value === event.currentTarget.value)
          if (next !== undefined && next.value !== value) onChange(next.value)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden />
    </span>
  )
}
