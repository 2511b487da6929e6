package dcm.entity;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.RandomCommands;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.MemberCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.rules.Decision;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Rewriting of JSON does what a rewriting of every {@link MemberId} by its type would do, and
 * commutes with applying events. No kind of event or part of the state can be forgotten.
 */
class MemberRewritingTest {
  private static final MemberId SAM = new MemberId(424_200_000_000_000_777L);
  private static final MemberId PSEUDONYM = MemberId.pseudonym(1);

  /** Texts of programs, which no person writes. */
  private static final Set<String> TECHNICAL =
      Set.of(
          "code",
          "id",
          "colour",
          "colourBefore",
          "command",
          "country",
          "displayName",
          "fingerprint",
          "format",
          "locale",
          "mediaType",
          "messageId",
          "region",
          "remindedOf",
          "rrule",
          "source",
          "stages",
          "value",
          // names of roles, below their ids
          "roles");

  private static final ObjectMapper AS_SAM = writing(SAM);
  private static final ObjectMapper AS_PSEUDONYM = writing(PSEUDONYM);

  private final GuildSerializer serializer = new GuildSerializer();

  /** Writes Ben as another member, by the type of each id. */
  private static ObjectMapper writing(MemberId other) {
    SimpleModule module = new SimpleModule();
    module.addSerializer(
        MemberId.class,
        new JsonSerializer<>() {
          @Override
          public void serialize(MemberId id, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeString((id.equals(BEN) ? other : id).toString());
          }
        });
    module.addKeySerializer(
        MemberId.class,
        new JsonSerializer<>() {
          @Override
          public void serialize(MemberId id, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeFieldName((id.equals(BEN) ? other : id).toString());
          }
        });
    return GuildSerializer.JSON.copy().registerModule(module);
  }

  private static byte[] write(Object stored, MemberId ben) {
    try {
      return (ben.equals(SAM) ? AS_SAM : AS_PSEUDONYM).writeValueAsBytes(stored);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T as(T stored, MemberId ben) {
    String manifest =
        stored instanceof GuildSnapshot
            ? GuildSerializer.UNCOMPRESSED_SNAPSHOT_MANIFEST
            : serializer.manifest(stored);
    try {
      return (T) serializer.fromBinary(write(stored, ben), manifest);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> every_kind_is_rewritten_as_by_its_types() {
    return Stream.concat(
            Samples.events().stream().map(Samples::recorded), Stream.of(Samples.snapshot()))
        .map(stored ->
            DynamicTest.dynamicTest(serializer.manifest(stored), () -> rewrittenByType(stored)));
  }

  private void rewrittenByType(Object stored) {
    MemberRewriting rewriting = new MemberRewriting(SAM, PSEUDONYM);
    Object before = as(stored, SAM);
    String manifest = serializer.manifest(before);
    byte[] payload = serializer.toBinary(before);
    byte[] rewritten = rewriting.rewrite(manifest, payload);
    Object read;
    try {
      read = serializer.fromBinary(rewritten, manifest);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(json(read)).isEqualTo(json(withName(as(stored, PSEUDONYM))));
    assertThat(text(rewritten, manifest)).doesNotContain(SAM.toString());
  }

  private String json(Object stored) {
    return text(serializer.toBinary(stored), serializer.manifest(stored));
  }

  private static String text(byte[] payload, String manifest) {
    return new String(GuildSerializer.json(payload, manifest), StandardCharsets.UTF_8);
  }

  /** The display name is the only text that changes without a known name. */
  private Object withName(Object stored) {
    String manifest = serializer.manifest(stored);
    String named =
        text(serializer.toBinary(stored), manifest)
            .replace(
                "\"" + PSEUDONYM + "\",\"displayName\":\"Ben\"",
                "\"" + PSEUDONYM + "\",\"displayName\":\"" + Member.nameOf(PSEUDONYM) + "\"");
    try {
      return serializer.fromBinary(
          GuildSerializer.payload(named.getBytes(StandardCharsets.UTF_8), manifest), manifest);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 40)
  void the_rewritten_events_give_the_rewritten_state(
      @ForAll("histories") List<RandomCommands.Step> steps) {
    GuildFixture fixture = RandomCommands.guild();
    steps.forEach(step -> RandomCommands.perform(step, fixture));
    Guild former = Guild.unknown(GuildFixture.GUILD);
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordedEvent recorded : fixture.journal) {
      RecordedEvent ofSam = as(recorded, SAM);
      events.add(ofSam);
      former = former.apply(ofSam);
    }
    var sam =
        new Caller.Person(
            SAM, new MembershipEvidence.FromDiscord("Sam", Set.of(), false, null), Origin.DISCORD);
    var forget =
        former.decide(
            new CommandEnvelope(
                GuildFixture.GUILD,
                new CommandId(new UUID(9, 9)),
                "forget",
                fixture.now,
                sam,
                new MemberCommand.Forget(SAM)));
    for (RecordedEvent recorded : ((Decision.Accepted) forget).events()) {
      events.add(recorded);
      former = former.apply(recorded);
    }
    assertThat(former.isToBeForgotten(SAM, PSEUDONYM)).isTrue();

    MemberRewriting rewriting = new MemberRewriting(SAM, PSEUDONYM);
    events.forEach(e -> rewriting.collect(serializer.manifest(e), serializer.toBinary(e)));
    Guild replayed = Guild.unknown(GuildFixture.GUILD);
    for (RecordedEvent event : events) {
      String manifest = serializer.manifest(event);
      byte[] rewritten = rewriting.rewrite(manifest, serializer.toBinary(event));
      assertThat(text(rewritten, manifest)).doesNotContain(SAM.toString()).doesNotContain("Sam");
      replayed = replayed.apply(MemberRewriting.event(manifest, rewritten));
    }
    Guild expected = Guild.restored(rewriting.rewrite(former.snapshot()));
    assertThat(replayed.snapshot()).isEqualTo(expected.snapshot());
    assertThat(replayed.memberToForget()).isNull();
  }

  @Provide
  Arbitrary<List<RandomCommands.Step>> histories() {
    return RandomCommands.steps(40);
  }

  @Test
  void names_in_texts_are_replaced_as_whole_words() {
    MemberRewriting rewriting = new MemberRewriting(SAM, PSEUDONYM);
    collect(rewriting, new MemberEvent.Observed(SAM, "Sam", null, Set.of(), false, null, 1));
    collect(
        rewriting, new MemberEvent.Observed(SAM, "Sam \"S\" Z", null, Set.of(), false, null, 1));
    collect(rewriting, new MemberEvent.Observed(SAM, "Bo", null, Set.of(), false, null, 1));
    collect(rewriting, new MemberEvent.Observed(SAM, "Kim", null, Set.of(), false, null, 1));
    collect(rewriting, new MemberEvent.Observed(ANNA, "Kim", null, Set.of(), false, null, 1));
    String text =
        """
        {"title":"Sam, Sampson, Sam's, Sam \\"S\\" Z, Bo and Kim","code":"Sam",\
        "text":"<@%1$s> <@!%1$s> %1$s 1%1$s","delivery":"x.1.%1$s.0","%1$s":1,"note":null}\
        """
            .formatted(SAM);
    assertThat(rewriting.rewriteText(text))
        .isEqualTo(
            """
            {"title":"%2$s, Sampson, %2$s's, %2$s, Bo and Kim","code":"Sam",\
            "text":"%2$s %2$s %3$s 1%1$s","delivery":"x.1.%3$s.0","%3$s":1,"note":null}\
            """
                .formatted(SAM, Member.nameOf(PSEUDONYM), PSEUDONYM));
  }

  private void collect(MemberRewriting rewriting, GuildEvent event) {
    RecordedEvent recorded = Samples.recorded(event);
    rewriting.collect(serializer.manifest(recorded), serializer.toBinary(recorded));
  }

  @Test
  void every_text_in_the_journal_is_known_as_of_a_person_or_of_a_program() {
    Set<String> unknown = new TreeSet<>();
    Set<Class<?>> seen = new java.util.HashSet<>();
    texts(RecordedEvent.class, seen, unknown);
    texts(GuildSnapshot.class, seen, unknown);
    unknown.removeAll(MemberRewriting.TEXTS);
    unknown.removeAll(TECHNICAL);
    assertThat(unknown).as("add to MemberRewriting.TEXTS, or to TECHNICAL here").isEmpty();
  }

  private static void texts(Type type, Set<Class<?>> seen, Set<String> found) {
    switch (type) {
      case ParameterizedType generic -> {
        texts(generic.getRawType(), seen, found);
        for (Type argument : generic.getActualTypeArguments()) {
          texts(argument, seen, found);
        }
      }
      case Class<?> named when named.getName().startsWith("dcm.") && seen.add(named) -> {
        if (named.isSealed()) {
          for (Class<?> permitted : named.getPermittedSubclasses()) {
            texts(permitted, seen, found);
          }
        }
        if (named.isRecord()) {
          for (RecordComponent component : named.getRecordComponents()) {
            if (component.getGenericType().getTypeName().contains("java.lang.String")) {
              found.add(component.getName());
            }
            texts(component.getGenericType(), seen, found);
          }
        }
      }
      default -> {}
    }
  }
}
