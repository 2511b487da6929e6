package dcm.guild.state;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.TaskCommand;
import dcm.guild.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** The balanced tree of tasks, compared with a sorted map. */
class TaskOrderTest {
  private static final List<TaskState> SAMPLES = samples();

  /** An open, a claimed and a done task. */
  private static List<TaskState> samples() {
    GuildFixture fixture = GuildFixture.withMembers();
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(fixture.create(GuildFixture.ANNA, GuildFixture.once("sample")));
    }
    fixture.execute(GuildFixture.BEN, new TaskCommand.Claim(GuildFixture.ref(ids.get(1)), null));
    fixture.execute(
        GuildFixture.BEN,
        new TaskCommand.Complete(GuildFixture.ref(ids.get(2)), null, null, null, null));
    return fixture.guild.snapshot().tasks();
  }

  private static IndexedTask task(int number, Random random) {
    TaskState sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
    return IndexedTask.of(sample.withTask(sample.task().withNumber(number)));
  }

  private static int height(@Nullable TaskNode node) {
    return node == null ? 0 : 1 + Math.max(height(node.left), height(node.right));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void order_positions_and_counts_equal_a_sorted_map(@ForAll long seed) {
    Random random = new Random(seed);
    boolean ascending = random.nextBoolean();
    TaskOrder order = TaskIndex.EMPTY.byNumber();
    Map<Integer, IndexedTask> expected = new TreeMap<>();
    for (int i = 0; i < 600; i++) {
      int number = ascending && i < 400 ? i : random.nextInt(400);
      IndexedTask before = expected.get(number);
      IndexedTask task = task(number, random);
      if (before == null) {
        order = order.with(task);
        expected.put(number, task);
      } else if (random.nextBoolean()) {
        order = order.with(before, task);
        expected.put(number, task);
      } else {
        order = order.without(before);
        expected.remove(number);
      }
    }
    assertEqual(order, expected, random);
    assertThat(height(order.root))
        .as("of %s tasks", expected.size())
        .isLessThanOrEqualTo((int) (2.5 * Math.log(expected.size() + 1) / Math.log(2)));
  }

  private static void assertEqual(
      TaskOrder order, Map<Integer, IndexedTask> expected, Random random) {
    for (TaskSelection selection : TaskSelection.values()) {
      List<IndexedTask> selected =
          expected.values().stream().filter(task -> selection.includes(task)).toList();
      int from = random.nextInt(selected.size() + 2);
      int bound = random.nextInt(400);
      assertThat(order.list(selection)).isEqualTo(selected);
      assertThat(order.count(selection)).isEqualTo(selected.size());
      assertThat(order.list(selection, from, 7))
          .isEqualTo(selected.stream().skip(from).limit(7).toList());
      assertThat(order.get(selection, from))
          .isEqualTo(from < selected.size() ? selected.get(from) : null);
      assertThat(order.position(selection, task -> task.number() < bound))
          .isEqualTo((int) selected.stream().filter(task -> task.number() < bound).count());
    }
  }
}
