package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Due;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.Stage;
import dcm.notify.Letter.Button;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScribeTest {
  private static final Parcels REMINDER = Parcels.reminder("a");
  private static final Instant NOW = Parcels.QUEUED;
  private static final Stage AT_DUE = new Stage.Before(Duration.ZERO);
  private static final Stage OVERDUE = new Stage.Overdue(Duration.ofHours(2));
  private static final String ELEVEN = "<t:1795860000:F> (<t:1795860000:R>)";

  @Test
  void a_reminder_before_the_due() {
    assertThat(said(REMINDER, NOW))
        .isEqualTo("**#12 Bathroom** is due " + ELEVEN + ".\nFrom Huize Sanne");
    assertThat(said(REMINDER.readIn("nl"), NOW))
        .isEqualTo("**#12 Bathroom** moet af zijn op " + ELEVEN + ".\nVan Huize Sanne");
  }

  @Test
  void a_reminder_at_the_due() {
    assertThat(said(REMINDER.because(AT_DUE), NOW.plusSeconds(3600)))
        .isEqualTo("**#12 Bathroom** is due now.\nFrom Huize Sanne");
  }

  @Test
  void a_reminder_of_a_whole_day() {
    assertThat(said(REMINDER.because(AT_DUE).dueOn(Parcels.THAT_DAY).readIn("nl-BE"), NOW))
        .isEqualTo("**#12 Bathroom** moet vandaag gebeuren.\nVan Huize Sanne");
    assertThat(said(REMINDER.dueOn(Parcels.THAT_DAY), NOW))
        .isEqualTo("**#12 Bathroom** is to be done on <t:1795863600:D>.\nFrom Huize Sanne");
  }

  @Test
  void a_reminder_that_comes_late_says_so_and_does_not_call_the_past_future() {
    assertThat(said(REMINDER.sentLate(), NOW.plus(Duration.ofHours(5))))
        .isEqualTo(
            "**#12 Bathroom** was due "
                + ELEVEN
                + ".\nThis comes late: DCM was away.\nFrom Huize Sanne");
  }

  @Test
  void a_snooze_that_is_over() {
    var snoozed = REMINDER.because(new Stage.Snoozed(NOW));
    assertThat(said(snoozed, NOW))
        .isEqualTo(
            "You wanted to hear of **#12 Bathroom** again. It is due "
                + ELEVEN
                + ".\nFrom Huize Sanne");
    assertThat(said(snoozed.dueOn(new Due.Never()), NOW))
        .isEqualTo("You wanted to hear of **#12 Bathroom** again.\nFrom Huize Sanne");
  }

  @Test
  void an_escalation_calls_those_concerned_in_the_guilds_language() {
    var escalation =
        REMINDER.because(OVERDUE).via(Parcels.IN_CHANNEL).heldBy(Parcels.SANNE, new MemberId(43));
    assertThat(said(escalation, NOW.plus(Duration.ofHours(3))))
        .isEqualTo(
            "<@42> <@43>\n"
                + "**#12 Bathroom** had <t:1795860000:R> af moeten zijn en is nog niet gedaan.");
    assertThat(write(escalation, NOW).mentions()).containsExactly(Parcels.SANNE, new MemberId(43));
  }

  @Test
  void an_escalation_of_what_nobody_has_says_so_and_calls_nobody() {
    var escalation = REMINDER.because(OVERDUE).via(Parcels.IN_CHANNEL).heldBy();
    assertThat(said(escalation, NOW))
        .isEqualTo(
            "**#12 Bathroom** had <t:1795860000:R> af moeten zijn en is nog niet gedaan.\n"
                + "Niemand heeft het op zich genomen.");
    assertThat(write(escalation, NOW).buttons()).containsExactly(Button.CLAIM, Button.DONE);
    assertThat(write(escalation, NOW).mentions()).isEmpty();
  }

  @Test
  void a_direct_message_needs_no_mention() {
    assertThat(write(REMINDER, NOW).mentions()).isEmpty();
    assertThat(said(REMINDER, NOW)).doesNotContain("<@");
  }

  @Test
  void a_reminder_can_be_answered_by_a_button() {
    assertThat(write(REMINDER, NOW).buttons()).containsExactly(Button.DONE, Button.SNOOZE);
  }

  @Test
  void what_is_done_meanwhile_needs_no_button() {
    var done = REMINDER.nowIn(Occurrence.State.DONE);
    assertThat(said(done, NOW)).startsWith("A reminder of **#12 Bathroom** that is no longer");
    assertThat(write(done, NOW).buttons()).isEmpty();
  }

  @Test
  void typed_text_is_escaped_once_and_not_looked_into() {
    UnaryOperator<String> nasty = _ -> "{number} $1 \\ {guild}";
    assertThat(write(REMINDER, NOW).text(nasty))
        .startsWith("**#12 {number} $1 \\ {guild}** is due");
  }

  @Test
  void a_language_that_nobody_speaks_here_is_english_and_none_is_the_guilds() {
    assertThat(write(REMINDER.readIn("fr"), NOW).language()).isEqualTo(Language.EN);
    assertThat(write(REMINDER.readIn(null), NOW).language()).isEqualTo(Language.NL);
  }

  @Test
  void a_nonce_is_short_and_the_same_for_the_same_delivery_only() {
    String nonce = write(REMINDER, NOW).nonce();
    assertThat(nonce).hasSizeLessThanOrEqualTo(25).matches("[A-Za-z0-9_-]+");
    assertThat(write(REMINDER.handedOut(4), NOW.plusSeconds(999)).nonce()).isEqualTo(nonce);
    assertThat(write(Parcels.reminder("b"), NOW).nonce()).isNotEqualTo(nonce);
  }

  @Test
  void only_what_was_sent_before_and_long_ago_is_looked_for() {
    Instant longAfter = NOW.plus(Duration.ofMinutes(2)).plusMillis(1);
    assertThat(Scribe.write(REMINDER.parcel(), true, longAfter).lookFirst()).isTrue();
    assertThat(Scribe.write(REMINDER.parcel(), true, NOW.plus(Duration.ofMinutes(2))).lookFirst())
        .isFalse();
    assertThat(Scribe.write(REMINDER.parcel(), false, longAfter).lookFirst()).isFalse();
  }

  private static Letter write(Parcels parcels, Instant now) {
    return Scribe.write(parcels.parcel(), false, now);
  }

  private static String said(Parcels parcels, Instant now) {
    return write(parcels, now).text(UnaryOperator.identity());
  }
}
