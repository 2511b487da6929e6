-- Read model: what statistics need. Rows from before have nulls until "dcm view rebuild": they count as done in time,
-- without effort.
alter table ${guild}.task_title
  add column category_id  uuid,
  add column minutes      integer,
  add column difficulty   integer,
  add column shared       boolean;

-- due_at: from then on it is overdue; null: never. shared: each assignee did it.
alter table ${guild}.occurrence_history
  add column category_id  uuid,
  add column minutes      integer,
  add column difficulty   integer,
  add column shared       boolean,
  add column due_at       timestamptz;

-- When members were in the guild (source ''), and when they were away from all tasks (source: the absence's id).
create table ${guild}.member_period (
  member_id  bigint not null,
  source     text not null,
  since      timestamptz not null,
  until      timestamptz,
  primary key (member_id, source, since)
);
