import { svg, html } from 'lit';

/** Drawn on a grid of 24 with a stroke of 1.8. */
const drawings = {
  list: svg`<path d="M3.5 6.5 5 8l2.5-3M3.5 12.5 5 14l2.5-3M3.5 18.5 5 20l2.5-3M11 7h9.5M11 13h9.5M11 19h9.5"/>`,
  bell: svg`<path d="M6 16.5c1-1.2 1.2-2.8 1.2-5.2 0-3.4 2-5.8 4.8-5.8s4.8 2.4 4.8 5.8c0 2.4.2 4 1.2 5.2zM10 19.5a2.2 2.2 0 0 0 4 0M12 3.5v2"/>`,
  scroll: svg`<path d="M7 4h11v13.5a2.5 2.5 0 0 1-5 0V16H4v1.5A2.5 2.5 0 0 0 6.5 20h9M7 4a2.4 2.4 0 0 0-2.4 2.4V8H7zM7 4v12M10.5 8.5h4M10.5 12h4"/>`,
  gear: svg`<circle cx="12" cy="12" r="2.8"/><path d="M10.4 5.6L10.7 3.1L13.3 3.1L13.6 5.6L15.4 6.4L17.3 4.8L19.2 6.7L17.6 8.6L18.4 10.4L20.9 10.7L20.9 13.3L18.4 13.6L17.6 15.4L19.2 17.3L17.3 19.2L15.4 17.6L13.6 18.4L13.3 20.9L10.7 20.9L10.4 18.4L8.6 17.6L6.7 19.2L4.8 17.3L6.4 15.4L5.6 13.6L3.1 13.3L3.1 10.7L5.6 10.4L6.4 8.6L4.8 6.7L6.7 4.8L8.6 6.4z"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.3 2"/>`,
  repeat: svg`<path d="M4.5 11V9.5A3.5 3.5 0 0 1 8 6h11m0 0-3-3m3 3-3 3M19.5 13v1.5A3.5 3.5 0 0 1 16 18H5m0 0 3 3m-3-3 3-3"/>`,
  flag: svg`<path d="M6 21V4m0 .5c4-2.5 7 2.5 12 0v9c-5 2.5-8-2.5-12 0"/>`,
  moon: svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"/>`,
  tune: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  hand: svg`<path d="M8 12.5V6a1.5 1.5 0 0 1 3 0v5-6.5a1.5 1.5 0 0 1 3 0V11 6.5a1.5 1.5 0 0 1 3 0V15c0 3.5-2.2 6-5.5 6-2.7 0-4-1.2-5.2-3.3L4 13.6c-.8-1.5 1-2.7 2.2-1.5L8 14"/>`,
  undo: svg`<path d="M5 9h9a5 5 0 0 1 0 10h-3M5 9l4-4M5 9l4 4"/>`,
  skip: svg`<path d="m5 6 8 6-8 6zM17 6v12"/>`,
  pencil: svg`<path d="m4.5 19.5 1-4L16 5a1.8 1.8 0 0 1 3 3L8.5 18.5zM14 7l3 3"/>`,
  bin: svg`<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 11v5M13.7 11v5"/>`,
  out: svg`<path d="M13 4H6v16h7M10 12h10m0 0-3.5-3.5M20 12l-3.5 3.5"/>`,
  swap: svg`<path d="M4 8h14l-3.5-3.5M20 16H6l3.5 3.5"/>`,
  snooze: svg`<circle cx="12" cy="13" r="7.5"/><path d="M9.5 10.5h5l-5 5h5M4 5.5 7 3M20 5.5 17 3"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.3-4 2.8-6 6.5-6s6.2 2 6.5 6M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2.4.7 3.8 2.5 4 5.5"/>`,
  help: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.7a2.5 2.5 0 1 1 3.6 2.2c-.8.5-1.2 1-1.2 2M12 16.6v.2"/>`,
  broom: svg`<path d="m19 3-6 9M10.5 11c3 .2 5.3 1.7 6.5 4M9.5 12c-1 3-3 5-6 6 2 2 5 3 8.5 3 2-1 3.5-3 4-5.5M8 18.5c.7 1 1.5 1.7 2.5 2"/>`,
};

/** A decorative icon, hidden from screen readers. @param {keyof typeof drawings} name */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${drawings[name]}</svg>`;
