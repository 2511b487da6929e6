package dcm.discord.command;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.command.SetupComponentId.Action;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.RefusalMessages;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Assignment;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.UuidV7;
import dcm.template.RoomCategories;
import dcm.template.TaskTemplate;
import dcm.template.TemplateCatalog;
import dcm.template.TemplatePlan;
import dcm.template.TemplateSelection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /setup}: language and zone, then reminders, then the first tasks from templates, in one
 * message that each step replaces. A menu of the first two steps changes the guild's settings at
 * once; what is chosen in the third is in the ids of the components until the tasks are created.
 */
public final class SetupHandler {
  private final DiscordGuildClient guildClient;
  private final TemplateCatalog catalog = TemplateCatalog.load();
  private final SetupMessages pages = new SetupMessages(catalog);

  public SetupHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> begin(
      InteractionContext context, CommandOptions options) {
    return begin(context);
  }

  /** The first step that the user may do. */
  public CompletionStage<InteractionReply> begin(InteractionContext context) {
    return guildClient
        .ask(context, new GuildQuery.Me(), QueryResult.Me.class)
        .thenCompose(me -> {
          boolean tasksOnly =
              !me.permissions().contains(Permission.SETTINGS_MANAGE)
                  && me.permissions().contains(Permission.TASK_CREATE);
          var first = tasksOnly ? Action.STEP_3 : Action.STEP_1;
          var id = SetupComponentId.begin(first, context.receivedAt().toEpochMilli());
          return me.permissions().contains(Permission.SETTINGS_MANAGE)
              ? guildClient
                  .settings(context)
                  .thenCompose(settings -> beginWithZone(context, id, settings))
              : show(context, id);
        })
        .thenApply(message -> new InteractionReply.NewMessage(message, true));
  }

  /**
   * Shows the first step. Nobody chooses UTC to live in: it is the zone of a server without one,
   * and is replaced by the zone that the guild's language suggests.
   */
  private CompletionStage<Message> beginWithZone(
      InteractionContext context, SetupComponentId id, GuildSettings settings) {
    String likely = SetupMessages.likelyZone(settings.locale());
    return likely != null && settings.zone().getId().equals("UTC")
        ? change(context, id, ZoneId.of(likely), null, null)
        : show(context, id);
  }

  /** Handles a menu or button of the message. */
  public CompletionStage<InteractionReply> handle(
      InteractionContext context, SetupComponentId id, List<String> values) {
    String value = values.isEmpty() ? "" : values.getFirst();
    CompletionStage<Message> page =
        switch (id.action()) {
          case STEP_1, STEP_2, STEP_3 -> show(context, id);
          case LANGUAGE -> change(context, id.of(Action.STEP_1), null, value, null);
          case ZONE -> change(context, id.of(Action.STEP_1), zone(context, value), null, null);
          case CHANNEL ->
              change(context, id.of(Action.STEP_2), null, null, channel(context, value));
          case REMINDERS -> change(context, id.of(Action.STEP_2), reminders(context, value));
          case ESCALATION -> change(context, id.of(Action.STEP_2), escalation(context, value));
          case ROOM -> show(context, withRoomOrSet(id.of(Action.STEP_3), value));
          case WHO -> {
            var who = SetupComponentId.who(value);
            yield show(context, id.of(Action.STEP_3).withWho(who == null ? id.who() : who));
          }
          case TEMPLATES -> show(context, id.of(Action.STEP_3).withSelection(chosen(id, values)));
          case CREATE -> create(context, id);
        };
    return page.thenApply(InteractionReply.UpdateMessage::new);
  }

  private CompletionStage<Message> show(InteractionContext context, SetupComponentId id) {
    var permission =
        id.action() == Action.STEP_3 ? Permission.TASK_CREATE : Permission.SETTINGS_MANAGE;
    return guildClient
        .ask(context, new GuildQuery.CheckPermission(permission), QueryResult.Permitted.class)
        .thenCompose(_ -> guildClient.settings(context))
        .thenApply(settings -> pages.step(context, id, settings));
  }

  private CompletionStage<Message> change(
      InteractionContext context,
      SetupComponentId id,
      @Nullable ZoneId zone,
      @Nullable String locale,
      @Nullable ChannelId channel) {
    return change(
        context, id, new SettingsPatch(zone, locale, null, null, null, false, channel, null));
  }

  private CompletionStage<Message> change(
      InteractionContext context, SetupComponentId id, SettingsPatch patch) {
    return guildClient
        .decide(context, new SettingsCommand.Change(null, patch))
        .thenCompose(_ -> show(context, id));
  }

  private static ZoneId zone(InteractionContext context, String value) {
    try {
      return ZoneId.of(value);
    } catch (DateTimeException unknownHere) {
      throw oldButton(context);
    }
  }

  private static ChannelId channel(InteractionContext context, String value) {
    try {
      return ChannelId.of(value);
    } catch (IllegalArgumentException nothingChosen) {
      throw oldButton(context);
    }
  }

  private static SettingsPatch reminders(InteractionContext context, String value) {
    var offsets = new ArrayList<Duration>();
    for (String offset :
        value.equals(SetupMessages.OFF) ? List.<String>of() : List.of(value.split(",", -1))) {
      offsets.add(duration(context, offset));
    }
    return new SettingsPatch(null, null, null, offsets, null, false, null, null);
  }

  private static SettingsPatch escalation(InteractionContext context, String value) {
    boolean never = value.equals(SetupMessages.OFF);
    return new SettingsPatch(
        null, null, null, null, never ? null : duration(context, value), never, null, null);
  }

  private static Duration duration(InteractionContext context, String value) {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException malformed) {
      throw oldButton(context);
    }
  }

  private static InvalidInputException oldButton(InteractionContext context) {
    return new InvalidInputException(context.messages().format("problem.old-button"));
  }

  /** Shows a room; a set is added to what was chosen. */
  private SetupComponentId withRoomOrSet(SetupComponentId id, String value) {
    for (var set : catalog.sets()) {
      if (value.equals(SetupMessages.SET_PREFIX + set.id())) {
        var templates = catalog.in(set);
        return id.withSelection(id.selection().with(templates, templates));
      }
    }
    return id.withRoom(value);
  }

  /** The values replace what was chosen in the room that is shown. */
  private TemplateSelection chosen(SetupComponentId id, List<String> values) {
    var room = pages.shownRoom(id);
    var inRoom = catalog.in(room);
    return id.selection()
        .with(inRoom, inRoom.stream().filter(each -> values.contains(each.id())).toList());
  }

  /** What became of the templates. */
  record Created(List<Task> tasks, List<String> refusals) {}

  private CompletionStage<Message> create(InteractionContext context, SetupComponentId id) {
    var templates = id.selection().of(catalog);
    if (templates.isEmpty()) {
      return show(context, id.of(Action.STEP_3));
    }
    Supplier<UUID> ids = () -> UuidV7.at(context.receivedAt(), ThreadLocalRandom.current());
    return guildClient
        .settings(context)
        .thenCompose(settings -> {
          var plan =
              new TemplatePlan(
                  catalog,
                  templates,
                  Locale.forLanguageTag(settings.locale()),
                  assignment(context, id),
                  LocalDate.ofInstant(context.receivedAt(), settings.zone()));
          return categories(context, id)
              .tasks(plan, ids)
              .thenCompose(commands -> createAll(context, id, templates, commands))
              .thenApply(created -> pages.summary(context, created, settings));
        });
  }

  private static @Nullable AssignmentPatch assignment(
      InteractionContext context, SetupComponentId id) {
    return switch (id.who()) {
      case EVERYBODY -> new AssignmentPatch(Assignment.Strategy.BALANCED, List.of());
      case CLAIM -> null;
      case ME -> new AssignmentPatch(Assignment.Strategy.FIXED, List.of(context.caller().id()));
    };
  }

  /**
   * Sends the commands one after the other, so that each assignment regards those before. When all
   * are refused, the first refusal is the answer.
   */
  private CompletionStage<Created> createAll(
      InteractionContext context,
      SetupComponentId id,
      List<TaskTemplate> templates,
      List<TaskCommand.Create> commands) {
    var created = new Created(new ArrayList<>(), new ArrayList<>());
    var firstRefusal = new ArrayList<RefusedException>();
    CompletionStage<?> all = CompletableFuture.completedFuture(created);
    for (int i = 0; i < commands.size(); i++) {
      String key = "setup:" + id.session() + ":" + templates.get(i).id();
      var command = commands.get(i);
      all =
          all.thenCompose(_ -> guildClient.decideOnce(context, key, command))
              .handle((outcome, failure) -> {
                if (failure == null) {
                  created.tasks().add(task(outcome));
                } else {
                  var refused = refused(failure);
                  firstRefusal.add(refused);
                  created.refusals().add(RefusalMessages.of(refused.refusal(), context.messages()));
                }
                return created;
              });
    }
    return all.thenApply(_ -> {
      if (created.tasks().isEmpty()) {
        throw new CompletionException(firstRefusal.getFirst());
      }
      return created;
    });
  }

  private static Task task(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.TaskSubject subject) {
      return subject.task();
    }
    throw new IllegalStateException("expected a task, not " + outcome.subject());
  }

  private static RefusedException refused(Throwable failure) {
    if (AsyncFailures.cause(failure) instanceof RefusedException refused) {
      return refused;
    }
    throw new CompletionException(AsyncFailures.cause(failure));
  }

  private RoomCategories categories(InteractionContext context, SetupComponentId id) {
    return new RoomCategories() {
      @Override
      public CompletionStage<List<Grouping>> existing() {
        return guildClient
            .ask(
                context,
                new GuildQuery.Groupings(Grouping.Kind.CATEGORY),
                QueryResult.Groupings.class)
            .thenApply(QueryResult.Groupings::groupings);
      }

      @Override
      public CompletionStage<Boolean> mayCreate() {
        return guildClient
            .ask(context, new GuildQuery.Me(), QueryResult.Me.class)
            .thenApply(me -> me.permissions().contains(Permission.TASK_EDIT));
      }

      @Override
      public CompletionStage<?> create(GroupingCommand.Create command) {
        String key = "setup:" + id.session() + ":category:" + command.name();
        return guildClient
            .decideOnce(context, key, command)
            .handle((outcome, failure) -> failure == null ? outcome : refused(failure));
      }
    };
  }
}
