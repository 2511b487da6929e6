package dcm.transfer.format;

/**
 * Cells that a spreadsheet would take for a formula (OWASP, "CSV injection") get an apostrophe in
 * front, which reading takes away again.
 */
final class FormulaGuard {
  private static final String DANGEROUS = "=+-@\t\r";

  private FormulaGuard() {}

  static String guarded(String cell) {
    return isGuardedOrDangerous(cell) ? "'" + cell : cell;
  }

  static String unguarded(String cell) {
    return cell.startsWith("'") && isGuardedOrDangerous(cell.substring(1))
        ? cell.substring(1)
        : cell;
  }

  /** A cell that begins with apostrophes before such a character gets another one, too. */
  private static boolean isGuardedOrDangerous(String cell) {
    int i = 0;
    while (i < cell.length() && cell.charAt(i) == '\'') {
      i++;
    }
    return i < cell.length() && DANGEROUS.indexOf(cell.charAt(i)) >= 0;
  }
}
