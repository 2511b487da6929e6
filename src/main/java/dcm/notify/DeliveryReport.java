package dcm.notify;

import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.NotificationCommand;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A result to be reported to the guild.
 *
 * @param attempts number of attempts to report it
 */
record DeliveryReport(DeliveryAttempt attempt, SendResult result, int attempts) {
  static DeliveryReport of(DeliveryAttempt attempt, SendResult result) {
    return new DeliveryReport(attempt, result, 0);
  }

  DeliveryReport nextAttempt() {
    return new DeliveryReport(attempt, result, attempts + 1);
  }

  /** The command that reports the result; repeated reports have the same command id. */
  CommandEnvelope toCommand(Instant now) {
    var delivery = attempt.details().delivery();
    NotificationCommand command =
        switch (result) {
          case SendResult.Delivered(var messageId) ->
              new NotificationCommand.Deliver(delivery.id(), messageId);
          case SendResult.Failed(var code, var permanent) ->
              new NotificationCommand.Fail(delivery.id(), code, permanent);
          case SendResult.Withdrawn() -> new NotificationCommand.Withdraw(delivery.id());
          case SendResult.RetryLater(var reason, _) ->
              new NotificationCommand.Fail(delivery.id(), reason, false);
        };
    String identity = attempt.key() + "/" + delivery.attempts() + "/" + command;
    return new CommandEnvelope(
        attempt.details().guild(),
        new CommandId(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))),
        command.getClass().getSimpleName(),
        now,
        new Caller.SystemCaller(),
        command);
  }
}
