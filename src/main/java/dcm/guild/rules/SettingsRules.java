package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules on opening, observing, configuring and deactivating the guild. */
final class SettingsRules {
  static final int MAX_REMINDER_OFFSETS = 5;
  private static final Duration MAX_DURATION = Duration.ofDays(30);
  private static final Duration MIN_ESCALATION = Duration.ofMinutes(1);

  private SettingsRules() {}

  /**
   * Records Discord's description of the guild. The first one opens it with the initial
   * permissions, so that the journal contains them.
   */
  static @Nullable Refusal observe(DecisionContext context, SettingsCommand.ObserveGuild observed) {
    GuildProfile profile = context.state().profile();
    String name = TextValidation.sanitize(observed.name(), context.envelope().guild().toString());
    String locale =
        Objects.requireNonNullElse(TextValidation.canonicalLocale(observed.locale()), "en");
    Map<RoleId, String> roles = new TreeMap<>();
    observed
        .roles()
        .forEach((id, role) -> roles.put(id, TextValidation.sanitize(role, id.toString())));
    boolean same =
        profile.active()
            && name.equals(profile.name())
            && roles.equals(profile.roles())
            && profile.observedSettings(locale, observed.channel()).equals(profile.settings());
    if (same) {
      return null;
    }
    boolean first = profile.name() == null;
    ZoneId zone = first ? profile.settings().zone() : null;
    context.emit(new SettingsEvent.GuildObserved(name, roles, locale, observed.channel(), zone));
    if (first) {
      context.emit(
          new PermissionEvent.Granted(
              context.state().everyone(), PermissionRules.INITIAL_PERMISSIONS));
    }
    return null;
  }

  static @Nullable Refusal deactivate(DecisionContext context) {
    if (context.state().profile().active()) {
      context.emit(new SettingsEvent.Deactivated());
    }
    return null;
  }

  /**
   * Changes the settings. Reminders due under the former settings are queued before the new ones
   * apply.
   */
  static @Nullable Refusal change(DecisionContext context, SettingsCommand.Change change) {
    Refusal denied = context.checkPermission(Permission.SETTINGS_MANAGE);
    if (denied != null) {
      return denied;
    }
    GuildProfile profile = context.state().profile();
    if (change.ifRevision() != null && change.ifRevision() != profile.settingsRevision()) {
      return new Refusal.Outdated(change.ifRevision(), profile.settingsRevision());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    GuildSettings before = profile.settings();
    GuildSettings after = patched(before, change.patch(), errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal channelRefusal =
        ChannelRules.checkUsable(profile, before.channel(), change.patch().channel());
    if (channelRefusal != null) {
      return channelRefusal;
    }
    if (!after.equals(before)) {
      WakeUpRules.remindBeforeChange(context);
      context.emit(new SettingsEvent.Changed(before, after));
    }
    return null;
  }

  private static GuildSettings patched(
      GuildSettings before, SettingsPatch patch, List<Refusal.FieldError> errors) {
    String locale =
        patch.locale() == null ? before.locale() : TextValidation.canonicalLocale(patch.locale());
    if (locale == null) {
      errors.add(
          new Refusal.FieldError("locale", "unknown-locale", "must be a BCP 47 language tag"));
    }
    Duration escalation =
        patch.escalateAfter() == null ? before.escalateAfter() : patch.escalateAfter();
    if (patch.neverEscalate() && patch.escalateAfter() != null) {
      errors.add(
          new Refusal.FieldError(
              "escalateAfter", "contradiction", "cannot be both set and cleared"));
    }
    checkRange(patch.escalateAfter(), MIN_ESCALATION, "escalateAfter", errors);
    checkRange(patch.undoWindow(), Duration.ZERO, "undoWindow", errors);
    Integer halfLife = patch.balanceHalfLifeWeeks();
    if (halfLife != null && (halfLife < 1 || halfLife > WorkloadRules.MAX_HALF_LIFE_WEEKS)) {
      errors.add(
          new Refusal.FieldError(
              "balanceHalfLifeWeeks",
              "out-of-range",
              "must lie between 1 and " + WorkloadRules.MAX_HALF_LIFE_WEEKS));
    }
    if (halfLife != null && patch.neverForget()) {
      errors.add(
          new Refusal.FieldError(
              "balanceHalfLifeWeeks", "contradiction", "cannot be both set and cleared"));
    }
    return new GuildSettings(
        patch.zone() == null ? before.zone() : patch.zone(),
        locale == null ? before.locale() : locale,
        patch.weekStart() == null ? before.weekStart() : patch.weekStart(),
        offsets(before, patch.reminderOffsets(), errors),
        patch.neverEscalate() ? null : escalation,
        patch.channel() == null ? before.channel() : patch.channel(),
        patch.undoWindow() == null ? before.undoWindow() : patch.undoWindow(),
        patch.selfApproval() == null ? before.selfApproval() : patch.selfApproval(),
        patch.points() == null ? before.points() : patch.points(),
        patch.leaderboard() == null ? before.leaderboard() : patch.leaderboard(),
        halfLife != null || patch.neverForget() ? halfLife : before.balanceHalfLifeWeeks());
  }

  /** The distinct offsets, longest first. */
  private static List<Duration> offsets(
      GuildSettings before, @Nullable List<Duration> wanted, List<Refusal.FieldError> errors) {
    if (wanted == null) {
      return before.reminderOffsets();
    }
    if (wanted.size() > MAX_REMINDER_OFFSETS) {
      errors.add(
          new Refusal.FieldError("reminderOffsets", "too-many", "at most " + MAX_REMINDER_OFFSETS));
    }
    for (int i = 0; i < wanted.size() && i < MAX_REMINDER_OFFSETS; i++) {
      checkRange(wanted.get(i), Duration.ZERO, "reminderOffsets[" + i + "]", errors);
    }
    return wanted.stream()
        .filter(Objects::nonNull)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static void checkRange(
      @Nullable Duration wanted, Duration min, String field, List<Refusal.FieldError> errors) {
    if (wanted != null && (wanted.compareTo(min) < 0 || wanted.compareTo(MAX_DURATION) > 0)) {
      errors.add(
          new Refusal.FieldError(
              field, "out-of-range", "must lie between " + min + " and " + MAX_DURATION));
    }
  }
}
