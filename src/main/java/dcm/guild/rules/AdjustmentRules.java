package dcm.guild.rules;

import dcm.guild.command.MemberCommand;
import dcm.guild.event.PointsEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Permission;
import dcm.guild.value.PointsReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on giving and taking points by hand. */
final class AdjustmentRules {
  static final int MAX_DELTA = 10_000;

  private AdjustmentRules() {}

  static @Nullable Refusal adjust(DecisionContext context, MemberCommand.AdjustPoints adjust) {
    Refusal denied = context.checkPermission(Permission.MEMBER_MANAGE);
    if (denied != null) {
      return denied;
    }
    if (!context.state().profile().settings().givesPoints()) {
      return new Refusal.PointsOff();
    }
    if (context.state().members().find(adjust.member()) == null) {
      return new Refusal.UnknownMember(adjust.member());
    }
    List<Refusal.FieldError> errors = new ArrayList<>();
    String reason = TextValidation.note(adjust.reason(), "reason", errors);
    if (errors.isEmpty() && reason == null) {
      errors.add(new Refusal.FieldError("reason", "missing", "must be given"));
    }
    checkDelta(context, adjust, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    // the revision makes the source unique
    String source = "adjusted." + adjust.member() + "." + (context.state().revision() + 1);
    context.emit(
        new PointsEvent.Recorded(
            adjust.member(),
            adjust.delta(),
            PointsReason.ADJUSTED,
            source,
            null,
            null,
            null,
            null,
            reason));
    return null;
  }

  private static void checkDelta(
      DecisionContext context, MemberCommand.AdjustPoints adjust, List<Refusal.FieldError> errors) {
    int delta = adjust.delta();
    if (delta == 0 || delta < -MAX_DELTA || delta > MAX_DELTA) {
      errors.add(
          new Refusal.FieldError(
              "delta", "out-of-range", "must be 1 to " + MAX_DELTA + " or the negative of that"));
    } else if (delta < 0 && context.state().scores().of(adjust.member()).balance() + delta < 0) {
      errors.add(
          new Refusal.FieldError("delta", "below-zero", "must not take the balance below zero"));
    }
  }
}
