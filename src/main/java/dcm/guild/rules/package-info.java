/**
 * The rules: {@link dcm.guild.rules.GuildDecider} maps state and command to events or a refusal,
 * {@link dcm.guild.rules.QueryHandler} answers queries. Pure functions; the time is an argument.
 */
@NullMarked
package dcm.guild.rules;

import org.jspecify.annotations.NullMarked;
