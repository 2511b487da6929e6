package dcm.auth;

import org.jspecify.annotations.Nullable;

/**
 * @param name the display name where the user has one
 * @param locale BCP 47
 */
record DiscordUser(long id, String name, @Nullable String locale) {}
