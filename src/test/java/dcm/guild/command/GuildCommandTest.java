package dcm.guild.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuildCommandTest {
  private static Stream<Class<?>> leaves(Class<?> family) {
    return family.isSealed()
        ? Arrays.stream(family.getPermittedSubclasses()).flatMap(GuildCommandTest::leaves)
        : Stream.of(family);
  }

  /** A command without a name cannot be sent to another node, and its refusal not be recorded. */
  @Test
  void every_command_has_a_name_of_its_own() {
    assertThat(leaves(GuildCommand.class))
        .allSatisfy(command ->
            assertThat(GuildCommand.NAMES.get(command)).as(command.getName()).isNotBlank());
    assertThat(GuildCommand.NAMES.values()).doesNotHaveDuplicates();
  }
}
