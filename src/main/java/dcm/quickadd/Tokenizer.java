package dcm.quickadd;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits a text into tokens, in linear time. */
final class Tokenizer {
  private Tokenizer() {}

  static List<Token> tokenize(String source) {
    var tokens = new ArrayList<Token>();
    boolean space = true;
    int i = 0;
    while (i < source.length()) {
      int codePoint = source.codePointAt(i);
      if (isSpace(codePoint)) {
        space = true;
        i += Character.charCount(codePoint);
        continue;
      }
      Token.Type type = type(codePoint);
      int end = i + Character.charCount(codePoint);
      while (end < source.length() && continues(type, source.codePointAt(end))) {
        end += Character.charCount(source.codePointAt(end));
      }
      tokens.add(new Token(normalize(source.substring(i, end), type), type, i, end, space));
      space = false;
      i = end;
    }
    return tokens;
  }

  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static Token.Type type(int codePoint) {
    if (Character.isDigit(codePoint)) {
      return Token.Type.NUMBER;
    }
    return Character.isLetter(codePoint) || isApostrophe(codePoint)
        ? Token.Type.WORD
        : Token.Type.SYMBOL;
  }

  private static boolean continues(Token.Type type, int codePoint) {
    return switch (type) {
      case WORD -> type(codePoint) == Token.Type.WORD || isMark(codePoint);
      case NUMBER -> Character.isDigit(codePoint);
      case SYMBOL -> false;
    };
  }

  private static boolean isApostrophe(int codePoint) {
    return codePoint == '\'' || codePoint == '\u2019';
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  private static String normalize(String text, Token.Type type) {
    if (type == Token.Type.NUMBER) {
      var digits = new StringBuilder();
      text.codePoints().forEach(digit -> digits.append(Character.digit(digit, 10)));
      return digits.toString();
    }
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replace('\u2019', '\'');
  }
}
