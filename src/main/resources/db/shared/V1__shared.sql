-- What all guilds share. No guild's content lives here.

create table dcm.guilds (
  id          uuid primary key,
  discord_id  bigint      not null unique check (discord_id > 0),
  name        text        not null,
  settings    jsonb       not null default '{}',
  created_at  timestamptz not null
);

-- which schema is whose, and how far its tables are
create table dcm.guild_schemas (
  id           uuid primary key default gen_random_uuid(),
  guild_id     bigint      not null unique check (guild_id > 0),
  schema_name  text        not null unique,
  created_at   timestamptz not null default now(),
  version      integer     not null
);

create table dcm.users (
  id          uuid primary key,
  discord_id  bigint      not null unique check (discord_id > 0),
  profile     jsonb       not null,
  created_at  timestamptz not null
);

-- when a guild that sleeps must be woken; one row per guild, replaced by its events
create table dcm.guild_wakeup (
  guild_id  bigint      primary key check (guild_id > 0),
  due_at    timestamptz not null
);
create index guild_wakeup_due on dcm.guild_wakeup (due_at);

create table dcm.cluster_node (
  address        text        primary key,
  incarnation    bigint      not null,
  roles          text[]      not null default '{}',
  version        text        not null,
  registered_at  timestamptz not null default now(),
  heartbeat_at   timestamptz not null default now()
);

create table dcm.lease (
  name         text        primary key,
  owner        text        not null,
  fence        bigint      not null default 1,
  acquired_at  timestamptz not null default now(),
  renewed_at   timestamptz not null default now()
);

create table dcm.signing_key (
  kid                text        primary key,
  created_at         timestamptz not null,
  not_after          timestamptz not null,
  public_jwk         jsonb       not null,
  encrypted_private  bytea       not null
);
