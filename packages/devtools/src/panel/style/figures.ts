/** Figures and settings. */
import { css } from 'lit'

export const figures = css`
  .metrics-view {
    overflow: auto;
    padding: 12px;
    display: grid;
    /* No wider than the panel: tables scroll in themselves. */
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    align-content: start;
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
    gap: 8px;
  }
  .figure {
    display: flex;
    flex-direction: column;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
  }
  .figure .number {
    font-size: 20px;
    line-height: 1.4;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .metrics-view h2 {
    font-size: 13px;
    margin-bottom: 6px;
  }
  .metrics-view table {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
  }
  .metrics-view th,
  .metrics-view td {
    text-align: right;
    padding: 3px 8px;
    border-bottom: 1px solid var(--line);
    font-weight: inherit;
  }
  .metrics-view th:first-child {
    text-align: left;
  }
  .metrics-view thead th {
    color: var(--soft);
  }
  .wide {
    overflow-x: auto;
  }
  .settings {
    overflow: auto;
    padding: 12px;
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: flex-start;
  }
  .settings fieldset {
    border: 1px solid var(--line);
    border-radius: 8px;
    padding: 4px 12px 8px;
    display: grid;
    gap: 4px;
    margin: 0;
    min-width: 170px;
  }
  .settings legend {
    padding: 0 4px;
    color: var(--soft);
  }
  .settings section {
    flex: 1 1 320px;
  }
  .settings h2 {
    font-size: 13px;
    margin-bottom: 6px;
  }
  .shortcuts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 14px;
  }
  .shortcuts kbd {
    padding: 1px 6px;
    border: 1px solid var(--line);
    border-radius: 5px;
    background: var(--raised);
  }
  @container panel (width < 620px) {
    .shortcuts {
      grid-template-columns: 1fr;
    }
  }
`
