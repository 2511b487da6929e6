package dcm.discord.interaction;

import dcm.discord.client.Interaction;
import dcm.discord.message.DashboardLinks;
import dcm.discord.text.DiscordMessages;
import dcm.entity.GuildClient;
import dcm.guild.query.GuildQuery;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.notify.MessageLanguage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Contexts of interactions and clients of guilds without a bot. */
public final class SampleInteractions {
  public static final GuildId GUILD = new GuildId(5);
  public static final MemberId CALLER = new MemberId(42);
  public static final Instant RECEIVED_AT = Instant.parse("2026-11-25T09:00:00Z");

  private SampleInteractions() {}

  /** A slash command, received on a Wednesday at 10:00 in Amsterdam. */
  public static InteractionContext context(MessageLanguage language) {
    var token = new Interaction.Token(1, "token", 2);
    var user = new Interaction.User(CALLER, language.tag(), null);
    return new InteractionContext(
        token,
        GUILD,
        new Caller.Person(
            CALLER,
            new MembershipEvidence.FromDiscord("Sanne", Set.of(), false, null),
            Origin.DISCORD),
        RECEIVED_AT,
        "fingerprint",
        DiscordMessages.of(language),
        new DashboardLinks("https://dcm.example"),
        InteractionObservation.of(
            new Interaction.Command(token, user, List.of("task", "show"), Map.of())));
  }

  /** A guild that answers queries with these replies and accepts no command. */
  public static DiscordGuildClient guild(Function<GuildQuery, GuildReply> replies) {
    return new DiscordGuildClient(
        new GuildClient(
            envelope -> {
              throw new AssertionError("unexpected command " + envelope);
            },
            envelope -> CompletableFuture.completedFuture(replies.apply(envelope.query()))));
  }
}
