-- Answers to commands of the last day that the guild does not hold in memory any more: only a guild
-- with more than 9,000 commands a day has rows here. Not a read table: it cannot be written again
-- from the events, because an answer shows a task as it was then.
-- One index serves both uses: a look-up names the day, and what is over is deleted by days.
create table ${guild}.processed_command (
  answered_on  date not null,
  command_id   uuid not null,
  answered_at  timestamptz not null,
  answer       text not null,
  primary key (answered_on, command_id)
);
