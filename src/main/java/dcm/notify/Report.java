package dcm.notify;

import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.NotificationCommand;
import dcm.guild.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What the guild is to be told of a delivery.
 *
 * @param tries how often it was told
 */
record Report(Errand errand, Receipt receipt, int tries) {
  static Report of(Errand errand, Receipt receipt) {
    return new Report(errand, receipt, 0);
  }

  Report onceMore() {
    return new Report(errand, receipt, tries + 1);
  }

  /** The same report is the same knock, however often it is told. */
  Request request(Instant now) {
    var delivery = errand.parcel().delivery();
    NotificationCommand command =
        switch (receipt) {
          case Receipt.Delivered(var message) ->
              new NotificationCommand.Deliver(delivery.id(), message);
          case Receipt.Refused(var code, var forGood) ->
              new NotificationCommand.Fail(delivery.id(), code, forGood);
          case Receipt.Withdrawn() -> new NotificationCommand.Withdraw(delivery.id());
          case Receipt.Later(var why, _) -> new NotificationCommand.Fail(delivery.id(), why, false);
        };
    String what = errand.key() + "/" + delivery.attempts() + "/" + command;
    return new Request(
        errand.parcel().guild(),
        new CommandId(UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8))),
        command.getClass().getSimpleName(),
        now,
        new Caller.Clockwork(),
        command);
  }
}
