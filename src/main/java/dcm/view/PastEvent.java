package dcm.view;

import dcm.guild.Recorded;

/**
 * An event from the journal.
 *
 * @param bytes of it in the journal
 */
public record PastEvent(long revision, Recorded recorded, int bytes) {}
