package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.interaction.SampleInteractions;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.notify.MessageLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceResolverTest {
  private static final Task BATHROOM = task(1, "Bathroom");
  private static final Task BATHROOM_FLOOR = task(2, "Bathroom floor");
  private static final Task LIKE_A_LABEL = task(3, "#1 priority");
  private static final Task CLOSED = task(4, "Cellar");
  private static final Grouping CATEGORY =
      new Grouping(new GroupingId(new UUID(7, 7)), Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6", 1);
  private static final MemberId SANNE = new MemberId(110_000_000_000_000_001L);
  private static final MemberId MILAN = new MemberId(110_000_000_000_000_002L);
  private static final MemberId FORMER = new MemberId(110_000_000_000_000_003L);

  private final InteractionContext context = SampleInteractions.context(MessageLanguage.EN);
  private final List<GuildQuery> queries = new ArrayList<>();
  private final ReferenceResolver resolver =
      new ReferenceResolver(SampleInteractions.guild(this::reply));

  @ParameterizedTest
  @ValueSource(strings = {"12", "#12", "# 12", " #12 "})
  void a_number_is_a_task_number(String typed) {
    assertThat(join(resolver.task(context, typed))).isEqualTo(new TaskRef.ByNumber(12));
    assertThat(queries).isEmpty();
  }

  @Test
  void a_chosen_suggestion_is_an_id() {
    assertThat(join(resolver.task(context, BATHROOM.id().toString())))
        .isEqualTo(new TaskRef.ById(BATHROOM.id()));
    assertThat(queries).isEmpty();
  }

  @Test
  void an_exact_title_wins_over_titles_that_contain_it() {
    assertThat(join(resolver.task(context, "bathroom"))).isEqualTo(byId(BATHROOM));
  }

  @Test
  void a_part_of_a_title_is_enough_when_it_fits_one_task() {
    assertThat(join(resolver.task(context, "floor"))).isEqualTo(byId(BATHROOM_FLOOR));
  }

  @Test
  void a_title_that_fits_several_tasks_is_asked_back() {
    assertRejected(
        () -> join(resolver.task(context, "bath")),
        "Which one? **Bathroom** #1, **Bathroom floor** #2");
  }

  @Test
  void a_title_that_fits_no_task_is_quoted_and_escaped() {
    assertRejected(
        () -> join(resolver.task(context, "*attic*")), "There is no task \"\\*attic\\*\".");
  }

  @Test
  void a_task_of_which_nothing_is_open_is_found_by_its_title() {
    assertThat(join(resolver.task(context, "cellar"))).isEqualTo(byId(CLOSED));
  }

  @Test
  void the_text_of_a_suggestion_is_the_task_that_it_shows() {
    assertThat(join(resolver.task(context, "#1 Bathroom"))).isEqualTo(new TaskRef.ByNumber(1));
  }

  @Test
  void a_title_may_look_like_a_suggestion() {
    assertThat(join(resolver.task(context, "#1 priority"))).isEqualTo(byId(LIKE_A_LABEL));
  }

  @Test
  void a_refusal_other_than_an_unknown_task_is_not_hidden() {
    var refusing =
        new ReferenceResolver(
            SampleInteractions.guild(_ -> new GuildReply.Refused(new Refusal.NotAMember())));
    assertThatThrownBy(() -> join(refusing.task(context, "#1 Bathroom")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void a_category_is_found_by_name_or_id() {
    assertThat(join(resolver.category(context, null))).isNull();
    assertThat(join(resolver.category(context, " kitchen "))).isEqualTo(CATEGORY.id());
    assertThat(join(resolver.category(context, CATEGORY.id().toString()))).isEqualTo(CATEGORY.id());
    assertRejected(
        () -> join(resolver.category(context, "garden")),
        "There is no category \"garden\". `/category list` shows them; make one with"
            + " `/category create`.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"everyone", "Iedereen", "@everyone", " all "})
  void everyone_is_an_empty_order(String typed) {
    assertThat(join(resolver.assigneeOrder(context, typed))).isEmpty();
  }

  @Test
  void mentions_and_ids_need_no_separator_and_no_query() {
    assertThat(join(resolver.assigneeOrder(context, "<@" + MILAN + "><@!" + SANNE + "> " + MILAN)))
        .containsExactly(MILAN, SANNE);
    assertThat(queries).isEmpty();
  }

  @Test
  void names_and_mentions_keep_their_order() {
    assertThat(join(resolver.assigneeOrder(context, "milan, <@" + SANNE + ">")))
        .containsExactly(MILAN, SANNE);
    assertThat(join(resolver.assigneeOrder(context, "@Sanne; en milan")))
        .containsExactly(SANNE, MILAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Piet", "Noor", ",", "99999999999999999999"})
  void a_name_of_no_active_member_is_rejected(String typed) {
    assertThatThrownBy(() -> join(resolver.assigneeOrder(context, typed)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("I do not know who");
  }

  private GuildReply reply(GuildQuery query) {
    queries.add(query);
    var tasks = List.of(BATHROOM, BATHROOM_FLOOR, LIKE_A_LABEL);
    return switch (query) {
      case GuildQuery.SuggestTasks(String typed) -> {
        var matching =
            tasks.stream()
                .filter(task ->
                    task.title().toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT)))
                .toList();
        yield new GuildReply.Answered(new QueryResult.SuggestedTasks(matching), 1);
      }
      case GuildQuery.Tasks _ ->
          new GuildReply.Answered(
              new QueryResult.Tasks(List.of(CLOSED), 1, new TaskVisibility.All(), null), 1);
      case GuildQuery.OneTask(TaskRef ref) ->
          tasks.stream()
              .filter(task -> ref.equals(new TaskRef.ByNumber(task.number())))
              .findFirst()
              .<GuildReply>map(task ->
                  new GuildReply.Answered(new QueryResult.OneTask(task, null, List.of()), 1))
              .orElse(new GuildReply.Refused(new Refusal.UnknownTask(ref)));
      case GuildQuery.Groupings _ ->
          new GuildReply.Answered(new QueryResult.Groupings(List.of(CATEGORY)), 1);
      case GuildQuery.Members _ ->
          new GuildReply.Answered(
              new QueryResult.Members(
                  List.of(
                      member(SANNE, "Sanne", true),
                      member(MILAN, "Milan", true),
                      member(FORMER, "Noor", false))),
              1);
      default -> throw new AssertionError(query);
    };
  }

  private static void assertRejected(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(message);
  }

  private static TaskRef byId(Task task) {
    return new TaskRef.ById(task.id());
  }

  private static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Member member(MemberId id, String name, boolean active) {
    return new Member(
        id, name, Set.of(), false, null, null, 1, active, SampleInteractions.RECEIVED_AT, 1);
  }

  private static Task task(int number, String title) {
    return new Task(
        new TaskId(new UUID(1, number)),
        number,
        title,
        "",
        null,
        List.of(),
        Task.Effort.UNKNOWN,
        Task.Priority.NORMAL,
        new Schedule.Once(new Due.Never()),
        Assignment.OPEN,
        List.of(),
        null,
        null,
        SANNE,
        SampleInteractions.RECEIVED_AT,
        1);
  }
}
