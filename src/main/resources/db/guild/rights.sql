-- The program's login adds to a guild's journal and never changes it. ${program} is that login.
-- Said again whenever a guild's tables change, or the login does.
grant usage on schema ${guild} to ${program};
grant select, insert on ${guild}.event_journal to ${program};
grant select, insert, update, delete
  on ${guild}.snapshot, ${guild}.guild_members, ${guild}.guild_permissions, ${guild}.task_title,
     ${guild}.occurrence_history, ${guild}.refusal, ${guild}.processed_command
  to ${program};
