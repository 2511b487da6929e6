package dcm.guild;

/**
 * What is wrong with one field of a command.
 *
 * @param field its path in the command, for example {@code labels[2]}
 * @param code stable, for programs and translations, for example {@code too-long}
 * @param detail an English sentence for people, without the value itself
 */
public record FieldError(String field, String code, String detail) {}
