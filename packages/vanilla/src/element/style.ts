/** How the indicator looks: a constructed style sheet, one per document, which the strictest policies let through. */

// Not indented, as each visitor's browser gets it.
const TEXT = `
:host {
display: inline-flex;
max-inline-size: 100%;
font: var(--freshness-font, inherit);
line-height: 1.4;
}
:host([hidden]) { display: none }
.base {
position: relative;
display: inline-flex;
flex-wrap: wrap;
align-items: center;
gap: .25em var(--freshness-gap, .6em);
min-inline-size: 0;
}
.pulse {
--color: var(--freshness-idle, light-dark(#6b7280, #9ca3af));
position: relative;
flex: none;
inline-size: .6em;
block-size: .6em;
border-radius: 50%;
background: var(--color);
}
.fresh > .pulse { --color: var(--freshness-fresh, light-dark(#15803d, #4ade80)) }
.stale > .pulse { --color: var(--freshness-stale, light-dark(#b45309, #fbbf24)) }
.overdue > .pulse { --color: var(--freshness-overdue, light-dark(#c2410c, #fb923c)) }
.error > .pulse { --color: var(--freshness-error, light-dark(#dc2626, #f87171)) }
.stale > .pulse, .overdue > .pulse { border-radius: 1px; rotate: 45deg }
.error > .pulse { border-radius: 1px }
.fetching > .pulse::after {
content: '';
position: absolute;
inset: 0;
border-radius: inherit;
background: var(--color);
animation: pulse 1.2s ease-out infinite;
}
@keyframes pulse {
from { opacity: .7 }
to { opacity: 0; scale: 2.6 }
}
.warning { color: var(--freshness-warning-text, inherit); font-weight: 600 }
.error > .warning { color: var(--freshness-error-text, inherit) }
.warning:empty { display: none }
.age { font-variant-numeric: tabular-nums }
.age, .warning { unicode-bidi: isolate }
button {
display: inline-flex;
align-items: center;
gap: .45em;
min-block-size: 24px;
margin: 0;
padding: .1em .6em;
border: 1px solid color-mix(in srgb, currentColor 55%, transparent);
border-radius: var(--freshness-radius, .4em);
background: transparent;
color: inherit;
font: inherit;
cursor: pointer;
}
button:hover { background: color-mix(in srgb, currentColor 10%, transparent) }
button:focus-visible { outline: 2px solid var(--freshness-focus, currentColor); outline-offset: 2px }
button[hidden] { display: none }
[aria-disabled=true] { cursor: progress }
.toggle { border-color: transparent; padding-inline: .3em }
.track {
flex: none;
inline-size: 1.9em;
block-size: 1.1em;
padding: .15em;
border: 1px solid currentColor;
border-radius: 1em;
box-sizing: border-box;
transition: background .15s;
}
.track::before {
content: '';
display: block;
block-size: 100%;
aspect-ratio: 1;
border-radius: 50%;
background: currentColor;
transition: margin-inline-start .15s;
}
[aria-checked=false] > .track { opacity: .75 }
[aria-checked=true] > .track {
border-color: var(--freshness-on, currentColor);
background: var(--freshness-on, color-mix(in srgb, currentColor 35%, transparent));
}
[aria-checked=true] > .track::before { margin-inline-start: .8em; background: var(--freshness-knob, currentColor) }
.live {
position: absolute;
inline-size: 1px;
block-size: 1px;
overflow: hidden;
clip-path: inset(50%);
white-space: nowrap;
}
@media (prefers-reduced-motion: reduce) {
.fetching > .pulse::after { animation: none; opacity: .5; scale: 1.6 }
.track, .track::before { transition: none }
}
@media (forced-colors: active) {
.pulse, .track, .track::before { forced-color-adjust: none }
.base > .pulse { --color: CanvasText }
button, .track { border-color: ButtonText }
button:hover { border-color: Highlight }
button:focus-visible { outline-color: Highlight }
.track::before { background: ButtonText }
[aria-checked=false] > .track { opacity: 1 }
[aria-checked=true] > .track { background: Highlight; border-color: Highlight }
[aria-checked=true] > .track::before { background: HighlightText }
[aria-disabled=true] { border-color: GrayText; color: GrayText }
}
`

const sheets = new WeakMap<Document, CSSStyleSheet>()

/** Gives a shadow tree the style of its document's window: sheets belong to the document they were made in. */
export function adoptStyle(root: ShadowRoot): void {
  const { ownerDocument } = root
  const window = ownerDocument.defaultView
  if (!window) return
  let sheet = sheets.get(ownerDocument)
  if (!sheet) {
    sheet = new (window as Window & typeof globalThis).CSSStyleSheet()
    sheet.replaceSync(TEXT)
    sheets.set(ownerDocument, sheet)
  }
  root.adoptedStyleSheets = [sheet]
}
