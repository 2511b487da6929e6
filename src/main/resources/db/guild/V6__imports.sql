-- Imports of tasks. Not part of the read model: their rows exist before the first event.
create table ${guild}.task_import (
  import_id    uuid primary key,
  created_at   timestamptz not null,
  created_by   bigint not null,
  format       text not null,
  state        text not null,
  details      jsonb not null,
  finished_at  timestamptz
);

-- position: the order of application, in which a task comes after those that it waits for.
-- revision: of the task right after its creation.
create table ${guild}.task_import_row (
  import_id   uuid not null,
  position    integer not null,
  line        integer not null,
  title       text not null,
  fate        text not null,
  problem     jsonb,
  source_key  text not null,
  task        jsonb,
  task_id     uuid not null,
  depends_on  uuid[] not null,
  revision    bigint,
  primary key (import_id, position)
);

-- The tasks that imports created, by what the file said of them: the same file doubles nothing, also when the import
-- itself is no longer kept.
create table ${guild}.task_import_source (
  source_key  text primary key,
  task_id     uuid not null
);
