package dcm.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one kind by id, in the order they came; every change is written before it is seen. */
final class Table<V> {
  private final Ledger ledger;
  private final String kind;
  private final Class<V> type;
  private final Map<String, V> rows = new LinkedHashMap<>();

  Table(Ledger ledger, String kind, Class<V> type) {
    this.ledger = ledger;
    this.kind = kind;
    this.type = type;
  }

  @Nullable V get(String id) {
    return rows.get(id);
  }

  Collection<V> all() {
    return Collections.unmodifiableCollection(rows.values());
  }

  void put(String id, V row) {
    ledger.append(kind, id, Json.tree(row));
    rows.put(id, row);
  }

  void remove(String id) {
    if (rows.containsKey(id)) {
      ledger.append(kind, id, null);
      rows.remove(id);
    }
  }

  String kind() {
    return kind;
  }

  Map<String, V> rows() {
    return Collections.unmodifiableMap(rows);
  }

  void replay(String id, JsonNode row) throws JsonProcessingException {
    if (row.isMissingNode()) {
      rows.remove(id);
    } else {
      rows.put(id, Json.as(type, row));
    }
  }
}
