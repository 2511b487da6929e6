package dcm.guild.value;

/** The way in which a command or query reached DCM. */
public enum Origin {
  DISCORD,
  DASHBOARD,
  API_KEY,
  SYSTEM
}
