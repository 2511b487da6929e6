-- One guild. ${guild} is the schema's name, made of a number only.
-- One index per table: each index costs every guild a file and every connection memory.
create schema ${guild};

-- Layout of pekko-persistence-jdbc 1.1.1, whose plugin can read it. "ordering" is the sequence number: a guild is one
-- stream and needs neither a sequence nor an index for it.
-- Read by primary key only, so statistics of thousands of such tables are useless.
create table ${guild}.event_journal (
  ordering            bigint not null generated always as (sequence_number) stored,
  persistence_id      varchar(255) not null,
  sequence_number     bigint not null,
  deleted             boolean not null default false,
  writer              varchar(255) not null,
  write_timestamp     bigint,
  adapter_manifest    varchar(255),
  event_ser_id        integer not null,
  event_ser_manifest  varchar(255) not null,
  event_payload       bytea not null,
  meta_ser_id         integer,
  meta_ser_manifest   varchar(255),
  meta_payload        bytea,
  primary key (persistence_id, sequence_number)
) with (autovacuum_analyze_threshold = 2000000000);

create table ${guild}.snapshot (
  persistence_id         varchar(255) not null,
  sequence_number        bigint not null,
  created                bigint not null,
  snapshot_ser_id        integer not null,
  snapshot_ser_manifest  varchar(255) not null,
  snapshot_payload       bytea not null,
  meta_ser_id            integer,
  meta_ser_manifest      varchar(255),
  meta_payload           bytea,
  primary key (persistence_id, sequence_number)
) with (autovacuum_analyze_threshold = 2000000000);

-- Read model: written in the events' transaction, can be rebuilt from the journal.
create table ${guild}.guild_members (
  id         uuid not null,
  guild_id   bigint not null,
  user_id    bigint primary key,
  roles      jsonb not null,
  joined_at  timestamptz not null
);

create table ${guild}.guild_permissions (
  id           uuid not null,
  guild_id     bigint not null,
  role_id      bigint primary key,
  permissions  jsonb not null,
  created_at   timestamptz not null
);

-- Current titles of the tasks that are not deleted.
create table ${guild}.task_title (
  task_id  uuid primary key,
  number   integer not null,
  title    text not null
);

-- Outcome of each occurrence, under the title that its task had at the time.
create table ${guild}.occurrence_history (
  task_id          uuid not null,
  ordinal          integer not null,
  number           integer not null,
  title            text not null,
  state            text not null,
  due              jsonb not null,
  opened_at        timestamptz not null,
  assignees        bigint[] not null,
  claimed_by       bigint,
  completed_by     bigint,
  logged_by        bigint,
  done_at          timestamptz,
  note             text,
  closed_at        timestamptz,
  closed_revision  bigint,
  primary key (task_id, ordinal)
);

-- Forbidden commands; member_id null: the system.
create table ${guild}.refusal (
  revision    bigint primary key,
  refused_at  timestamptz not null,
  member_id   bigint,
  command     text not null,
  permission  text,
  task_id     uuid,
  origin      text not null
);

-- Answers of the last day that the guild does not hold in memory: only a guild with more than 9,000 commands a day has
-- rows here. Not part of the read model: it cannot be rebuilt, because an answer shows a task as it was.
-- One index serves both uses: look-ups name the day, and expired rows are deleted by day.
create table ${guild}.processed_command (
  answered_on  date not null,
  command_id   uuid not null,
  answered_at  timestamptz not null,
  answer       text not null,
  primary key (answered_on, command_id)
);
