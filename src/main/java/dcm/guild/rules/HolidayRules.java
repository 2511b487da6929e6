package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.QueryResult;
import dcm.guild.recurrence.Holidays;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import dcm.guild.value.Permission;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules on the guild's holidays. */
final class HolidayRules {
  static final int MAX_OWN = 200;
  static final int MAX_LISTS = 10;
  private static final int SHOWN_DAYS = 400;

  private HolidayRules() {}

  static @Nullable Refusal replace(
      DecisionContext context, SettingsCommand.ReplaceHolidays replace) {
    Refusal denied = context.checkPermission(Permission.SETTINGS_MANAGE);
    if (denied != null) {
      return denied;
    }
    GuildProfile profile = context.state().profile();
    if (replace.ifRevision() != null && replace.ifRevision() != profile.holidayRevision()) {
      return new Refusal.Outdated(replace.ifRevision(), profile.holidayRevision());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    var after =
        new HolidayCalendar(
            own(replace.calendar().own(), errors), lists(replace.calendar().lists(), errors));
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    HolidayCalendar before = profile.holidayCalendar();
    if (!after.equals(before)) {
      context.emit(new SettingsEvent.HolidaysChanged(before, after));
    }
    return null;
  }

  private static List<OwnHoliday> own(List<OwnHoliday> wanted, List<Refusal.FieldError> errors) {
    if (wanted.size() > MAX_OWN) {
      errors.add(new Refusal.FieldError("own", "too-many", "at most " + MAX_OWN + " days"));
      return wanted;
    }
    var dates = new HashSet<LocalDate>();
    List<OwnHoliday> normalized = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      OwnHoliday day = wanted.get(i);
      String field = "own[" + i + "].";
      TaskValidation.checkRange(day.date(), field + "date", errors);
      if (!dates.add(day.date())) {
        errors.add(new Refusal.FieldError(field + "date", "duplicate", "must occur once"));
      }
      normalized.add(
          new OwnHoliday(
              day.date(),
              TextValidation.singleLine(
                  day.name(), field + "name", TextValidation.MAX_NAME_LENGTH, errors)));
    }
    return normalized;
  }

  private static List<PublicHolidays> lists(
      List<PublicHolidays> wanted, List<Refusal.FieldError> errors) {
    if (wanted.size() > MAX_LISTS) {
      errors.add(new Refusal.FieldError("lists", "too-many", "at most " + MAX_LISTS + " lists"));
    }
    for (int i = 0; i < wanted.size() && i < MAX_LISTS; i++) {
      PublicHolidays list = wanted.get(i);
      if (list.region() != null && !Holidays.regions(list.country()).contains(list.region())) {
        errors.add(
            new Refusal.FieldError(
                "lists[" + i + "].region",
                "unknown-region",
                "must be one of " + String.join(", ", Holidays.regions(list.country()))));
      }
    }
    return wanted;
  }

  /** The holidays with what a form needs to change them. */
  static QueryResult shown(GuildProfile profile, Instant at) {
    HolidayCalendar calendar = profile.holidayCalendar();
    LocalDate today = LocalDate.ofInstant(at, profile.settings().zone());
    var regions = new EnumMap<Country, Set<String>>(Country.class);
    for (Country country : Country.values()) {
      regions.put(country, Holidays.regions(country));
    }
    return new QueryResult.ShownHolidays(
        calendar,
        Holidays.of(calendar)
            .between(
                today,
                today.plusDays(SHOWN_DAYS),
                Locale.forLanguageTag(profile.settings().locale())),
        regions,
        profile.holidayRevision());
  }
}
