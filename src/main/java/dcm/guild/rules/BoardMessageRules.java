package dcm.guild.rules;

import dcm.guild.command.SettingsCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.BoardMessage;
import dcm.guild.value.MessageId;
import dcm.guild.value.Permission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules on the messages that follow the open tasks: one per channel. */
final class BoardMessageRules {
  static final int MAX_BOARD_MESSAGES = 10;

  private BoardMessageRules() {}

  static @Nullable Refusal post(DecisionContext context, SettingsCommand.PostBoardMessage command) {
    Refusal denied = context.checkPermission(Permission.SETTINGS_MANAGE);
    GuildProfile profile = context.state().profile();
    if (denied == null) {
      denied = ChannelRules.checkUsable(profile, null, command.channel());
    }
    if (denied != null) {
      return denied;
    }
    BoardMessage before = profile.boardMessage(command.channel());
    if (before == null && profile.boardMessages().size() >= MAX_BOARD_MESSAGES) {
      return new Refusal.TooMany("board messages", MAX_BOARD_MESSAGES);
    }
    if (before == null || before.message() != null) {
      MessageId replaces = before == null ? null : before.message();
      context.emit(new SettingsEvent.BoardMessagePosted(command.channel(), null, replaces));
    }
    return null;
  }

  static @Nullable Refusal remove(
      DecisionContext context, SettingsCommand.RemoveBoardMessage command) {
    Refusal denied =
        context.principal().member() == null
            ? null
            : context.checkPermission(Permission.SETTINGS_MANAGE);
    BoardMessage before = context.state().profile().boardMessage(command.channel());
    if (denied != null || before == null) {
      return denied == null ? new Refusal.UnknownChannel(command.channel()) : denied;
    }
    MessageId shown = before.message() == null ? before.replaces() : before.message();
    if (command.failed() == null || command.failed().equals(shown)) {
      context.emit(new SettingsEvent.BoardMessageRemoved(command.channel(), shown));
    }
    return null;
  }

  static @Nullable Refusal record(
      DecisionContext context, SettingsCommand.RecordBoardMessage command) {
    BoardMessage before = context.state().profile().boardMessage(command.channel());
    if (before == null || !Objects.equals(before.message(), command.former())) {
      return new Refusal.UnknownChannel(command.channel());
    }
    context.emit(new SettingsEvent.BoardMessagePosted(command.channel(), command.message(), null));
    return null;
  }
}
