package dcm.guild;

/** How urgent a task is, lowest first. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH,
  URGENT
}
