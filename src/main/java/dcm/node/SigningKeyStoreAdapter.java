package dcm.node;

import dcm.auth.SigningKeyStore;
import dcm.cluster.SigningKeyDao;
import dcm.cluster.SigningKeyDao.KeyRow;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where {@code auth} keeps its keys: a table of {@code cluster}, which knows nothing of keys. */
record SigningKeyStoreAdapter(SigningKeyDao dao) implements SigningKeyStore {
  @Override
  public CompletionStage<List<StoredKey>> findValid() {
    return dao.findValid()
        .thenApply(rows -> rows.stream().map(SigningKeyStoreAdapter::row).toList());
  }

  @Override
  public CompletionStage<Boolean> insert(StoredKey row) {
    return dao.insert(
        new KeyRow(
            row.kid(), row.createdAt(), row.notAfter(), row.publicJwk(), row.encryptedPrivate()));
  }

  private static StoredKey row(KeyRow row) {
    return new StoredKey(
        row.kid(), row.createdAt(), row.notAfter(), row.publicJwk(), row.encryptedPrivate());
  }
}
