package dcm.quickadd;

/**
 * A word, a number or a symbol of a text.
 *
 * @param text in Unicode's normal form NFKC and lower case, digits as ASCII
 * @param from offset in the original text
 * @param to exclusive
 * @param spaceBefore whether white space or the beginning of the text precedes it
 */
record Token(String text, Type type, int from, int to, boolean spaceBefore) {
  enum Type {
    WORD,
    NUMBER,
    SYMBOL
  }
}
