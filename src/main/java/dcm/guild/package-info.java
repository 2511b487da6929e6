/**
 * The heart: the rules of a guild in plain Java. {@code decide} turns a request into events or a
 * refusal, {@code apply} turns an event into the next state; neither reads a clock, makes an id or
 * talks to anybody. Commands, events and state are one flat package because sealed families must
 * share it; pure helpers live beneath.
 */
@NullMarked
package dcm.guild;

import org.jspecify.annotations.NullMarked;
