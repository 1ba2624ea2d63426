/** Where the panel stands: the button, the docks, the window, the head, and what is said. */
import { css } from 'lit'

export const frame = css`
  .launcher {
    position: fixed;
    z-index: 2147483646;
    bottom: var(--freshline-launcher-bottom, 14px);
    width: 40px;
    height: 40px;
    display: grid;
    place-items: center;
    cursor: pointer;
    border-radius: 50%;
    background: var(--ground);
    border: 1px solid var(--line);
    box-shadow: 0 2px 10px var(--shade);
  }
  .launcher.right {
    right: var(--freshline-launcher-side, 14px);
  }
  .launcher.left {
    left: var(--freshline-launcher-side, 14px);
  }
  .launcher:hover {
    background: var(--raised);
  }
  .launcher:focus-visible {
    outline-offset: 2px;
  }
  .panel {
    position: fixed;
    z-index: 2147483646;
    display: flex;
    flex-direction: column;
    background: var(--ground);
    color: var(--text);
    container: panel / inline-size;
    box-shadow: 0 0 24px var(--shade);
    overflow: hidden;
  }
  :host([dock='bottom']) .panel {
    inset: auto 0 0 0;
    height: var(--height);
    border-top: 1px solid var(--line);
  }
  :host([dock='right']) .panel {
    inset: 0 0 0 auto;
    width: min(var(--width), 100vw);
    border-left: 1px solid var(--line);
  }
  :host([dock='window']) .panel {
    left: var(--x);
    top: var(--y);
    width: min(var(--window-width), 100vw);
    height: min(var(--window-height), 100vh);
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  .edge {
    position: absolute;
    z-index: 2;
    touch-action: none;
  }
  .edge:hover,
  .edge:focus-visible {
    background: var(--accent);
    outline: none;
  }
  :host([dock='bottom']) .edge {
    inset: 0 0 auto 0;
    height: 4px;
    cursor: ns-resize;
  }
  :host([dock='right']) .edge {
    inset: 0 auto 0 0;
    width: 4px;
    cursor: ew-resize;
  }
  :host([dock='window']) .edge {
    inset: auto 0 0 auto;
    width: 14px;
    height: 14px;
    cursor: nwse-resize;
    background: linear-gradient(135deg, transparent 50%, var(--line) 50%);
  }
  :host([dock='window']) .edge:hover,
  :host([dock='window']) .edge:focus-visible {
    background: linear-gradient(135deg, transparent 50%, var(--accent) 50%);
  }
  .header {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 4px 8px 0 10px;
    background: var(--raised);
    border-bottom: 1px solid var(--line);
    flex: none;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
    padding-right: 6px;
  }
  .handle {
    cursor: move;
    touch-action: none;
    height: 26px;
  }
  .managers {
    height: 24px;
    max-width: 120px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--ground);
  }
  .tabs {
    display: flex;
    gap: 2px;
    align-self: flex-end;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tabs [role='tab'] {
    padding: 5px 9px 6px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 6px 6px 0 0;
    color: var(--soft);
    white-space: nowrap;
  }
  .tabs [role='tab']:hover {
    color: var(--text);
  }
  .tabs [role='tab'][aria-selected='true'] {
    color: var(--text);
    border-bottom-color: var(--accent);
  }
  .places {
    display: flex;
    margin-left: auto;
  }
  .view {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 12px;
    background: light-dark(#fdecea, #45211f);
    color: var(--bad);
    border-bottom: 1px solid var(--bad);
    flex: none;
  }
  .banner .plain {
    color: inherit;
    font-weight: 600;
  }
  .said {
    position: absolute;
    left: 50%;
    bottom: 10px;
    transform: translateX(-50%);
    max-width: 92%;
    padding: 4px 12px;
    border-radius: 14px;
    background: var(--text);
    color: var(--ground);
    pointer-events: none;
  }
  .said:empty {
    clip-path: inset(50%);
    padding: 0;
  }
  @container panel (width < 620px) {
    .header {
      flex-wrap: wrap;
    }
    .header .tabs {
      order: 9;
      flex: 1 0 100%;
    }
    .help {
      display: none;
    }
  }
`
