package dcm.transfer.format;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.transfer.format.ParsedRow.RowException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the cards of a board of Trello, from the JSON that its menu exports. */
final class TrelloBoard {
  /** Lists into which a card is moved when it is done. */
  private static final Set<String> DONE_LISTS =
      Set.of("done", "gedaan", "klaar", "afgerond", "completed", "voltooid");

  private final JsonNode board;
  private final ImportContext context;
  private final People people = new People();
  private final Map<String, JsonNode> lists = new HashMap<>();
  private final Map<String, JsonNode> members = new HashMap<>();
  private final Map<String, List<JsonNode>> checklists = new HashMap<>();

  private TrelloBoard(JsonNode board, ImportContext context) {
    this.board = board;
    this.context = context;
    board.path("lists").forEach(list -> lists.put(list.path("id").asText(), list));
    board.path("members").forEach(member -> members.put(member.path("id").asText(), member));
    board
        .path("checklists")
        .forEach(list ->
            checklists
                .computeIfAbsent(list.path("idCard").asText(), _ -> new ArrayList<>())
                .add(list));
  }

  static boolean matches(JsonNode root) {
    return root.path("lists").isArray() && root.path("cards").isArray();
  }

  static ParsedFile parse(JsonNode root, ImportContext context) {
    var reader = new TrelloBoard(root, context);
    var rows = new ArrayList<ParsedRow>();
    for (JsonNode card : reader.board.path("cards")) {
      rows.add(reader.row(rows.size() + 1, card));
    }
    return new ParsedFile(ImportFormat.TRELLO, rows, reader.people.all(), Map.of());
  }

  private ParsedRow row(int line, JsonNode card) {
    String title = card.path("name").asText("");
    JsonNode list = lists.get(card.path("idList").asText());
    if (card.path("closed").asBoolean() || (list != null && list.path("closed").asBoolean())) {
      return ParsedRow.skipped(line, title, "archived", "The card or its list is archived.");
    }
    try {
      var draft = new TaskDraft();
      draft.sourceId = card.path("id").asText(null);
      draft.title = title;
      draft.description = card.path("desc").asText("");
      String listName = list == null ? "" : list.path("name").asText("");
      draft.category(listName);
      card.path("labels").forEach(label -> label(draft, label));
      card.path("idMembers")
          .forEach(id -> {
            JsonNode member = members.get(id.asText());
            String name = member == null ? "" : member.path("fullName").asText("");
            draft.assignees.add(people.named(name.isBlank() ? "user " + id.asText() : name));
          });
      checklists.getOrDefault(card.path("id").asText(), List.of()).stream()
          .flatMap(checklist -> items(checklist).stream())
          .forEach(item ->
              draft.item(
                  item.path("name").asText(""), item.path("state").asText().equals("complete")));
      draft.zone = context.zone();
      due(draft, card);
      draft.done =
          card.path("dueComplete").asBoolean()
              || DONE_LISTS.contains(listName.strip().toLowerCase(Locale.ROOT));
      return ParsedRow.of(line, title, draft.toTask(context.now()));
    } catch (RowException failed) {
      return ParsedRow.failed(line, title, failed.problem());
    }
  }

  private static void label(TaskDraft draft, JsonNode label) {
    String colour = label.path("color").asText("");
    String name = label.path("name").asText("");
    draft.label(name.isBlank() ? colour : name, Colours.hex(colour));
  }

  /** In the order of the board, which is not that of the file. */
  private static List<JsonNode> items(JsonNode checklist) {
    var items = new ArrayList<JsonNode>();
    checklist.path("checkItems").forEach(items::add);
    items.sort(
        (one, other) -> Double.compare(one.path("pos").asDouble(), other.path("pos").asDouble()));
    return items;
  }

  private void due(TaskDraft draft, JsonNode card) throws RowException {
    String due = card.path("due").asText("");
    if (due.isEmpty() || due.equals("null")) {
      return;
    }
    try {
      draft.due = DateText.due(due, null, false, context.zone());
    } catch (DateTimeException malformed) {
      throw new RowException("due", "wrong-format", "This must be a time with offset.");
    }
  }
}
