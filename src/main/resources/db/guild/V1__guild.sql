-- One guild. ${guild} is the schema's name; it comes from a number and nothing else.
-- One index per table: each costs every guild a file and every connection memory.
create schema ${guild};

-- The layout of pekko-persistence-jdbc 1.1.1, so that its own plugin reads it too. Its "ordering"
-- is the sequence number: a guild is one stream, and needs neither a sequence nor an index for it.
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
);

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
);

-- Read tables: written with the events, and can be written again from them.
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

-- how the tasks that are not deleted are called now
create table ${guild}.task_title (
  task_id  uuid primary key,
  number   integer not null,
  title    text not null
);

-- what became of each occurrence, under the title that its task had then
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

-- who tried what they may not; a member that is null is DCM itself
create table ${guild}.refusal (
  revision    bigint primary key,
  refused_at  timestamptz not null,
  member_id   bigint,
  command     text not null,
  permission  text,
  task_id     uuid,
  origin      text not null
);
