package dcm.guild;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The guild opens, looks different, is set up otherwise, or sleeps. */
final class SettingsRules {
  static final int OFFSETS = 5;
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration SHORTEST_ESCALATION = Duration.ofMinutes(1);

  private SettingsRules() {}

  /** The first one opens the guild with what everybody may do at first, for the journal to tell. */
  static @Nullable Refusal observe(Hearing hearing, SettingsCommand.ObserveGuild seen) {
    House house = hearing.state().house();
    String name = Texts.tame(seen.name(), hearing.request().guild().toString());
    String locale = Objects.requireNonNullElse(Texts.locale(seen.locale()), "en");
    Map<RoleId, String> roles = new TreeMap<>();
    seen.roles().forEach((id, role) -> roles.put(id, Texts.tame(role, id.toString())));
    boolean same =
        house.open()
            && name.equals(house.name())
            && roles.equals(house.roles())
            && house.observed(locale, seen.channel()).equals(house.settings());
    if (same) {
      return null;
    }
    boolean first = house.name() == null;
    ZoneId zone = first ? house.settings().zone() : null;
    hearing.happens(new SettingsEvent.GuildObserved(name, roles, locale, seen.channel(), zone));
    if (first) {
      hearing.happens(
          new PermissionEvent.Granted(hearing.state().everyone(), PermissionRules.AT_FIRST));
    }
    return null;
  }

  static @Nullable Refusal sleep(Hearing hearing) {
    if (hearing.state().house().open()) {
      hearing.happens(new SettingsEvent.Slept());
    }
    return null;
  }

  /** What was owed under the former ladder is queued before the new one counts. */
  static @Nullable Refusal change(Hearing hearing, SettingsCommand.Change change) {
    Refusal lacking = hearing.lacks(Permission.SETTINGS_MANAGE);
    if (lacking != null) {
      return lacking;
    }
    House house = hearing.state().house();
    if (change.ifRevision() != null && change.ifRevision() != house.settingsRevision()) {
      return new Refusal.Outdated(change.ifRevision(), house.settingsRevision());
    }
    List<FieldError> errors = new ArrayList<>();
    Settings before = house.settings();
    Settings after = patched(before, change.patch(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal unusable = ChannelRules.unusable(house, before.channel(), change.patch().channel());
    if (unusable != null) {
      return unusable;
    }
    if (!after.equals(before)) {
      WakeUpRules.owed(hearing);
      hearing.happens(new SettingsEvent.Changed(before, after));
    }
    return null;
  }

  private static Settings patched(Settings before, SettingsPatch patch, List<FieldError> errors) {
    String locale = patch.locale() == null ? before.locale() : Texts.locale(patch.locale());
    if (locale == null) {
      errors.add(new FieldError("locale", "unknown-locale", "must be a BCP 47 language tag"));
    }
    Duration escalation =
        patch.escalateAfter() == null ? before.escalateAfter() : patch.escalateAfter();
    if (patch.neverEscalate() && patch.escalateAfter() != null) {
      errors.add(
          new FieldError("escalateAfter", "contradiction", "cannot be both set and cleared"));
    }
    within(patch.escalateAfter(), SHORTEST_ESCALATION, "escalateAfter", errors);
    within(patch.undoWindow(), Duration.ZERO, "undoWindow", errors);
    return new Settings(
        patch.zone() == null ? before.zone() : patch.zone(),
        locale == null ? before.locale() : locale,
        patch.weekStart() == null ? before.weekStart() : patch.weekStart(),
        offsets(before, patch.reminderOffsets(), errors),
        patch.neverEscalate() ? null : escalation,
        patch.channel() == null ? before.channel() : patch.channel(),
        patch.undoWindow() == null ? before.undoWindow() : patch.undoWindow());
  }

  /** Longest first, each once. */
  private static List<Duration> offsets(
      Settings before, @Nullable List<Duration> wanted, List<FieldError> errors) {
    if (wanted == null) {
      return before.reminderOffsets();
    }
    if (wanted.size() > OFFSETS) {
      errors.add(new FieldError("reminderOffsets", "too-many", "at most " + OFFSETS));
    }
    for (int i = 0; i < wanted.size() && i < OFFSETS; i++) {
      within(wanted.get(i), Duration.ZERO, "reminderOffsets[" + i + "]", errors);
    }
    return wanted.stream()
        .filter(Objects::nonNull)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static void within(
      @Nullable Duration wanted, Duration least, String field, List<FieldError> errors) {
    if (wanted != null && (wanted.compareTo(least) < 0 || wanted.compareTo(MONTH) > 0)) {
      errors.add(
          new FieldError(field, "out-of-range", "must lie between " + least + " and " + MONTH));
    }
  }
}
