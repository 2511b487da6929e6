package dcm.guild.value;

/** A permission of a role in a guild. The owner and Discord administrators have all permissions. */
public enum Permission {
  TASK_CREATE,
  TASK_EDIT,
  TASK_DELETE,
  TASK_ASSIGN,
  TASK_CLAIM,
  TASK_COMPLETE,
  TASK_COMPLETE_ANY,
  TASK_APPROVE,
  TASK_VIEW_ALL,
  TASK_VIEW_OWN,
  TASK_IMPORT_EXPORT,
  DASHBOARD_USE,
  REMINDER_MANAGE,
  STATISTICS_VIEW,
  AUDIT_VIEW,
  MEMBER_MANAGE,
  PERMISSION_MANAGE,
  SETTINGS_MANAGE,
  INTEGRATION_MANAGE
}
