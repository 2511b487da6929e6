package dcm.node;

/** The version of this program, as the build wrote it into the jar's manifest. */
public final class Version {
  private static final String FROM_SOURCES = "0.0.0";

  private Version() {}

  /** {@code 0.0.0} when the program runs from its sources. */
  public static String number() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? FROM_SOURCES : version;
  }

  /** The program's name and version, for people. */
  public static String text() {
    return "dcm " + (number().equals(FROM_SOURCES) ? "(from sources)" : number());
  }
}
