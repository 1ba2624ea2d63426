/** Timeline and log. */
import { css } from 'lit'

export const views = css`
  .strip {
    display: flex;
    align-items: flex-end;
    gap: 16px;
    padding: 8px 10px 6px;
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  .columns {
    flex: 1;
    display: flex;
    gap: 1px;
    height: 44px;
    border-bottom: 1px solid var(--line);
  }
  .column {
    flex: 1;
    display: flex;
    flex-direction: column-reverse;
  }
  .column .piece {
    height: calc(var(--share) * 100%);
    flex: none;
  }
  .piece.changed {
    background: light-dark(#2f7fd6, #5ba3f5);
  }
  .piece.same {
    background: light-dark(#9aa5b5, #6d7788);
  }
  .piece.saved {
    background: light-dark(#8a63d8, #a586ea);
  }
  .piece.bad {
    background: light-dark(#d6453c, #f0746b);
  }
  .piece.running {
    background: light-dark(#e3b341, #e3b341);
  }
  .legend {
    display: grid;
    grid-template-columns: auto auto;
    gap: 0 12px;
    font-size: 11px;
    color: var(--soft);
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 5px;
    white-space: nowrap;
  }
  .legend .piece {
    width: 8px;
    height: 8px;
    border-radius: 2px;
  }
  .when {
    flex: 0 0 88px;
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }
  .timeline .result-cell {
    flex: 0 0 92px;
  }
  .result,
  .event {
    display: inline-block;
    padding: 0 7px;
    border-radius: 9px;
    font-size: 11.5px;
    line-height: 18px;
    background: var(--sunken);
    color: var(--soft);
  }
  .result.changed,
  .event.success {
    background: light-dark(#e1edfb, #1f3350);
    color: var(--accent);
  }
  .result.notModified,
  .result.hit,
  .result.joined {
    background: light-dark(#eee8fb, #34284f);
    color: var(--saved);
  }
  .result.failed,
  .event.error {
    background: light-dark(#fdecea, #45211f);
    color: var(--bad);
  }
  .result.aborted,
  .result.superseded,
  .event.stale,
  .event.overdue,
  .event.invalidated,
  .event.superseded {
    background: light-dark(#fbf0d9, #40310f);
    color: var(--stale);
  }
  .result.running,
  .event.fetching {
    background: var(--chosen);
    color: var(--accent);
  }
  .event.fresh {
    background: light-dark(#def5ea, #17382a);
    color: var(--fresh);
  }
  .timeline .what {
    flex: 1 1 240px;
  }
  .timeline .first {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .timeline .key {
    font: 600 12px/18px var(--mono);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .timeline .second {
    color: var(--soft);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .timeline .took {
    flex: 0 0 130px;
    display: flex;
    flex-direction: column;
    gap: 2px;
    font-variant-numeric: tabular-nums;
  }
  .length {
    height: 4px;
    border-radius: 2px;
    background: light-dark(#7fb0e8, #3f6ea8);
    transform: scaleX(max(var(--share), 0.02));
    transform-origin: left;
  }
  .chosen-why {
    flex: none;
    display: flex;
    align-items: baseline;
    gap: 10px;
    padding: 6px 10px;
    border-top: 1px solid var(--line);
    background: var(--raised);
  }
  .chosen-why p {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .log .type {
    flex: 0 0 100px;
  }
  .log .key {
    flex: 1 1 120px;
    font: 12px/20px var(--mono);
  }
  .log .reason {
    flex: 2 1 140px;
    color: var(--soft);
  }
  @container panel (width < 620px) {
    .legend {
      display: none;
    }
    .when {
      flex-basis: 58px;
    }
    .timeline .took,
    .log .when .soft {
      display: none;
    }
    .timeline .result-cell {
      flex-basis: 84px;
    }
    .log .reason {
      flex: 1 1 60px;
    }
  }
`
