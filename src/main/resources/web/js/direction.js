/**
 * Isolates names and titles from the direction of the surrounding text (UAX #9, isolates), for text
 * in sentences and attributes; in an element of its own, `<bdi>` does the same.
 */

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** Right-to-left letters and numbers, and every character that changes the direction. */
const TURNING = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATES = /[\u2066-\u2069]/g;

/** Isolates a text unless it cannot change the direction. @param {string} text */
export function isolated(text) {
  if (!TURNING.test(text)) return text;
  // a paragraph separator would end the isolate, and so would an unmatched pop
  const line = text.replace(/[\n\r\u0085\u2028\u2029]/g, ' ');
  return FIRST_STRONG_ISOLATE + (balanced(line) ? line : line.replace(ISOLATES, '')) + POP_ISOLATE;
}

/** @param {string} text */
function balanced(text) {
  let open = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    open += mark === POP_ISOLATE ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}
