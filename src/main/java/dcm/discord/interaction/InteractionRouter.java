package dcm.discord.interaction;

import static dcm.discord.registration.ContextMenuCommand.MAKE_TASK;
import static dcm.discord.registration.ContextMenuCommand.TASKS_OF;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.auth.CalendarTokenSecrets;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.command.AgendaButtonId;
import dcm.discord.command.AgendaHandler;
import dcm.discord.command.ApprovalHandler;
import dcm.discord.command.AutocompleteHandler;
import dcm.discord.command.CommandDraft;
import dcm.discord.command.CommandOptions;
import dcm.discord.command.ContextMenuHandler;
import dcm.discord.command.ImportButtonId;
import dcm.discord.command.ListTasksHandler;
import dcm.discord.command.PhotoUploads;
import dcm.discord.command.PrivacyButtonId;
import dcm.discord.command.PrivacyHandler;
import dcm.discord.command.ProofHandler;
import dcm.discord.command.QuickAddHandler;
import dcm.discord.command.ReferenceResolver;
import dcm.discord.command.SetupComponentId;
import dcm.discord.command.SetupHandler;
import dcm.discord.command.SwapButtonId;
import dcm.discord.command.SwapHandler;
import dcm.discord.command.TaskButtonHandler;
import dcm.discord.command.TaskButtonId;
import dcm.discord.command.TaskListButtonId;
import dcm.discord.command.TransferHandler;
import dcm.discord.command.UpdateTaskHandler;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.ChannelOutageNotice;
import dcm.discord.message.DashboardLinks;
import dcm.discord.text.DiscordMessages;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.Origin;
import dcm.notify.MessageBundle;
import dcm.notify.MessageLanguage;
import dcm.redis.RateLimiter;
import dcm.view.ReadModels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of every interaction: rejects late ones, applies the rate limit, resolves the
 * membership, calls the handler and maps failures to replies. Never blocks and never throws.
 */
public final class InteractionRouter {
  /** Discord's limit for the initial response (docs: interactions, receiving). */
  private static final Duration RESPONSE_DEADLINE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(InteractionRouter.class);
  private static final Counter LATE = Metrics.counter("dcm.discord.interactions.late");

  private final MembershipResolver membershipResolver;
  private final RateLimiter rateLimiter;
  private final Clock clock;
  private final InteractionResponder responder;
  private final ChannelOutageNotice outageNotice;
  private final Supplier<Duration> clockAhead;
  private final TaskButtonHandler buttonHandler;
  private final UpdateTaskHandler updateHandler;
  private final ListTasksHandler listHandler;
  private final AutocompleteHandler autocompleteHandler;
  private final AgendaHandler agendaHandler;
  private final ContextMenuHandler menus;
  private final SwapHandler swaps;
  private final PrivacyHandler privacy;
  private final TransferHandler transfers;
  private final QuickAddHandler quickAdd;
  private final SetupHandler setup;
  private final ApprovalHandler approvals;
  private final ProofHandler proofs;
  private final DashboardLinks links;
  private final CommandHandlers commandHandlers;

  /**
   * @param clockAhead how far this node's clock is ahead of Discord's, rounded up
   * @param links addresses of the dashboard
   * @param photoUploads adds photos of commands
   * @param readModels points and statistics of periods
   */
  public InteractionRouter(
      DiscordGuildClient guildClient,
      MembershipResolver membershipResolver,
      RateLimiter rateLimiter,
      Clock clock,
      InteractionResponder responder,
      Supplier<Duration> clockAhead,
      DashboardLinks links,
      PhotoUploads photoUploads,
      TransferHandler transfers,
      ReadModels readModels,
      CalendarTokenSecrets calendarSecrets) {
    this.membershipResolver = membershipResolver;
    this.rateLimiter = rateLimiter;
    this.clock = clock;
    this.responder = responder;
    this.outageNotice = new ChannelOutageNotice(guildClient, responder);
    this.clockAhead = clockAhead;
    this.links = links;
    this.agendaHandler = new AgendaHandler(guildClient);
    var resolver = new ReferenceResolver(guildClient);
    this.proofs = new ProofHandler(guildClient, photoUploads);
    this.approvals = new ApprovalHandler(guildClient, resolver);
    this.buttonHandler = new TaskButtonHandler(guildClient, approvals);
    this.updateHandler = new UpdateTaskHandler(guildClient, resolver);
    this.autocompleteHandler = new AutocompleteHandler(guildClient);
    this.listHandler = new ListTasksHandler(guildClient, resolver);
    this.menus = new ContextMenuHandler(listHandler);
    this.swaps = new SwapHandler(guildClient, resolver);
    this.transfers = transfers;
    this.privacy = new PrivacyHandler(guildClient, readModels.memberExport());
    this.quickAdd = new QuickAddHandler(guildClient);
    this.setup = new SetupHandler(guildClient);
    this.commandHandlers =
        CommandHandlers.of(
            guildClient,
            resolver,
            listHandler,
            updateHandler,
            approvals,
            swaps,
            quickAdd,
            setup,
            privacy,
            transfers,
            photoUploads,
            readModels,
            calendarSecrets);
  }

  /** Registers the meters, so that they report 0 before the first interaction. */
  public static void registerMetrics() {}

  public void accept(Interaction interaction) {
    try {
      handle(interaction);
    } catch (RuntimeException failure) {
      // neither the connection's thread nor the HTTP request may fail
      var messages = messages(interaction);
      var reply = ephemeral(ErrorMessages.of(failure, interaction.token(), messages));
      responder.respond(interaction.token(), ResponseMode.EPHEMERAL, completedFuture(reply), reply);
    }
  }

  private void handle(Interaction interaction) {
    if (isLate(interaction.token())) {
      LATE.increment();
      LOG.info("Late {}: received after its deadline, not executed", interaction.token());
      if (interaction instanceof Interaction.Autocomplete autocomplete) {
        respondWithoutChoices(autocomplete);
      } else {
        respondWithError(interaction, "problem.late");
      }
      return;
    }
    switch (interaction) {
      case Interaction.Command command -> handleCommand(command, command);
      case Interaction.MessageCommand command when MAKE_TASK.commandName().equals(command.name()) ->
          handleInGuild(
              command, ResponseMode.IMMEDIATE, context -> menus.makeTask(context, command));
      case Interaction.UserCommand command when TASKS_OF.commandName().equals(command.name()) ->
          handleInGuild(
              command, ResponseMode.EPHEMERAL, context -> menus.tasksOf(context, command));
      case Interaction.MessageCommand command -> respondWithError(command, "problem.old-command");
      case Interaction.UserCommand command -> respondWithError(command, "problem.old-command");
      case Interaction.Autocomplete autocomplete -> handleAutocomplete(autocomplete);
      case Interaction.Component component -> handleComponent(component);
      case Interaction.ModalSubmit modal -> handleModal(modal);
    }
  }

  /**
   * @param interaction the command, or the form in which it was corrected
   */
  private void handleCommand(Interaction interaction, Interaction.Command command) {
    var handler = commandHandlers.find(command.path());
    if (handler == null) {
      respondWithError(interaction, "problem.old-command");
      return;
    }
    var mode = handler.mode().apply(command);
    if (mode == ResponseMode.IMMEDIATE && interaction instanceof Interaction.ModalSubmit) {
      // nothing is left to change, and no form can follow a form
      respondWithError(interaction, "draft.empty");
      return;
    }
    handleInGuild(
        interaction, mode, context -> handler.action().apply(context, CommandOptions.of(command)));
  }

  private void handleModal(Interaction.ModalSubmit modal) {
    var draft = draft(modal);
    if (draft != null) {
      handleCommand(
          modal,
          new Interaction.Command(
              modal.token(), modal.user(), List.of(draft.path().split(" ", -1)), draft.options()));
      return;
    }
    var modalId = TaskButtonId.parse(modal.customId());
    if (modalId == null || !modalId.isModal()) {
      respondWithError(modal, "problem.old-button");
    } else {
      handleButton(
          modal,
          modal.customId(),
          id ->
              context ->
                  id.action() == TaskButtonId.Action.REJECT
                      ? approvals.reject(context, id, modal)
                      : id.action() == TaskButtonId.Action.PROOF
                          ? proofs.submit(context, id, modal)
                          : updateHandler.handleModal(context, id, modal));
    }
  }

  /** What was typed and is kept when it is refused; null: nothing. */
  private static @Nullable CommandDraft draft(Interaction interaction) {
    if (interaction instanceof Interaction.Command command) {
      return CommandDraft.of(command.path(), command.options());
    }
    String path =
        interaction instanceof Interaction.ModalSubmit modal
            ? CommandDraft.path(modal.customId())
            : null;
    return path != null && interaction instanceof Interaction.ModalSubmit modal
        ? CommandDraft.read(path, modal.embed()).with(modal.fields())
        : null;
  }

  private void handleComponent(Interaction.Component component) {
    var page = TaskListButtonId.parse(component.customId());
    var agenda = AgendaButtonId.parse(component.customId());
    var draft = CommandDraft.path(component.customId());
    var swap = SwapButtonId.parse(component.customId());
    var forget = PrivacyButtonId.parse(component.customId());
    var imported = ImportButtonId.parse(component.customId());
    var understood = QuickAddHandler.taskId(component.customId());
    var step = SetupComponentId.parse(component.customId());
    if (page != null) {
      handleInGuild(
          component, ResponseMode.UPDATE_MESSAGE, context -> listHandler.showPage(context, page));
    } else if (agenda != null) {
      handleInGuild(
          component,
          ResponseMode.UPDATE_MESSAGE,
          context -> agendaHandler.showPage(context, agenda));
    } else if (SetupComponentId.isOpen(component.customId())) {
      handleInGuild(component, ResponseMode.EPHEMERAL, setup::begin);
    } else if (step != null) {
      handleInGuild(
          component,
          ResponseMode.UPDATE_MESSAGE,
          context -> setup.handle(context, step, component.values()));
    } else if (swap != null) {
      handleInGuild(component, ResponseMode.UPDATE_MESSAGE, context -> swaps.handle(context, swap));
    } else if (understood != null) {
      handleInGuild(
          component,
          ResponseMode.PUBLIC,
          context -> quickAdd.createUnderstood(context, component, understood));
    } else if (imported != null) {
      handleInGuild(
          component, ResponseMode.UPDATE_MESSAGE, context -> transfers.handle(context, imported));
    } else if (forget != null) {
      handleInGuild(
          component, ResponseMode.UPDATE_MESSAGE, context -> privacy.confirm(context, forget));
    } else if (draft != null) {
      handleInGuild(
          component,
          ResponseMode.IMMEDIATE,
          context ->
              completedFuture(
                  CommandDraft.read(draft, component.embed()).form(context.messages())));
    } else {
      handleButton(
          component, component.customId(), id -> context -> buttonHandler.handle(context, id));
    }
  }

  /**
   * Whether Discord held the interaction while the connection was broken: the user was told that it
   * failed, and may have repeated it.
   */
  private boolean isLate(Interaction.Token token) {
    var age = Duration.between(token.createdAt(), clock.instant()).minus(clockAhead.get());
    return age.compareTo(RESPONSE_DEADLINE) > 0;
  }

  private void respondWithoutChoices(Interaction.Autocomplete autocomplete) {
    responder.respond(
        autocomplete.token(),
        ResponseMode.IMMEDIATE,
        completedFuture(AutocompleteHandler.NO_CHOICES),
        AutocompleteHandler.NO_CHOICES);
  }

  private void handleButton(
      Interaction interaction,
      String customId,
      Function<TaskButtonId, Function<InteractionContext, CompletionStage<InteractionReply>>>
          handler) {
    var id = TaskButtonId.parse(customId);
    var member = interaction.user().member();
    if (id == null || (member != null && member.guildId() != id.guild().value())) {
      respondWithError(interaction, "problem.old-button");
      return;
    }
    var mode =
        interaction instanceof Interaction.Component
            ? TaskButtonHandler.responseMode(id)
            : ResponseMode.PUBLIC;
    respond(interaction, mode, id.guild(), handler.apply(id));
  }

  private void handleAutocomplete(Interaction.Autocomplete autocomplete) {
    var member = autocomplete.user().member();
    if (member == null) {
      respondWithoutChoices(autocomplete);
      return;
    }
    var observation = InteractionObservation.of(autocomplete);
    var choices =
        admit(autocomplete, new GuildId(member.guildId()), messages(autocomplete), observation)
            .thenCompose(context -> autocompleteHandler.handle(context, autocomplete))
            .exceptionally(_ -> AutocompleteHandler.NO_CHOICES)
            .whenComplete((_, _) -> observation.stop());
    responder.respond(
        autocomplete.token(), ResponseMode.IMMEDIATE, choices, AutocompleteHandler.NO_CHOICES);
  }

  private void handleInGuild(
      Interaction interaction,
      ResponseMode mode,
      Function<InteractionContext, CompletionStage<InteractionReply>> handler) {
    var member = interaction.user().member();
    if (member == null) {
      respondWithError(interaction, "problem.not-in-a-guild");
      return;
    }
    respond(interaction, mode, new GuildId(member.guildId()), handler);
  }

  private void respond(
      Interaction interaction,
      ResponseMode mode,
      GuildId guild,
      Function<InteractionContext, CompletionStage<InteractionReply>> handler) {
    var messages = messages(interaction);
    var observation = InteractionObservation.of(interaction);
    var admission = admit(interaction, guild, messages, observation);
    CompletionStage<InteractionReply> reply =
        admission
            .thenCompose(handler)
            .exceptionally(failure -> refusal(interaction, guild, failure))
            .whenComplete((_, _) -> observation.stop());
    var response =
        responder.respond(
            interaction.token(), mode, reply, ephemeral(messages.format("problem.timeout")));
    // no message can follow a form that is not filled in yet
    admission.thenAcceptBoth(
        reply,
        (context, sent) -> {
          if (sent instanceof InteractionReply.NewMessage
              || sent instanceof InteractionReply.UpdateMessage) {
            outageNotice.showAfter(context, response);
          }
        });
  }

  /** What went wrong, with the text that the user typed. */
  private static InteractionReply refusal(
      Interaction interaction, GuildId guild, Throwable failure) {
    var messages = messages(interaction);
    var token = interaction.token();
    String reason =
        InteractionObservation.withMdc(
            guild, token, () -> ErrorMessages.of(failure, token, messages));
    var draft = ErrorMessages.isCorrectable(failure) ? draft(interaction) : null;
    return draft == null
        ? ephemeral(reason)
        : new InteractionReply.NewMessage(draft.refusal(reason, messages), true);
  }

  private CompletionStage<InteractionContext> admit(
      Interaction interaction,
      GuildId guild,
      MessageBundle messages,
      InteractionObservation observation) {
    Instant now = clock.instant();
    return rateLimiter
        .tryAcquire(guild.value(), interaction.user().id().value())
        .thenCompose(decision -> {
          if (!decision.allowed()) {
            throw new InvalidInputException(
                messages.format("problem.too-fast", decision.retryAfterSeconds()));
          }
          return membershipResolver.resolve(interaction, guild, now);
        })
        .thenApply(evidence ->
            new InteractionContext(
                interaction.token(),
                guild,
                new Caller.Person(interaction.user().id(), evidence, Origin.DISCORD),
                now,
                InteractionFingerprint.of(interaction),
                messages,
                links,
                observation));
  }

  private void respondWithError(Interaction interaction, String text) {
    var reply = ephemeral(messages(interaction).format(text));
    responder.respond(interaction.token(), ResponseMode.EPHEMERAL, completedFuture(reply), reply);
  }

  private static InteractionReply ephemeral(String text) {
    return new InteractionReply.NewMessage(Message.text(text), true);
  }

  private static MessageBundle messages(Interaction interaction) {
    var user = interaction.user();
    @Nullable String guildLocale = user.member() == null ? null : user.member().guildLocale();
    return DiscordMessages.of(MessageLanguage.of(user.locale(), guildLocale));
  }
}
