package dcm.discord.text;

import java.util.Locale;
import java.util.Set;

/** Words that clear a field: {@code none}, {@code geen}, {@code -}. */
public final class ClearWords {
  private static final Set<String> WORDS =
      Set.of("none", "nobody", "no one", "-", "geen", "niemand", "leeg", "empty");

  private ClearWords() {}

  public static boolean contain(String typed) {
    return WORDS.contains(typed.strip().toLowerCase(Locale.ROOT));
  }
}
