package dcm.guild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.event.GuildEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.state.UndoableAction;
import dcm.guild.value.Due;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent between nodes or stored has a name that does not depend on its class. */
class StableNamesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        GuildCommand.class,
        GuildEvent.class,
        GuildQuery.class,
        QueryResult.class,
        Refusal.class,
        RequestedSchedule.class,
        Schedule.class,
        Due.class,
        ReminderStage.class,
        UndoableAction.class
      })
  void every_kind_has_a_name_of_its_own(Class<?> family) {
    JsonSubTypes.Type[] named = family.getAnnotation(JsonSubTypes.class).value();
    assertThat(Arrays.stream(named).map(JsonSubTypes.Type::value))
        .containsExactlyInAnyOrderElementsOf(records(family).toList());
    assertThat(Arrays.stream(named).map(JsonSubTypes.Type::name)).doesNotHaveDuplicates();
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(StableNamesTest::records)
        : Stream.of(type);
  }
}
