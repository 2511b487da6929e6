package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AotTrainCommandIT {
  @TempDir Path directory;

  @Test
  void a_training_run_uses_none_of_the_operators_services() {
    var node =
        NodeProcess.prepare(
            directory,
            Map.of(
                "DCM_DB_URL", "jdbc:postgresql://127.0.0.1:1/theirs",
                "DCM_REDIS_URL", "redis://127.0.0.1:1",
                "DCM_DISCORD_TOKEN", "a.token.of-theirs",
                "DCM_ROLES", "guild"));
    assertThat(node.command("aot-train", "--rounds", "1"))
        .contains("Training run finished: 28 responses")
        .endsWith("exit 0");
    assertThat(directory.resolve("data")).doesNotExist();
  }
}
