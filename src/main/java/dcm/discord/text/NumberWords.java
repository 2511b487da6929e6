package dcm.discord.text;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers in digits or as words in English and Dutch: {@code 3}, {@code three}, {@code drie}. */
final class NumberWords {
  private static final Map<String, Integer> WORDS = words();

  private NumberWords() {}

  /**
   * @param word in lower case
   * @return null when it is not a number from 0 to 9999
   */
  static @Nullable Integer parse(String word) {
    return word.matches("[0-9]{1,4}") ? Integer.valueOf(word) : WORDS.get(word);
  }

  private static Map<String, Integer> words() {
    String[] numbers = {
      "a an one een één eén",
      "two twee couple",
      "three drie",
      "four vier",
      "five vijf",
      "six zes",
      "seven zeven",
      "eight acht",
      "nine negen",
      "ten tien",
      "eleven elf",
      "twelve twaalf",
    };
    var map = new HashMap<String, Integer>();
    for (int i = 0; i < numbers.length; i++) {
      for (String word : numbers[i].split(" ", -1)) {
        map.put(word, i + 1);
      }
    }
    map.put("fifteen", 15);
    map.put("vijftien", 15);
    map.put("twenty", 20);
    map.put("twintig", 20);
    map.put("thirty", 30);
    map.put("dertig", 30);
    return Map.copyOf(map);
  }
}
