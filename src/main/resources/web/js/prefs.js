import { Emitter } from './emitter.js';

/** @param {string} name */
function read(name) {
  try {
    return localStorage.getItem('dcm.' + name);
  } catch {
    return null; // storage may be forbidden: then nothing is remembered
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

/** What this browser remembers of its user: language and theme. Nothing of a guild. */
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

  /** What is seen now. */
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
    // Back at what the system says, the system leads again.
    this.theme = dark === this.dark.matches ? 'system' : dark ? 'dark' : 'light';
    write('theme', this.theme);
    if (this.theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
    this.changed();
  }
}

export const prefs = new Prefs();
