package dcm;

import dcm.entity.GuildUnavailable;
import dcm.entity.Guilds;
import dcm.entity.OutcomeUnknown;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildCommand;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Member;
import dcm.guild.MemberCommand;
import dcm.guild.Outcome;
import dcm.guild.Question;
import dcm.guild.Refusal;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import dcm.guild.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The people of a story before their guild's desk. Patient: a node that serves the guild may take
 * it back at any moment, and then what was asked is asked again under the same command id.
 */
record DemoDesk(DemoStory story, Guilds guilds) {
  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final String FINGERPRINT = "demo seed";

  /** The guild and its people are there, as Discord would have told it; only what is missing. */
  void open(Instant now) {
    var known = new ArrayList<Member>();
    switch (ask(new Caller.Clockwork(), new GuildQuery.Members(), now)) {
      case GuildReply.Answered(Answer.Members(var members), _) -> known.addAll(members);
      case GuildReply.Declined(Refusal.UnknownGuild _) ->
          discordSays(
              "guild",
              new SettingsCommand.ObserveGuild(
                  story.name(), story.roles(), story.locale(), story.channel()),
              now);
      case GuildReply other -> throw unexpected("who its members are", other);
    }
    story
        .people()
        .forEach((name, somebody) -> {
          if (known.stream().noneMatch(m -> m.active() && m.id().equals(somebody.id()))) {
            discordSays(
                "member/" + name,
                new MemberCommand.Observe(
                    somebody.id(), name, somebody.roles(), somebody.administrator()),
                now);
          }
        });
  }

  GuildReply ask(Caller caller, GuildQuery query, Instant at) {
    return patiently(
        () -> Waiting.on(guilds.answer(new Question(story.guild(), at, caller, query))));
  }

  /**
   * Has the guild decide for one of its people.
   *
   * @param what names the command, for ever
   * @param known refusals that say it is so already
   * @return null when it was so already
   * @throws StoryHalted when the guild refuses for another reason
   */
  @Nullable Outcome expect(
      String who, String what, GuildCommand command, Instant at, Predicate<Refusal> known) {
    var somebody = story.somebody(who);
    var standing = new Standing.Witnessed(who, somebody.roles(), somebody.administrator(), null);
    var caller = new Caller.Person(somebody.id(), standing, Door.DISCORD);
    return switch (decide(what, caller, command, at)) {
      case GuildReply.Done(var outcome, _) -> outcome;
      case GuildReply.Declined(var refusal) when known.test(refusal) -> null;
      case GuildReply other -> throw unexpected(what, other);
    };
  }

  private void discordSays(String what, GuildCommand command, Instant at) {
    var reply = decide(what, new Caller.Clockwork(), command, at);
    if (!(reply instanceof GuildReply.Done)) {
      throw unexpected(what, reply);
    }
  }

  private GuildReply decide(String what, Caller caller, GuildCommand command, Instant at) {
    var request = new Request(story.guild(), story.command(what), FINGERPRINT, at, caller, command);
    return patiently(() -> Waiting.on(guilds.decide(request)));
  }

  private GuildReply patiently(Supplier<GuildReply> knock) {
    var failures = new ArrayList<RuntimeException>();
    for (int tried = 0; tried < TRIES; tried++) {
      try {
        var reply = knock.get();
        switch (reply) {
          case GuildReply.Busy _, GuildReply.Unavailable _ -> {}
          case GuildReply.Done _,
              GuildReply.Answered _,
              GuildReply.Declined _,
              GuildReply.Degraded _ -> {
            return reply;
          }
        }
      } catch (OutcomeUnknown | GuildUnavailable again) {
        failures.add(again);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    var tired = new StoryHalted("Guild " + story.guild() + " does not answer");
    List.copyOf(failures).forEach(tired::addSuppressed);
    throw tired;
  }

  private StoryHalted unexpected(String what, GuildReply reply) {
    return new StoryHalted(
        "Guild " + story.guild() + " was asked for " + what + " and said " + reply);
  }
}
