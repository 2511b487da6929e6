/**
 * Demonstration guilds: a scenario read from YAML, seeded through the same door as anybody else.
 */
@NullMarked
package dcm.demo;

import org.jspecify.annotations.NullMarked;
