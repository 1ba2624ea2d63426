/** An on/off switch with a visible label. */

interface SwitchProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Acts at once, unlike a checkbox in a form. */
export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={checked}
      onClick={() => onChange(!checked)}
    >
      <span className="switch-track" aria-hidden />
      <span className="switch-label">{label}</span>
    </button>
  )
}
