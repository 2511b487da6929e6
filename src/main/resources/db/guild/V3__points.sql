-- Read model: the ledger of points. delta 0: only the streak changed. task_id null: given or taken by hand.
create table ${guild}.points_ledger (
  member_id    bigint not null,
  revision     bigint not null,
  recorded_at  timestamptz not null,
  delta        integer not null,
  reason       text not null,
  source       text not null,
  task_id      uuid,
  ordinal      integer,
  streak       integer,
  note         text,
  primary key (member_id, revision)
);
