-- Photos. Not part of the read model: the bytes are in no event, so they cannot be rebuilt.
-- revision: of the event attachment.added. Rows without it are never shown, and deleted after a day.
create table ${guild}.attachment (
  task_id           uuid not null,
  attachment_id     uuid not null,
  uploaded_by       bigint not null,
  uploaded_at       timestamptz not null,
  ordinal           integer,
  revision          bigint,
  media_type        text not null,
  width             integer not null,
  height            integer not null,
  thumbnail_width   integer not null,
  thumbnail_height  integer not null,
  image             bytea not null,
  thumbnail         bytea not null,
  primary key (task_id, attachment_id)
);
-- a JPEG cannot be compressed
alter table ${guild}.attachment
  alter column image set storage external,
  alter column thumbnail set storage external;

-- Read model. The ids sort by the time they were made at.
create table ${guild}.comment (
  task_id     uuid not null,
  comment_id  uuid not null,
  author      bigint not null,
  written_at  timestamptz not null,
  text        text not null,
  revision    bigint not null,
  primary key (task_id, comment_id)
);
