package dcm;

import dcm.auth.SigningKeyRows;
import dcm.cluster.SharedKeyRows;
import dcm.cluster.SharedKeyRows.KeyRow;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where {@code auth} keeps its keys: a table of {@code cluster}, which knows nothing of keys. */
record KeyRows(SharedKeyRows table) implements SigningKeyRows {
  @Override
  public CompletionStage<List<Row>> all() {
    return table.all().thenApply(rows -> rows.stream().map(KeyRows::row).toList());
  }

  @Override
  public CompletionStage<Boolean> insert(Row row) {
    return table.insert(
        new KeyRow(
            row.kid(), row.createdAt(), row.notAfter(), row.publicJwk(), row.encryptedPrivate()));
  }

  private static Row row(KeyRow row) {
    return new Row(
        row.kid(), row.createdAt(), row.notAfter(), row.publicJwk(), row.encryptedPrivate());
  }
}
