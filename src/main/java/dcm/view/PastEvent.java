package dcm.view;

import dcm.guild.Recorded;

/** An event from the journal. */
public record PastEvent(long revision, Recorded recorded) {}
