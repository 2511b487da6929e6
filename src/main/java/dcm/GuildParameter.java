package dcm;

import dcm.guild.GuildId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A guild as an operator types it: its Discord id. Anything else ends the command with code 2. */
final class GuildParameter implements ITypeConverter<GuildId> {
  @Override
  public GuildId convert(String typed) {
    try {
      return GuildId.of(typed);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(typed + " is no Discord id: " + e.getMessage());
    }
  }
}
