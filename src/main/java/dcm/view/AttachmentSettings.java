package dcm.view;

import com.typesafe.config.Config;
import java.util.List;

/**
 * Settings of photos: {@code dcm.attachments}.
 *
 * @param quota bytes of one guild's photos and thumbnails
 */
public record AttachmentSettings(long quota) {
  /** Reads {@code dcm.attachments} of the whole configuration; adds a sentence per bad key. */
  public static AttachmentSettings from(Config config, List<String> problems) {
    var settings = new AttachmentSettings(config.getBytes("dcm.attachments.quota"));
    if (settings.quota() < 0) {
      problems.add("dcm.attachments.quota (DCM_ATTACHMENT_QUOTA) must not be negative");
    }
    return settings;
  }
}
