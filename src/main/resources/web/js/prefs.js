import { Emitter } from './emitter.js';

/** @param {string} name */
function read(name) {
  try {
    return localStorage.getItem('dcm.' + name);
  } catch {
    return null; // storage may be disabled: then nothing is stored
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function write(name, value) {
  try {
    localStorage.setItem('dcm.' + name, value);
  } catch {
    // see read
  }
}

/** Language and theme, stored in this browser. */
class Prefs extends Emitter {
  constructor() {
    super();
    const wanted = [read('language'), ...(navigator.languages ?? [])].filter(Boolean);
    this.language = wanted.map((tag) => tag.slice(0, 2)).find((l) => l === 'nl' || l === 'en') ?? 'en';
    const theme = read('theme');
    /** @type {'system'|'light'|'dark'} */
    this.theme = theme === 'light' || theme === 'dark' ? theme : 'system';
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.dark.addEventListener('change', () => this.changed());
  }

  /** Whether the dark theme is shown. */
  get darkNow() {
    return this.theme === 'dark' || (this.theme === 'system' && this.dark.matches);
  }

  /** @param {'nl'|'en'} language */
  setLanguage(language) {
    this.language = language;
    write('language', language);
    this.changed();
  }

  toggleTheme() {
    const dark = !this.darkNow;
    // When the choice equals the system's theme, the system's theme is followed again.
    this.theme = dark === this.dark.matches ? 'system' : dark ? 'dark' : 'light';
    write('theme', this.theme);
    if (this.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
    this.changed();
  }
}

export const prefs = new Prefs();
