package dcm.guild.value;

/** Through which door somebody knocked. */
public enum Origin {
  DISCORD,
  DASHBOARD,
  API_KEY,
  SYSTEM
}
