package dcm.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log, newest first. It may hold fewer lines than asked for, even none, and
 * still not be the last: a rare kind is looked for in steps.
 *
 * @param next ask for lines before this revision to go on; null at the end
 */
public record AuditPage(List<AuditLine> lines, @Nullable Long next) {
  public AuditPage {
    lines = List.copyOf(lines);
  }
}
