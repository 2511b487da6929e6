package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.value.Assignment;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Roster;
import dcm.guild.value.Standby;
import dcm.guild.value.TaskGroup;
import java.io.IOException;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public JSON of an assignment. */
public final class AssignmentJson {
  private static final int MAX_MEMBERS = 500;
  private static final int MAX_WEEKS = 100;
  private static final int MAX_NAME_LENGTH = 500;

  private AssignmentJson() {}

  static void write(JsonGenerator json, Assignment assignment) throws IOException {
    json.writeStartObject();
    json.writeStringField("strategy", assignment.strategy().name());
    JsonFields.writeTexts(json, "order", assignment.order());
    Assignment.Criteria criteria = assignment.criteria();
    json.writeStringField(
        "criteria", (criteria == null ? Assignment.Criteria.ANY_ONE : criteria).name());
    JsonFields.writeText(json, "role", assignment.role());
    write(json, assignment.roster());
    write(json, assignment.dutyPeriod());
    write(json, assignment.standby());
    write(json, assignment.group());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable Roster roster) throws IOException {
    if (roster == null) {
      json.writeNullField("roster");
      return;
    }
    json.writeObjectFieldStart("roster");
    json.writeStringField("start", roster.start().toString());
    JsonFields.writeObjects(
        json,
        "weeks",
        roster.weeks(),
        (generator, week) -> {
          generator.writeStartObject();
          for (var day : week.entrySet()) {
            generator.writeStringField(day.getKey().name(), day.getValue().toString());
          }
          generator.writeEndObject();
        });
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable DutyPeriod period) throws IOException {
    if (period == null) {
      json.writeNullField("dutyPeriod");
      return;
    }
    json.writeObjectFieldStart("dutyPeriod");
    json.writeNumberField("every", period.every());
    json.writeStringField("unit", period.unit().name());
    json.writeStringField("start", period.start().toString());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable Standby standby) throws IOException {
    if (standby == null) {
      json.writeNullField("standby");
      return;
    }
    json.writeObjectFieldStart("standby");
    JsonFields.writeTexts(json, "members", standby.members());
    json.writeStringField("when", standby.when().name());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, @Nullable TaskGroup group) throws IOException {
    if (group == null) {
      json.writeNullField("group");
      return;
    }
    json.writeObjectFieldStart("group");
    json.writeStringField("name", group.name());
    json.writeStringField("mode", group.mode().name());
    json.writeStringField("period", group.period().name());
    json.writeEndObject();
  }

  /** An assignment; null when it is absent or an error was recorded. */
  public static @Nullable AssignmentPatch read(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var strategy = fields.oneOf("strategy", Assignment.Strategy.class);
    fields.require("strategy", strategy);
    var order = fields.isNull("order") ? List.<MemberId>of() : members(fields, "order");
    var omitted = EnumSet.noneOf(AssignmentPatch.Component.class);
    omit(fields, "role", AssignmentPatch.Component.ROLE, omitted);
    omit(fields, "roster", AssignmentPatch.Component.ROSTER, omitted);
    omit(fields, "dutyPeriod", AssignmentPatch.Component.DUTY_PERIOD, omitted);
    omit(fields, "standby", AssignmentPatch.Component.STANDBY, omitted);
    omit(fields, "group", AssignmentPatch.Component.GROUP, omitted);
    var criteria = fields.oneOf("criteria", Assignment.Criteria.class);
    var role = fields.parsed("role", "a role's id (1 to 19 digits)", RoleId::of);
    var roster = roster(fields.object("roster"));
    var dutyPeriod = dutyPeriod(fields.object("dutyPeriod"));
    var standby = standby(fields.object("standby"));
    var group = group(fields.object("group"));
    fields.finish();
    return strategy == null
        ? null
        : new AssignmentPatch(
            strategy, order, criteria, role, roster, dutyPeriod, standby, group, omitted);
  }

  private static void omit(
      JsonObjectReader fields,
      String name,
      AssignmentPatch.Component component,
      EnumSet<AssignmentPatch.Component> omitted) {
    if (!fields.has(name)) {
      omitted.add(component);
    }
  }

  private static @Nullable List<MemberId> members(JsonObjectReader fields, String name) {
    return fields.listOf(name, MAX_MEMBERS, "a member's id (1 to 19 digits)", MemberId::of);
  }

  private static AssignmentPatch.@Nullable RequestedRoster roster(
      @Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var start = fields.date("start");
    var weeks = fields.objects("weeks", MAX_WEEKS);
    fields.require("weeks", weeks);
    fields.finish();
    var days = new ArrayList<Map<DayOfWeek, MemberId>>();
    for (var week : weeks == null ? List.<JsonObjectReader>of() : weeks) {
      var members = new EnumMap<DayOfWeek, MemberId>(DayOfWeek.class);
      for (var day : DayOfWeek.values()) {
        var member = week.parsed(day.name(), "a member's id (1 to 19 digits)", MemberId::of);
        if (member != null) {
          members.put(day, member);
        }
      }
      week.finish();
      days.add(members);
    }
    return new AssignmentPatch.RequestedRoster(start, days);
  }

  private static AssignmentPatch.@Nullable RequestedDutyPeriod dutyPeriod(
      @Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var every = fields.integer("every");
    var unit = fields.oneOf("unit", DutyPeriod.Unit.class);
    fields.require("unit", unit);
    var start = fields.date("start");
    fields.finish();
    return unit == null
        ? null
        : new AssignmentPatch.RequestedDutyPeriod(every == null ? 1 : every, unit, start);
  }

  private static @Nullable Standby standby(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var members = members(fields, "members");
    fields.require("members", members);
    var when = fields.oneOf("when", Standby.When.class);
    fields.finish();
    return members == null
        ? null
        : new Standby(members, when == null ? Standby.When.ANYTIME : when);
  }

  private static @Nullable TaskGroup group(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var name = fields.text("name", MAX_NAME_LENGTH);
    fields.require("name", name);
    var mode = fields.oneOf("mode", TaskGroup.Mode.class);
    fields.require("mode", mode);
    var period = fields.oneOf("period", TaskGroup.Period.class);
    fields.finish();
    return name == null || mode == null
        ? null
        : new TaskGroup(name, mode, period == null ? TaskGroup.Period.WEEK : period);
  }
}
