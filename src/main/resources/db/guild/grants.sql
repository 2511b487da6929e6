-- Privileges of the program's login, ${program}: it appends to the journal and never changes it.
-- Executed again whenever a guild's tables or the login change.
grant usage on schema ${guild} to ${program};
grant select, insert on ${guild}.event_journal to ${program};
grant select, insert, update, delete
  on ${guild}.snapshot, ${guild}.guild_members, ${guild}.guild_permissions, ${guild}.task_title,
     ${guild}.occurrence_history, ${guild}.refusal, ${guild}.processed_command,
     ${guild}.attachment, ${guild}.comment, ${guild}.points_ledger,
     ${guild}.member_period, ${guild}.task_import, ${guild}.task_import_row,
     ${guild}.task_import_source
  to ${program};
