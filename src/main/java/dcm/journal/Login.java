package dcm.journal;

/** A name that PostgreSQL knows, and its password. */
public record Login(String user, String password) {
  /** The name as SQL has it, for the grants to the program's login: DDL takes no parameters. */
  String quoted() {
    if (user.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A login's name holds no zero byte");
    }
    return '"' + user.replace("\"", "\"\"") + '"';
  }

  /** Without the password: settings end up in logs. */
  @Override
  public String toString() {
    return user;
  }
}
