package dcm.sandbox;

import discord4j.core.DiscordClient;
import discord4j.core.DiscordClientBuilder;
import discord4j.core.GatewayDiscordClient;
import discord4j.core.event.domain.interaction.ButtonInteractionEvent;
import discord4j.core.event.domain.interaction.ChatInputAutoCompleteEvent;
import discord4j.core.event.domain.interaction.ChatInputInteractionEvent;
import discord4j.core.event.domain.interaction.ModalSubmitInteractionEvent;
import discord4j.core.object.component.ActionRow;
import discord4j.core.object.component.Button;
import discord4j.core.object.component.Label;
import discord4j.core.object.component.TextInput;
import discord4j.core.object.entity.User;
import discord4j.discordjson.json.ApplicationCommandOptionChoiceData;
import discord4j.discordjson.json.ApplicationCommandOptionData;
import discord4j.discordjson.json.ApplicationCommandRequest;
import discord4j.gateway.intent.Intent;
import discord4j.gateway.intent.IntentSet;
import discord4j.rest.request.RouterOptions;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A bot made with Discord4J that uses each feature once. */
final class TestBot {
  private final DiscordClient client;
  final GatewayDiscordClient gateway;

  TestBot(Sandbox sandbox) {
    client =
        DiscordClientBuilder.create(sandbox.botToken())
            .setExtraOptions(o ->
                new RouterOptions(
                    o.getToken(),
                    o.getReactorResources(),
                    o.getExchangeStrategies(),
                    o.getResponseTransformers(),
                    o.getGlobalRateLimiter(),
                    o.getRequestQueueFactory(),
                    sandbox.url() + "/api/v10"))
            .build();
    gateway =
        client
            .gateway()
            .setEnabledIntents(IntentSet.of(Intent.GUILDS, Intent.GUILD_MEMBERS))
            .login()
            .block(Duration.ofSeconds(20));
    on(ChatInputInteractionEvent.class, this::command);
    on(ButtonInteractionEvent.class, this::button);
    on(ModalSubmitInteractionEvent.class, event -> event.reply("thanks " + field(event)));
    on(
        ChatInputAutoCompleteEvent.class,
        event ->
            event.respondWithSuggestions(
                List.of(
                    ApplicationCommandOptionChoiceData.builder()
                        .name(
                            "you typed "
                                + event.getFocusedOption().getValue().orElseThrow().asString())
                        .value("typed")
                        .build())));
    client
        .getApplicationService()
        .bulkOverwriteGlobalApplicationCommand(
            Long.parseLong(sandbox.clientId()), List.of(commands()))
        .blockLast(Duration.ofSeconds(10));
  }

  private <E extends discord4j.core.event.domain.Event> void on(
      Class<E> type, java.util.function.Function<E, Publisher<?>> handler) {
    gateway
        .on(type)
        .flatMap(event -> Mono.from(handler.apply(event)).onErrorResume(e -> Mono.empty()))
        .subscribe();
  }

  private static ApplicationCommandRequest commands() {
    return ApplicationCommandRequest.builder()
        .name("task")
        .description("Tasks")
        .addOption(subcommand("ping", option(3, "text", true).autocomplete(true).build()))
        .addOption(subcommand("slow"))
        .addOption(subcommand("never"))
        .addOption(subcommand("form"))
        .addOption(
            subcommand("who", option(6, "member", true).build(), option(8, "role", false).build()))
        .addOption(subcommand("board"))
        .build();
  }

  private static discord4j.discordjson.json.ImmutableApplicationCommandOptionData.Builder option(
      int type, String name, boolean required) {
    return ApplicationCommandOptionData.builder()
        .type(type)
        .name(name)
        .description(name)
        .required(required);
  }

  private static ApplicationCommandOptionData subcommand(
      String name, ApplicationCommandOptionData... options) {
    return option(1, name, false).options(List.of(options)).build();
  }

  private Publisher<?> command(ChatInputInteractionEvent event) {
    var subcommand = event.getOptions().getFirst();
    return switch (subcommand.getName()) {
      case "ping" ->
          event
              .reply(
                  "pong "
                      + subcommand
                          .getOption("text")
                          .orElseThrow()
                          .getValue()
                          .orElseThrow()
                          .asString())
              .withEphemeral(true);
      case "slow" -> event.deferReply().then(event.editReply("done at last"));
      case "form" ->
          event.presentModal("a form", "form", List.of(Label.of("Name", TextInput.small("name"))));
      case "who" ->
          subcommand
              .getOption("member")
              .orElseThrow()
              .getValue()
              .orElseThrow()
              .asUser()
              .map(User::getUsername)
              .flatMap(name -> event.reply("it is " + name));
      case "board" ->
          event.reply("a board").withComponents(ActionRow.of(Button.success("done:1", "Done")));
      default -> Mono.never();
    };
  }

  private Publisher<?> button(ButtonInteractionEvent event) {
    return event.edit("ticked").withComponents();
  }

  private static String field(ModalSubmitInteractionEvent event) {
    return event.getComponents(TextInput.class).getFirst().getValue().orElse("nobody");
  }

  /** {@code logout} may hang, so it has a timeout. */
  void close() {
    gateway.logout().timeout(Duration.ofSeconds(3)).onErrorComplete().block();
  }
}
