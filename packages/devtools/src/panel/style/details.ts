/** The chosen key beside the list, or over it where there is little room; and the data viewer. */
import { css } from 'lit'

export const details = css`
  .details {
    flex: 0 0 46%;
    min-width: 0;
    display: flex;
    flex-direction: column;
    border-left: 1px solid var(--line);
  }
  .details-head {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 3px 8px 0 12px;
    flex: none;
  }
  .details-head h2 {
    flex: 1;
    font: 600 13px/1.4 var(--mono);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .details-head .back {
    display: none;
  }
  .details .tabs {
    flex: none;
  }
  .details .bar-tools {
    border-top: 1px solid var(--line);
  }
  .details .tool {
    padding: 0 7px;
  }
  .key-part {
    flex: 1;
    min-height: 0;
    overflow: auto;
    display: flex;
    flex-direction: column;
  }
  .why {
    padding: 10px 12px;
    display: grid;
    gap: 4px;
    border-bottom: 1px solid var(--line);
  }
  .key-facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 3px 14px;
    padding: 10px 12px;
  }
  .key-facts dt {
    color: var(--soft);
  }
  .key-facts dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .requests li {
    padding: 6px 12px;
    border-bottom: 1px solid var(--line);
  }
  .data-tools {
    padding: 5px 8px;
  }
  .data-tools .search {
    flex-basis: 110px;
  }
  .tree-box {
    flex: 1;
    min-height: 90px;
    display: flex;
  }
  .list.tree {
    font: 12px/22px var(--mono);
  }
  .rows > .row.line {
    gap: 5px;
    padding: 0 8px 0 calc(6px + min(var(--level), 14) * 14px);
    white-space: nowrap;
    border-bottom: 0;
    width: max-content;
    min-width: 100%;
  }
  .twist {
    width: 14px;
    height: 22px;
    flex: none;
    display: grid;
    place-items: center;
    cursor: pointer;
    color: var(--soft);
  }
  .twist .icon {
    width: 9px;
    height: 9px;
    fill: currentColor;
  }
  .twist.open .icon {
    transform: rotate(90deg);
  }
  .line .name {
    color: var(--accent);
  }
  .line .value {
    color: var(--soft);
  }
  .line.string .value {
    color: var(--fresh);
  }
  .line.number .value,
  .line.date .value {
    color: var(--saved);
  }
  .line.boolean .value {
    color: var(--overdue);
  }
  .line.group .name {
    color: var(--soft);
  }
  @container panel (width < 760px) {
    .has-details .split-list,
    .has-details > .bar-tools,
    .has-details > .tools {
      display: none;
    }
    .details {
      flex: 1;
      border-left: 0;
    }
    .details-head .back {
      display: grid;
    }
    .details-head {
      padding-left: 6px;
    }
  }
`
