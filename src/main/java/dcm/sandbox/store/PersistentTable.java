package dcm.sandbox.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one type by id, in order of insertion; each change is written before it is visible. */
public final class PersistentTable<V> {
  private final StateLog stateLog;
  private final String kind;
  private final Class<V> type;
  private final Map<String, V> rows = new LinkedHashMap<>();

  PersistentTable(StateLog stateLog, String kind, Class<V> type) {
    this.stateLog = stateLog;
    this.kind = kind;
    this.type = type;
  }

  @Nullable
  public V get(String id) {
    return rows.get(id);
  }

  public Collection<V> all() {
    return Collections.unmodifiableCollection(rows.values());
  }

  public void put(String id, V row) {
    stateLog.append(kind, id, SandboxJson.tree(row));
    rows.put(id, row);
  }

  public void remove(String id) {
    if (rows.containsKey(id)) {
      stateLog.append(kind, id, null);
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
      rows.put(id, SandboxJson.convert(type, row));
    }
  }
}
