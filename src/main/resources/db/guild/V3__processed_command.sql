-- Answers to commands of the last day that the guild does not hold in memory any more: only a guild
-- with more than 9,000 commands a day has rows here. Not a read table: it cannot be written again
-- from the events, because an answer shows a task as it was then.
create table ${guild}.processed_command (
  command_id   uuid primary key,
  answered_at  timestamptz not null,
  answer       text not null
);

create index processed_command_answered_at on ${guild}.processed_command (answered_at);
