package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import dcm.notify.OutgoingMessage.Button;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MessageComposerTest {
  private static final SampleDeliveries REMINDER = SampleDeliveries.reminder("a");
  private static final Instant NOW = SampleDeliveries.QUEUED;
  private static final ReminderStage AT_DUE = new ReminderStage.Before(Duration.ZERO);
  private static final ReminderStage OVERDUE = new ReminderStage.Overdue(Duration.ofHours(2));
  private static final String ELEVEN = "<t:1795860000:F> (<t:1795860000:R>)";

  @Test
  void a_reminder_before_the_due_date() {
    assertThat(text(REMINDER, NOW))
        .isEqualTo("**#12 Bathroom** is due " + ELEVEN + ".\nFrom Huize Sanne");
    assertThat(text(REMINDER.withLocale("nl"), NOW))
        .isEqualTo("**#12 Bathroom** moet af zijn op " + ELEVEN + ".\nVan Huize Sanne");
  }

  @Test
  void a_reminder_at_the_due_date() {
    assertThat(text(REMINDER.withStage(AT_DUE), NOW.plusSeconds(3600)))
        .isEqualTo("**#12 Bathroom** is due now.\nFrom Huize Sanne");
  }

  @Test
  void a_reminder_of_a_whole_day() {
    assertThat(
            text(
                REMINDER.withStage(AT_DUE).withDue(SampleDeliveries.THAT_DAY).withLocale("nl-BE"),
                NOW))
        .isEqualTo("**#12 Bathroom** moet vandaag gebeuren.\nVan Huize Sanne");
    assertThat(text(REMINDER.withDue(SampleDeliveries.THAT_DAY), NOW))
        .isEqualTo("**#12 Bathroom** is to be done on <t:1795863600:D>.\nFrom Huize Sanne");
  }

  @Test
  void a_late_reminder_says_so_and_uses_the_past_tense() {
    assertThat(text(REMINDER.asLate(), NOW.plus(Duration.ofHours(5))))
        .isEqualTo(
            "**#12 Bathroom** was due "
                + ELEVEN
                + ".\nThis comes late: DCM was offline.\nFrom Huize Sanne");
  }

  @Test
  void an_elapsed_snooze() {
    var snoozed = REMINDER.withStage(new ReminderStage.Snoozed(NOW));
    assertThat(text(snoozed, NOW))
        .isEqualTo(
            "You wanted to hear of **#12 Bathroom** again. It is due "
                + ELEVEN
                + ".\nFrom Huize Sanne");
    assertThat(text(snoozed.withDue(new Due.Never()), NOW))
        .isEqualTo("You wanted to hear of **#12 Bathroom** again.\nFrom Huize Sanne");
  }

  @Test
  void an_escalation_mentions_its_addressees_in_the_guilds_language() {
    var escalation =
        REMINDER
            .withStage(OVERDUE)
            .withRoute(SampleDeliveries.IN_CHANNEL)
            .withHolders(SampleDeliveries.SANNE, new MemberId(43));
    assertThat(text(escalation, NOW.plus(Duration.ofHours(3))))
        .isEqualTo(
            "<@42> <@43>\n"
                + "**#12 Bathroom** had <t:1795860000:R> af moeten zijn en is nog niet gedaan.");
    assertThat(compose(escalation, NOW).mentions())
        .containsExactly(SampleDeliveries.SANNE, new MemberId(43));
  }

  @Test
  void an_escalation_of_an_unassigned_occurrence_says_so_and_mentions_no_one() {
    var escalation =
        REMINDER.withStage(OVERDUE).withRoute(SampleDeliveries.IN_CHANNEL).withHolders();
    assertThat(text(escalation, NOW))
        .isEqualTo(
            "**#12 Bathroom** had <t:1795860000:R> af moeten zijn en is nog niet gedaan.\n"
                + "Niemand heeft het op zich genomen.");
    assertThat(compose(escalation, NOW).buttons()).containsExactly(Button.CLAIM, Button.DONE);
    assertThat(compose(escalation, NOW).mentions()).isEmpty();
  }

  @Test
  void a_direct_message_needs_no_mention() {
    assertThat(compose(REMINDER, NOW).mentions()).isEmpty();
    assertThat(text(REMINDER, NOW)).doesNotContain("<@");
  }

  @Test
  void a_reminder_has_buttons() {
    assertThat(compose(REMINDER, NOW).buttons()).containsExactly(Button.DONE, Button.SNOOZE);
  }

  @Test
  void a_closed_occurrence_has_no_buttons() {
    var done = REMINDER.withState(Occurrence.State.DONE);
    assertThat(text(done, NOW)).startsWith("A reminder of **#12 Bathroom** that is no longer");
    assertThat(compose(done, NOW).buttons()).isEmpty();
  }

  @Test
  void user_text_is_escaped_once_and_not_interpolated() {
    UnaryOperator<String> nasty = _ -> "{number} $1 \\ {guild}";
    assertThat(compose(REMINDER, NOW).render(nasty))
        .startsWith("**#12 {number} $1 \\ {guild}** is due");
  }

  @Test
  void an_unsupported_language_falls_back_to_english_and_a_missing_one_to_the_guilds() {
    assertThat(compose(REMINDER.withLocale("fr"), NOW).language()).isEqualTo(MessageLanguage.EN);
    assertThat(compose(REMINDER.withLocale(null), NOW).language()).isEqualTo(MessageLanguage.NL);
  }

  @Test
  void a_nonce_is_short_and_the_same_for_the_same_delivery_only() {
    String nonce = compose(REMINDER, NOW).nonce();
    assertThat(nonce).hasSizeLessThanOrEqualTo(25).matches("[A-Za-z0-9_-]+");
    assertThat(compose(REMINDER.withAttempts(4), NOW.plusSeconds(999)).nonce()).isEqualTo(nonce);
    assertThat(compose(SampleDeliveries.reminder("b"), NOW).nonce()).isNotEqualTo(nonce);
  }

  @Test
  void only_a_message_with_an_expired_nonce_that_may_exist_is_checked_for() {
    Instant longAfter = NOW.plus(Duration.ofMinutes(2)).plusMillis(1);
    assertThat(MessageComposer.compose(REMINDER.details(), true, longAfter).checkForExisting())
        .isTrue();
    assertThat(
            MessageComposer.compose(REMINDER.details(), true, NOW.plus(Duration.ofMinutes(2)))
                .checkForExisting())
        .isFalse();
    assertThat(MessageComposer.compose(REMINDER.details(), false, longAfter).checkForExisting())
        .isFalse();
  }

  private static OutgoingMessage compose(SampleDeliveries sample, Instant now) {
    return MessageComposer.compose(sample.details(), false, now);
  }

  private static String text(SampleDeliveries sample, Instant now) {
    return compose(sample, now).render(UnaryOperator.identity());
  }
}
