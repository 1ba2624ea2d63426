/** A few figures in one row. */

/** One figure. */
export interface Fact {
  label: string
  value: string
  note: string
}

/** A card of up to four. */
export function FactStrip({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="card facts">
      {facts.map(({ label, value, note }) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd className="fact-value">{value}</dd>
          <dd className="fact-note">{note}</dd>
        </div>
      ))}
    </dl>
  )
}
