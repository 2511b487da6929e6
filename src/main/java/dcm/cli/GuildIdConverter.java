package dcm.cli;

import dcm.guild.value.GuildId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A guild as an operator types it: its Discord id. Anything else ends the command with code 2. */
final class GuildIdConverter implements ITypeConverter<GuildId> {
  @Override
  public GuildId convert(String text) {
    try {
      return GuildId.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(text + " is not a Discord id: " + e.getMessage());
    }
  }
}
