/** Demo guilds: a scenario read from YAML and seeded through the guilds' regular commands. */
@NullMarked
package dcm.demo;

import org.jspecify.annotations.NullMarked;
