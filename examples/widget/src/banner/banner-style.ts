/**
 * How the banner looks. The element itself is the page's to style, so every declaration for it is important: in a
 * shadow tree important rules win over the page's own, whatever it says. Inside, the page has no say at all.
 */

/** Text of the style sheet. */
export const bannerStyle = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: auto 0 0 0 !important;
  z-index: 2147483647 !important;
  inline-size: auto !important;
  block-size: auto !important;
  max-inline-size: none !important;
  max-block-size: none !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  overflow: visible !important;
  pointer-events: none !important;
  container-type: inline-size !important;
}
:host([data-place=top]) { inset: 0 0 auto 0 !important }
* { box-sizing: border-box; margin: 0; padding: 0 }
.frame {
  --surface: #fff;
  --ink: #1b1b1f;
  --soft: #4c4c55;
  --line: #d9d9df;
  display: flex;
  justify-content: center;
  padding: 12px max(12px, env(safe-area-inset-right)) max(12px, env(safe-area-inset-bottom))
    max(12px, env(safe-area-inset-left));
  color: var(--ink);
  font: 1em/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  text-align: start;
}
.frame.dark { --surface: #1e1f24; --ink: #f3f3f5; --soft: #c3c4cc; --line: #45464f }
.frame.corner-start { justify-content: flex-start }
.frame.corner-end { justify-content: flex-end }
.panel {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: .75em 2em;
  align-items: center;
  inline-size: 100%;
  max-inline-size: 68em;
  max-block-size: calc(100vh - 24px);
  max-block-size: calc(100dvh - 24px);
  overflow: auto;
  overscroll-behavior: contain;
  padding: 1.1em 1.35em;
  border: 1px solid var(--line);
  border-radius: 14px;
  background: var(--surface);
  box-shadow: 0 10px 38px rgb(0 0 0 / .22), 0 2px 6px rgb(0 0 0 / .12);
  pointer-events: auto;
  animation: rise .24s cubic-bezier(.2, .7, .3, 1) both;
}
.panel:focus { outline: none }
.panel:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
.top > .panel { animation-name: fall }
.corner-start > .panel, .corner-end > .panel { grid-template-columns: minmax(0, 1fr); max-inline-size: 24.5em }
.title { font-size: 1.0625em; font-weight: 650; line-height: 1.3; letter-spacing: -.005em; overflow-wrap: anywhere }
.text { margin-block-start: .3em; color: var(--soft); font-size: .9375em; overflow-wrap: anywhere }
.text p + p { margin-block-start: .5em }
.policy {
  display: inline-block;
  margin-block-start: .4em;
  padding-block: .15em;
  border-radius: 3px;
  color: inherit;
  font-size: .9375em;
  text-decoration: underline;
  text-underline-offset: .18em;
  overflow-wrap: anywhere;
}
[hidden] { display: none !important }
.answers { display: flex; flex-wrap: wrap; gap: .6em }
.answer {
  flex: 1 1 0;
  min-inline-size: min-content;
  min-block-size: 2.75em;
  padding: .5em 1.15em;
  border: 1px solid transparent;
  border-radius: 9px;
  outline: 1px solid color-mix(in srgb, var(--ink) 22%, transparent);
  outline-offset: -1px;
  background: var(--accent);
  color: var(--accent-ink);
  font: inherit;
  font-size: .9375em;
  font-weight: 600;
  line-height: 1.25;
  white-space: nowrap;
  cursor: pointer;
}
.answer:hover { filter: brightness(1.1) }
.answer:active { filter: brightness(.94) }
.answer:focus-visible, .policy:focus-visible {
  outline: 3px solid var(--ink);
  outline-offset: 2px;
}
.corner-start .answers, .corner-end .answers { inline-size: 100% }
.news {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@container (max-width: 720px) {
  .panel { grid-template-columns: minmax(0, 1fr) }
  .answers { inline-size: 100% }
}
@container (max-width: 380px) {
  .frame { padding-inline: 8px; padding-block-end: max(8px, env(safe-area-inset-bottom)) }
  .panel { padding: 1em }
  .answers { flex-direction: column }
  .answer { flex: none; white-space: normal }
}
@keyframes rise { from { opacity: 0; translate: 0 14px } }
@keyframes fall { from { opacity: 0; translate: 0 -14px } }
@media (prefers-reduced-motion: reduce) { .panel { animation: none } }
@media (prefers-contrast: more) { .frame { --soft: var(--ink); --line: var(--ink) } }
@media (forced-colors: active) { .answer { border-color: ButtonText; outline: none } }
@media print { :host { display: none !important } }
`
