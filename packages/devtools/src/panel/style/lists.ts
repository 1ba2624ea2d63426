/** Long lists: rows that stand where they belong, their cells, and the tools above them. */
import { css } from 'lit'

export const lists = css`
  .tools,
  .bar-tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 6px 10px;
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  .bar-tools {
    background: var(--raised);
  }
  .network {
    margin-left: auto;
    color: var(--soft);
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--bad);
  }
  .dot.on {
    background: var(--fresh-bar);
  }
  .keys-view {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .split {
    flex: 1;
    min-height: 0;
    display: flex;
  }
  .split-list {
    flex: 1;
    min-width: 0;
    display: flex;
    flex-direction: column;
  }
  .list {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    position: relative;
  }
  .list:focus-visible {
    outline-offset: -2px;
  }
  .rows {
    position: relative;
    height: calc(var(--rows) * var(--row-height));
  }
  .rows > .row {
    position: absolute;
    inset: 0 0 auto 0;
    height: var(--row-height);
    transform: translateY(calc(var(--place) * var(--row-height)));
    border-bottom: 1px solid light-dark(#eef0f4, #22262e);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 0 10px;
  }
  .rows > .row:hover {
    background: var(--raised);
  }
  .rows > .row[aria-selected='true'] {
    background: var(--chosen);
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    height: 26px;
    background: var(--ground);
    border-bottom: 1px solid var(--line);
    color: var(--soft);
  }
  .sort {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    color: inherit;
    border-radius: 4px;
  }
  .sort .icon {
    width: 11px;
    height: 11px;
  }
  .cell {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .keys .key {
    flex: 3 1 140px;
    display: flex;
    align-items: center;
    gap: 7px;
    font-family: var(--mono);
    font-size: 12px;
  }
  .key-text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .keys .head .key {
    font: inherit;
  }
  .keys .freshness {
    flex: 2 1 150px;
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .keys .next {
    flex: 0 0 62px;
    font-variant-numeric: tabular-nums;
  }
  .keys .subscribers {
    flex: 0 0 66px;
    font-variant-numeric: tabular-nums;
  }
  .keys .facts {
    flex: 1 1 90px;
  }
  .keys .error {
    flex: 2 1 100px;
    color: var(--bad);
  }
  .keys .head .error {
    color: inherit;
  }
  .nothing {
    margin: auto;
    padding: 24px;
    text-align: center;
    max-width: 460px;
  }
  @container panel (width < 760px) {
    .keys .facts {
      display: none;
    }
  }
  @container panel (width < 620px) {
    .keys .error,
    .keys .subscribers {
      display: none;
    }
    .keys .freshness {
      flex: 2 1 120px;
    }
    .bar-tools .tool span {
      position: absolute;
      clip-path: inset(50%);
    }
    .network {
      font-size: 11.5px;
    }
    .tools .chips {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
  }
  @container panel (width < 420px) {
    .keys .next {
      display: none;
    }
  }
`
