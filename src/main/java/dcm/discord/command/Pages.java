package dcm.discord.command;

import dcm.discord.client.Message;
import dcm.notify.MessageBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The pages of a list.
 *
 * @param total number of items
 * @param size items of a page
 * @param page from 0; the last one when it is beyond, because items went since a button was shown
 */
record Pages(int total, int size, int page) {
  Pages {
    page = Math.min(page, Math.max(0, (total - 1) / size));
  }

  private int count() {
    return (total + size - 1) / size;
  }

  /** Index of the page's first item. */
  int from() {
    return page * size;
  }

  /** Index after the page's last item. */
  int to() {
    return Math.min(total, from() + size);
  }

  /** A title with the number of items, and with the page when there are several. */
  String title(String title, MessageBundle messages) {
    return count() <= 1
        ? messages.format("page.single", title, total)
        : messages.format("page.one-of", title, total, page + 1, count());
  }

  /**
   * Buttons to the pages before and after.
   *
   * @param customId of the button to a page
   */
  List<Message.Button> buttons(MessageBundle messages, IntFunction<String> customId) {
    var buttons = new ArrayList<Message.Button>();
    if (page > 0) {
      buttons.add(button(messages.format("list.previous"), customId.apply(page - 1)));
    }
    if (page + 1 < count()) {
      buttons.add(button(messages.format("list.next"), customId.apply(page + 1)));
    }
    return buttons;
  }

  private static Message.Button button(String label, String customId) {
    return new Message.Button(Message.Style.SECONDARY, label, customId);
  }
}
