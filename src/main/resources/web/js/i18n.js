import en from './i18n/en.js';
import nl from './i18n/nl.js';
import { isolated } from './direction.js';
import { prefs } from './prefs.js';

const dictionaries = { en, nl };

/** The locale for Intl. British English: the week starts on Monday, the clock has 24 hours. */
export const locale = () => (prefs.language === 'nl' ? 'nl-NL' : 'en-GB');

/**
 * The text of a key in the chosen language.
 *
 * @param {string} key
 * @param {Record<string, string|number>} [params] values of {name}, isolated from the text's
 *     direction; `n` chooses key.one or key.other
 */
export function t(key, params = {}) {
  const words = dictionaries[prefs.language];
  const form = 'n' in params ? key + '.' + new Intl.PluralRules(locale()).select(Number(params.n)) : key;
  const text = words[form] ?? words[key + '.other'] ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => isolated(String(params[name] ?? '')));
}

/**
 * Whether there is a text for a key from the server, such as a problem's type.
 *
 * @param {string} key
 */
export const known = (key) => key in en;

const reflect = () => (document.documentElement.lang = prefs.language);
prefs.addEventListener('change', reflect);
reflect();
