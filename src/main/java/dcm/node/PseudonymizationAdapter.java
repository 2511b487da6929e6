package dcm.node;

import dcm.entity.MemberRewriting;
import dcm.entity.Pseudonymization;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.redis.MemberKeys;
import dcm.redis.RedisClient;
import dcm.view.MemberPseudonymization;
import dcm.view.ReadModels;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Forgets a member in PostgreSQL and Redis. What is shared by all guilds comes first and the
 * guild's schema last: until then the guild knows that it has to repeat this.
 */
public record PseudonymizationAdapter(ReadModels readModels, MemberKeys keys)
    implements Pseudonymization {
  public static PseudonymizationAdapter of(ReadModels readModels, RedisClient redis) {
    return new PseudonymizationAdapter(readModels, new MemberKeys(redis));
  }

  @Override
  public CompletionStage<Void> run(GuildId guild, MemberId member, MemberId pseudonym) {
    return readModels
        .userDirectory()
        .deleteUnlessElsewhere(member, guild)
        .thenCompose(deleted ->
            deleted
                ? keys.endSessions(member.value())
                : CompletableFuture.<Void>completedFuture(null))
        .thenCompose(_ -> keys.deleteOfMember(guild.value(), member.value()))
        .thenCompose(_ ->
            readModels
                .pseudonymization()
                .run(
                    guild, member, pseudonym, new Payloads(new MemberRewriting(member, pseudonym))))
        .thenAccept(_ -> {});
  }

  /** The stored payloads of {@code entity} for {@code view}. */
  public record Payloads(MemberRewriting rewriting)
      implements MemberPseudonymization.StoredPayloads {
    @Override
    public void collect(String manifest, byte[] payload) {
      rewriting.collect(manifest, payload);
    }

    @Override
    public byte[] rewrite(String manifest, byte[] payload) {
      return rewriting.rewrite(manifest, payload);
    }

    @Override
    public String rewriteText(String json) {
      return rewriting.rewriteText(json);
    }

    @Override
    public GuildSnapshot rewrite(GuildSnapshot snapshot) {
      return rewriting.rewrite(snapshot);
    }

    @Override
    public RecordedEvent event(String manifest, byte[] payload) {
      return MemberRewriting.event(manifest, payload);
    }
  }
}
