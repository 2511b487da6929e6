package dcm.guild;

/** Through which door somebody knocked. */
public enum Door {
  DISCORD,
  DASHBOARD,
  API_KEY,
  SYSTEM
}
