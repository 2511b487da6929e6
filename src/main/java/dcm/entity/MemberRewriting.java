package dcm.entity;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.PointsReason;
import dcm.guild.value.SelectionReason;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a member by a pseudonym in stored JSON, whatever type it is of (docs/adr/0048). The id
 * is replaced wherever it stands, also as a key and within other text. A display name that the
 * member ever had is replaced where it is the member's, and as a whole word in texts that people
 * wrote, unless it is shorter than {@value #MIN_NAME_LENGTH} characters or also the name of another
 * member. First every payload is {@link #collect}ed, then each is rewritten. For one thread.
 */
public final class MemberRewriting {
  private static final int MIN_NAME_LENGTH = 3;

  private static final String DISPLAY_NAME = "displayName";

  /** Properties with texts of people; names of roles stand below their ids. */
  static final Set<String> TEXTS =
      Set.of(
          "title",
          "description",
          "note",
          "reason",
          "text",
          "name",
          "nameBefore",
          "guildName",
          "categoryName",
          "labelNames",
          "checklist");

  private static final Pattern ID_AS_KEY = Pattern.compile("[0-9]+");

  /** Values of {@code reason} that are no texts. */
  private static final Set<String> CONSTANTS =
      Stream.concat(
              Arrays.stream(PointsReason.values()).map(Enum::name),
              Arrays.stream(SelectionReason.values()).map(Enum::name))
          .collect(Collectors.toUnmodifiableSet());

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final GuildSerializer SERIALIZER = new GuildSerializer();

  private final String id;
  private final String pseudonym;
  private final String pseudonymName;
  private final Pattern idPattern;
  private final Pattern mention;
  private final Set<String> names = new HashSet<>();
  private final Set<String> namesOfOthers = new HashSet<>();
  private @Nullable NamePatterns patterns;

  /** The names to search for. */
  private record NamePatterns(List<String> encoded, @Nullable Pattern words) {}

  public MemberRewriting(MemberId member, MemberId pseudonym) {
    this.id = member.toString();
    this.pseudonym = pseudonym.toString();
    this.pseudonymName = Member.nameOf(pseudonym);
    this.idPattern = Pattern.compile("(?<![0-9])" + id + "(?![0-9])");
    this.mention = Pattern.compile("<@!?" + id + ">");
  }

  /** Finds the names of members in a payload of the journal. */
  public void collect(String manifest, byte[] payload) {
    byte[] json = GuildSerializer.json(payload, manifest);
    if (new String(json, StandardCharsets.UTF_8).contains(DISPLAY_NAME)) {
      collect(read(json));
      patterns = null;
    }
  }

  private void collect(JsonNode node) {
    if (node.get(DISPLAY_NAME) instanceof TextNode name) {
      (isOfMember(node) ? names : namesOfOthers).add(name.textValue());
    }
    node.forEach(this::collect);
  }

  /** Whether an object with a display name is about the member. */
  private boolean isOfMember(JsonNode node) {
    return id.equals(node.path("member").textValue()) || id.equals(node.path("id").textValue());
  }

  /** The payload without the member; the same array when it has nothing of them. */
  @SuppressWarnings("ReferenceEquality") // whether the array is another one, not its content
  public byte[] rewrite(String manifest, byte[] payload) {
    byte[] json = GuildSerializer.json(payload, manifest);
    byte[] rewritten = rewriteJson(json);
    return rewritten == json ? payload : GuildSerializer.payload(rewritten, manifest);
  }

  /** The same for JSON that is stored as text. */
  @SuppressWarnings("ReferenceEquality")
  public String rewriteText(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] rewritten = rewriteJson(bytes);
    return rewritten == bytes ? json : new String(rewritten, StandardCharsets.UTF_8);
  }

  /** A state without the member. */
  public GuildSnapshot rewrite(GuildSnapshot snapshot) {
    String manifest = SERIALIZER.manifest(snapshot);
    return (GuildSnapshot) read(manifest, rewrite(manifest, SERIALIZER.toBinary(snapshot)));
  }

  /** An event of the journal. */
  public static RecordedEvent event(String manifest, byte[] payload) {
    return (RecordedEvent) read(manifest, payload);
  }

  private static Object read(String manifest, byte[] payload) {
    try {
      return SERIALIZER.fromBinary(payload, manifest);
    } catch (NotSerializableException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] rewriteJson(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    if (!text.contains(id) && patterns().encoded.stream().noneMatch(text::contains)) {
      return json;
    }
    JsonNode before = read(json);
    JsonNode after = rewritten(before, null);
    if (after.equals(before)) {
      return json;
    }
    try {
      return JSON.writeValueAsBytes(after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode rewritten(JsonNode node, @Nullable String property) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          changed.set(
              withoutId(field.getKey()),
              !field.getKey().equals(DISPLAY_NAME)
                  ? rewritten(field.getValue(), field.getKey())
                  : isOfMember(object) ? TextNode.valueOf(pseudonymName) : field.getValue());
        }
        yield changed;
      }
      case ArrayNode array -> {
        ArrayNode changed = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> changed.add(rewritten(element, property)));
        yield changed;
      }
      case TextNode text ->
          TextNode.valueOf(
              property != null && isText(property, text.textValue())
                  ? withoutName(text.textValue())
                  : withoutId(text.textValue()));
      default -> node;
    };
  }

  private static boolean isText(String property, String value) {
    return (TEXTS.contains(property) && !(property.equals("reason") && CONSTANTS.contains(value)))
        || ID_AS_KEY.matcher(property).matches();
  }

  private String withoutId(String text) {
    return text.contains(id) ? idPattern.matcher(text).replaceAll(pseudonym) : text;
  }

  private String withoutName(String text) {
    String named = text.contains(id) ? mention.matcher(text).replaceAll(pseudonymName) : text;
    Pattern words = patterns().words;
    return withoutId(words == null ? named : words.matcher(named).replaceAll(replacement()));
  }

  private String replacement() {
    return Matcher.quoteReplacement(pseudonymName);
  }

  private NamePatterns patterns() {
    if (patterns == null) {
      List<String> searched =
          names.stream()
              .filter(name -> name.codePointCount(0, name.length()) >= MIN_NAME_LENGTH)
              .filter(name -> !namesOfOthers.contains(name) && !pseudonymName.contains(name))
              // the longest first: one may begin another
              .sorted(Comparator.comparingInt(String::length).reversed())
              .toList();
      patterns =
          new NamePatterns(
              searched.stream()
                  .map(name -> new String(JsonStringEncoder.getInstance().quoteAsString(name)))
                  .toList(),
              searched.isEmpty() ? null : words(searched));
    }
    return patterns;
  }

  private static Pattern words(List<String> names) {
    return Pattern.compile(
        names.stream()
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])")));
  }

  private static JsonNode read(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable payload in the journal", e);
    }
  }
}
