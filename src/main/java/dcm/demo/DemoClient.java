package dcm.demo;

import dcm.entity.GuildException;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Caller;
import dcm.guild.value.Member;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.node.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the commands and queries of a demo scenario to its guild. Retries, with the same command
 * id, because a node that serves the guild may take over the guild at any moment.
 */
public record DemoClient(DemoScenario scenario, Guilds guilds) {
  private static final int MAX_ATTEMPTS = 20;
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);
  private static final String FINGERPRINT = "demo seed";

  /** Observes the guild and its members, as the bot would; only those that are missing. */
  public void observeGuild(Instant now) {
    var alreadyDone = new ArrayList<Member>();
    switch (query(new Caller.SystemCaller(), new GuildQuery.Members(), now)) {
      case GuildReply.Answered(QueryResult.Members(var members), _) -> alreadyDone.addAll(members);
      case GuildReply.Refused(Refusal.UnknownGuild _) ->
          executeAsSystem(
              "guild",
              new SettingsCommand.ObserveGuild(
                  scenario.name(), scenario.roles(), scenario.locale(), scenario.channel()),
              now);
      case GuildReply other -> throw unexpected("the members query", other);
    }
    scenario
        .people()
        .forEach((name, person) -> {
          if (alreadyDone.stream().noneMatch(m -> m.active() && m.id().equals(person.id()))) {
            executeAsSystem(
                "member/" + name,
                new MemberCommand.Observe(
                    person.id(), name, person.roles(), person.administrator()),
                now);
          }
        });
  }

  public GuildReply query(Caller caller, GuildQuery query, Instant at) {
    return retrying(
        () -> Await.result(guilds.answer(new QueryEnvelope(scenario.guild(), at, caller, query))));
  }

  /**
   * Executes a command for a person of the scenario.
   *
   * @param name identifies the command permanently
   * @param alreadyDone matches refusals that mean that the command is already done
   * @return null: it was already done
   * @throws ScenarioInterruptedException when the guild refuses for another reason
   */
  @Nullable
  public Outcome execute(
      String personName,
      String name,
      GuildCommand command,
      Instant at,
      Predicate<Refusal> alreadyDone) {
    var person = scenario.person(personName);
    var evidence =
        new MembershipEvidence.FromDiscord(
            personName, person.roles(), person.administrator(), null);
    var caller = new Caller.Person(person.id(), evidence, Origin.DISCORD);
    return switch (decide(name, caller, command, at)) {
      case GuildReply.Done(var outcome, _) -> outcome;
      case GuildReply.Refused(var refusal) when alreadyDone.test(refusal) -> null;
      case GuildReply other -> throw unexpected(name, other);
    };
  }

  private void executeAsSystem(String name, GuildCommand command, Instant at) {
    var reply = decide(name, new Caller.SystemCaller(), command, at);
    if (!(reply instanceof GuildReply.Done)) {
      throw unexpected(name, reply);
    }
  }

  private GuildReply decide(String name, Caller caller, GuildCommand command, Instant at) {
    var envelope =
        new CommandEnvelope(
            scenario.guild(), scenario.commandId(name), FINGERPRINT, at, caller, command);
    return retrying(() -> Await.result(guilds.decide(envelope)));
  }

  private GuildReply retrying(Supplier<GuildReply> request) {
    var failures = new ArrayList<RuntimeException>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      try {
        var reply = request.get();
        switch (reply) {
          case GuildReply.Busy _, GuildReply.Unavailable _ -> {}
          case GuildReply.Done _,
              GuildReply.Answered _,
              GuildReply.Refused _,
              GuildReply.Degraded _ -> {
            return reply;
          }
        }
      } catch (GuildException.OutcomeUnknownException
          | GuildException.UnavailableException transientFailure) {
        failures.add(transientFailure);
      }
      LockSupport.parkNanos(RETRY_DELAY.toNanos());
    }
    var giveUp = new ScenarioInterruptedException("Guild " + scenario.guild() + " does not answer");
    List.copyOf(failures).forEach(giveUp::addSuppressed);
    throw giveUp;
  }

  private ScenarioInterruptedException unexpected(String name, GuildReply reply) {
    return new ScenarioInterruptedException(
        "Guild " + scenario.guild() + ": unexpected reply to " + name + ": " + reply);
  }
}
