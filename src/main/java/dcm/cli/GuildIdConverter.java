package dcm.cli;

import dcm.guild.value.GuildId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a Discord id; picocli exits with code 2 for anything else. */
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
