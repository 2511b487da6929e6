-- The program's login adds to a guild's journal and never changes it. ${program} is that login.
grant usage on schema ${guild} to ${program};
grant select, insert on ${guild}.event_journal to ${program};
grant select, insert, update, delete
  on ${guild}.snapshot, ${guild}.guild_members, ${guild}.guild_permissions, ${guild}.task_title,
     ${guild}.occurrence_history, ${guild}.refusal
  to ${program};

-- read by primary key only: statistics of thousands of such tables are gathered for nothing
alter table ${guild}.event_journal set (autovacuum_analyze_threshold = 2000000000);
alter table ${guild}.snapshot set (autovacuum_analyze_threshold = 2000000000);
