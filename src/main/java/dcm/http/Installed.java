package dcm.http;

import dcm.entity.Guilds;
import dcm.guild.Caller;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.Question;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** In which of somebody's guilds DCM is: each is asked itself, a few at a time. */
final class Installed {
  private static final int AT_A_TIME = 8;
  private final ActorSystem<?> system;
  private final Guilds guilds;

  Installed(ActorSystem<?> system, Guilds guilds) {
    this.system = system;
    this.guilds = guilds;
  }

  CompletionStage<Set<GuildId>> among(List<GuildId> ids) {
    return Source.from(ids)
        .mapAsyncUnordered(AT_A_TIME, this::isOpen)
        .runWith(Sink.seq(), system)
        .thenApply(answers ->
            answers.stream()
                .filter(Answer::here)
                .map(Answer::guild)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private record Answer(GuildId guild, boolean here) {}

  private CompletionStage<Answer> isOpen(GuildId guild) {
    var question =
        new Question(guild, Instant.now(), new Caller.Clockwork(), new GuildQuery.ShowSettings());
    return guilds
        .answer(question)
        .thenApply(reply -> new Answer(guild, reply instanceof GuildReply.Answered));
  }
}
