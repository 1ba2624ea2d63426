/** Colours, type and small parts: buttons, fields, chips, icons. */
import { css } from 'lit'

export const base = css`
  :host {
    all: initial;
    color-scheme: light dark;
    --ground: light-dark(#ffffff, #16181d);
    --raised: light-dark(#f6f7f9, #1d2027);
    --sunken: light-dark(#eceff3, #262a33);
    --line: light-dark(#dde1e8, #2f343f);
    --text: light-dark(#1b1f27, #e6e9ef);
    --soft: light-dark(#5a6373, #a2abba);
    --accent: light-dark(#0b63ce, #7cb7ff);
    --on-accent: light-dark(#ffffff, #0b1a2d);
    --chosen: light-dark(#e3eefc, #22324a);
    --fresh: light-dark(#12734a, #56cf95);
    --fresh-bar: light-dark(#2fb57c, #2f9d6c);
    --stale: light-dark(#8a5a00, #f0b653);
    --overdue: light-dark(#a8430a, #ff9a5c);
    --bad: light-dark(#b3261e, #ff8f87);
    --saved: light-dark(#6a3fc4, #bda0ff);
    --shade: light-dark(rgb(20 30 50 / 22%), rgb(0 0 0 / 60%));
    --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace;
  }
  :host([scheme='light']) {
    color-scheme: light;
  }
  :host([scheme='dark']) {
    color-scheme: dark;
  }
  /* What the page says of every element ends here: it is inherited through the shadow tree's edge. */
  .panel,
  .launcher {
    all: initial;
    box-sizing: border-box;
    color-scheme: inherit;
    font:
      12.5px/1.45 system-ui,
      sans-serif;
    color: var(--text);
    cursor: default;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    background: none;
    border: 1px solid transparent;
    border-radius: 6px;
    padding: 0;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  h2,
  p,
  dl,
  dd,
  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .icon {
    width: 15px;
    height: 15px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .mark {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke-width: 2.6;
  }
  .mark-track {
    stroke: var(--line);
  }
  .mark-left {
    stroke: var(--fresh-bar);
    stroke-dasharray: 72 100;
    stroke-linecap: round;
    transform: rotate(-90deg);
    transform-origin: center;
  }
  .mark-dot {
    fill: var(--fresh-bar);
  }
  .soft {
    color: var(--soft);
  }
  .bad {
    color: var(--bad);
  }
  .count {
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }
  .icon-button {
    display: grid;
    place-items: center;
    width: 26px;
    height: 26px;
    flex: none;
    color: var(--soft);
  }
  .icon-button:hover,
  .tool:hover,
  .chip:hover {
    background: var(--sunken);
    color: var(--text);
  }
  .icon-button[aria-pressed='true'] {
    background: var(--sunken);
    color: var(--text);
  }
  .tool {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    height: 26px;
    padding: 0 8px;
    white-space: nowrap;
    border-color: var(--line);
    background: var(--ground);
  }
  .tool .icon {
    color: var(--soft);
  }
  .tool.on,
  .tool.on .icon {
    background: light-dark(#fdecea, #45211f);
    border-color: var(--bad);
    color: var(--bad);
  }
  .plain {
    color: var(--accent);
    text-decoration: underline;
    padding: 0 4px;
  }
  .search {
    height: 26px;
    min-width: 60px;
    flex: 1 1 220px;
    max-width: 420px;
    padding: 0 8px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground);
  }
  .search::placeholder {
    color: var(--soft);
    opacity: 1;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
  }
  .chip {
    height: 24px;
    padding: 0 8px;
    border-radius: 12px;
    color: var(--soft);
    white-space: nowrap;
  }
  .chip[aria-pressed='true'] {
    background: var(--chosen);
    color: var(--text);
    border-color: var(--accent);
  }
  .chip[aria-pressed='true'] .count {
    color: var(--text);
  }
  .badge {
    font-size: 11px;
    line-height: 16px;
    padding: 0 6px;
    border-radius: 8px;
    background: var(--sunken);
    color: var(--soft);
    flex: none;
  }
  .badge.simulated {
    background: light-dark(#fdecea, #45211f);
    color: var(--bad);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    white-space: nowrap;
  }
  .check input {
    accent-color: var(--accent);
  }
  code,
  kbd {
    font-family: var(--mono);
    font-size: 0.94em;
  }
`
