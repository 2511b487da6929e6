package dcm.template;

import dcm.guild.value.RecurrencePreset;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A common task.
 *
 * @param id stable slug, by which requests name it
 * @param number stable too: its place in {@link TemplateSelection}; 0 to 255
 * @param room the id of its room
 * @param time local time of its dues; null: they are all-day
 * @param season null: all year
 * @param checklist null: none
 */
public record TaskTemplate(
    String id,
    int number,
    String room,
    Text title,
    Effort effort,
    RecurrencePreset rhythm,
    @Nullable LocalTime time,
    @Nullable Set<Month> season,
    @Nullable Checklist checklist) {
  /** A text in every language that templates have. */
  public record Text(String nl, String en) {
    /** The text in a language; English for a language without a text. */
    public String in(Locale language) {
      return isDutch(language) ? nl : en;
    }
  }

  /**
   * An estimate.
   *
   * @param difficulty 1 to 5
   */
  public record Effort(int minutes, int difficulty) {}

  /** The items in each language, in the same order. */
  public record Checklist(List<String> nl, List<String> en) {
    public Checklist {
      nl = List.copyOf(nl);
      en = List.copyOf(en);
    }
  }

  /** A part of a home, a club or an office. */
  public record Room(String id, Text name) {}

  /**
   * Templates to begin with, over several rooms.
   *
   * @param templates ids
   */
  public record StarterSet(String id, Text name, List<String> templates) {
    public StarterSet {
      templates = List.copyOf(templates);
    }
  }

  /** The items of the checklist in a language. */
  public List<String> checklistIn(Locale language) {
    return checklist == null ? List.of() : isDutch(language) ? checklist.nl() : checklist.en();
  }

  private static boolean isDutch(Locale language) {
    return language.getLanguage().equals("nl");
  }
}
