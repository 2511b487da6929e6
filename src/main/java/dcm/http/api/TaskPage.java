package dcm.http.api;

import dcm.guild.query.TaskVisibility;
import dcm.http.pipeline.CompressibleContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An encoded page of a list of tasks.
 *
 * @param visibility the tasks that it shows
 * @param revision the guild's revision that it shows
 * @param validUntil when it changes without an event; null: never
 * @param size number of tasks on it
 * @param total number of tasks on all pages
 */
record TaskPage(
    TaskVisibility visibility,
    long revision,
    @Nullable Instant validUntil,
    int size,
    int total,
    CompressibleContent content) {

  boolean isValidAt(Instant now) {
    return validUntil == null || now.isBefore(validUntil);
  }

  /**
   * The ETag of a page in its list. At one revision the page is the same for all who may see the
   * same tasks, until the instant at which one of them becomes overdue.
   */
  static String etag(TaskVisibility visibility, long revision, @Nullable Instant validUntil) {
    var shown =
        switch (visibility) {
          case TaskVisibility.All _ -> "all";
          case TaskVisibility.Own(var member, var claimable) ->
              "own-" + member + (claimable ? "-claimable" : "");
        };
    return Etags.of(revision + "." + shown + (validUntil == null ? "" : "." + validUntil));
  }
}
