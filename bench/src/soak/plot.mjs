// The heap over the day as a picture: plain SVG, in the names of colours that the site's themes have. Alone it follows
// the system's light and dark.

const width = 720
const height = 300
const box = { left: 64, right: 704, top: 34, bottom: 252 }

const style = `<style>
  svg { --picture-ink: #15171c; --picture-soft: #5b6270; --picture-line: #b4bac6; --picture-accent: #2b50d8; --picture-accent-soft: #e2e9fd; }
  @media (prefers-color-scheme: dark) { svg { --picture-ink: #eceef2; --picture-soft: #9aa2b0; --picture-line: #4b5360; --picture-accent: #7d9bff; --picture-accent-soft: #1b2950; } }
</style>`

/** @param {{ samples: { hour: number, heap: number }[], verdict: { begin: number }, bound: number, warmUp: number, title: string, description: string }} what */
export function plot({ samples, verdict, bound, warmUp, title, description }) {
  const megabytes = samples.map(({ heap }) => heap / 1e6)
  const hours = samples.at(-1).hour
  const steps = ticks(Math.max(...megabytes, (verdict.begin / 1e6) * (1 + bound)))
  const top = steps.at(-1)
  const x = (hour) => round(box.left + (hour / hours) * (box.right - box.left))
  const y = (value) => round(box.bottom - (value / top) * (box.bottom - box.top))
  const points = samples.map(({ hour, heap }) => `${x(hour)},${y(heap / 1e6)}`)
  const limit = (verdict.begin / 1e6) * (1 + bound)
  const everyHours = [1, 2, 3, 4, 6, 12, 24].find((step) => hours / step <= 8) ?? Math.ceil(hours / 8)
  const marks = Array.from({ length: Math.floor(hours / everyHours) + 1 }, (_, n) => n * everyHours)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="soak-title soak-desc" font-family="ui-sans-serif, system-ui, sans-serif">
<title id="soak-title">${title}</title>
<desc id="soak-desc">${description}</desc>
${style}
${[
  words(4, 18, 'MB of data in the heap, all garbage collected', 'soft'),
  `<rect x="${x(0)}" y="${box.top}" width="${round(x(warmUp) - x(0))}" height="${box.bottom - box.top}" fill="var(--picture-line)" fill-opacity="0.22" />`,
  ...steps.flatMap((step) => [
    `<line x1="${box.left}" y1="${y(step)}" x2="${box.right}" y2="${y(step)}" stroke="var(--picture-line)" stroke-width="${step === 0 ? 1.4 : 0.7}" />`,
    words(box.left - 8, y(step) + 4, String(step), 'soft', 'end'),
  ]),
  ...marks.map((hour) => words(x(hour), box.bottom + 20, `${hour} h`, 'soft', 'middle')),
  `<line x1="${x(warmUp)}" y1="${y(limit)}" x2="${box.right}" y2="${y(limit)}" stroke="var(--picture-ink)" stroke-width="1.2" stroke-dasharray="5 4" />`,
  words(box.right, y(limit) + 20, `dashed: ${bound * 100} % above the beginning`, 'ink', 'end'),
  `<polyline points="${points.join(' ')}" fill="none" stroke="var(--picture-accent)" stroke-width="2" stroke-linejoin="round" />`,
  ...points.map((point) => {
    const [cx, cy] = point.split(',')
    return `<circle cx="${cx}" cy="${cy}" r="2.4" fill="var(--picture-accent)" />`
  }),
  words(box.left, height - 8, 'Simulated hours; shaded: warm-up, not judged', 'soft'),
].join('\n')}
</svg>
`
}

/** From 0 to at least `most`, in steps that are round. */
export function ticks(most) {
  const rough = most / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough)
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, n) => Number((n * step).toPrecision(12)))
}

function words(x, y, text, ink, anchor = 'start') {
  return `<text x="${x}" y="${y}" font-size="12" fill="var(--picture-${ink})" text-anchor="${anchor}">${text}</text>`
}

const round = (number) => Math.round(number * 10) / 10
