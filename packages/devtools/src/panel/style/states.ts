/** How the state of a key looks: its activity, its bar, its word. */
import { css } from 'lit'

export const states = css`
  .activity {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    border: 1.5px solid var(--soft);
  }
  .fetching .activity {
    border-color: var(--accent);
    background: var(--accent);
    animation: pulse 1s ease-in-out infinite alternate;
  }
  .paused .activity {
    border-radius: 1px;
    border-width: 0 2px;
  }
  @keyframes pulse {
    from {
      opacity: 0.35;
    }
  }
  .bar {
    position: relative;
    flex: 1 1 60px;
    max-width: 120px;
    height: 6px;
    border-radius: 3px;
    background: var(--sunken);
    overflow: hidden;
  }
  .bar::before {
    content: '';
    position: absolute;
    inset: 0;
    background: var(--fresh-bar);
    transform: scaleX(var(--share));
    transform-origin: left;
  }
  .state {
    flex: 1 0 auto;
    min-width: 68px;
    font-variant-numeric: tabular-nums;
  }
  .row.fresh .state {
    color: var(--fresh);
  }
  .row.stale .state {
    color: var(--stale);
  }
  .row.overdue .state {
    color: var(--overdue);
  }
  .row.failing .state {
    color: var(--bad);
  }
  .row.empty .state {
    color: var(--soft);
  }
  .row.stale .bar,
  .row.overdue .bar {
    background: light-dark(#f7e3ba, #4a3a17);
  }
  .row.failing .bar {
    background: light-dark(#f8d6d3, #51211e);
  }
  @media (prefers-reduced-motion: reduce) {
    .fetching .activity {
      animation: none;
    }
  }
`
