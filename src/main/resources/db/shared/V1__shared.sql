-- Schema shared by all guilds. It holds no guild content.

create table dcm.guilds (
  id          uuid primary key,
  discord_id  bigint      not null unique check (discord_id > 0),
  name        text        not null,
  settings    jsonb       not null default '{}',
  created_at  timestamptz not null
);

-- Registered guild schemas and their versions. partition_number: the partition of dcm.event_journal to which
-- the guild's table is attached; null: detached, the guild is written in transactions of its own.
create table dcm.guild_schemas (
  id                uuid primary key default gen_random_uuid(),
  guild_id          bigint      not null unique check (guild_id > 0),
  schema_name       text        not null unique,
  created_at        timestamptz not null default now(),
  version           integer     not null,
  partition_number  integer
);

create table dcm.users (
  id          uuid primary key,
  discord_id  bigint      not null unique check (discord_id > 0),
  profile     jsonb       not null,
  created_at  timestamptz not null
);

-- Next wake-up of each guild; one row per guild, replaced by the guild's events.
create table dcm.guild_wakeup (
  guild_id  bigint      primary key check (guild_id > 0),
  due_at    timestamptz not null
);
create index guild_wakeup_due on dcm.guild_wakeup (due_at);

-- Nodes and their heartbeats (ADR 0015, 0026). cluster: number of the node's cluster, 0: none yet.
-- secret_fingerprint: derived with HKDF from the node's secret.
create table dcm.cluster_node (
  address             text        primary key,
  incarnation         bigint      not null,
  roles               text[]      not null default '{}',
  version             text        not null,
  registered_at       timestamptz not null default now(),
  heartbeat_at        timestamptz not null default now(),
  cluster             bigint      not null default 0,
  secret_fingerprint  text        not null default ''
);

create table dcm.lease (
  name           text        primary key,
  owner          text        not null,
  fencing_token  bigint      not null default 1,
  acquired_at    timestamptz not null default now(),
  renewed_at     timestamptz not null default now()
);

-- The founder of a cluster locks this row and increments its token, which is the cluster's number.
insert into dcm.lease (name, owner, fencing_token) values ('founder', 'none', 0);

create table dcm.signing_key (
  kid                text        primary key,
  created_at         timestamptz not null,
  not_after          timestamptz not null,
  public_jwk         jsonb       not null,
  encrypted_private  bytea       not null
);

-- Last revision of each dropped guild. A restored guild continues beyond it, because clients may remember
-- the old numbers.
create table dcm.dropped_guild (
  guild_id       bigint primary key check (guild_id > 0),
  last_revision  bigint not null
);

-- Partition tree of all journals (ADR 0010): hash partitions, whose list partitions are the guilds' own tables.
-- It has no rows of its own and is never read. 32 partitions, because attaching a table invalidates what every
-- connection has cached of its siblings. Columns as in a guild's event_journal.
create table dcm.event_journal (
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
  meta_payload        bytea
) partition by hash (persistence_id);

do $$
begin
  for partition_number in 0..31 loop
    execute format(
      'create table dcm.event_journal_%s partition of dcm.event_journal'
      ' for values with (modulus 32, remainder %s) partition by list (persistence_id)',
      to_char(partition_number, 'FM00'), partition_number);
  end loop;
end
$$;

-- Epoch of each guild (ADR 0011): incremented by every recovery; writers with an older epoch are fenced.
create table dcm.guild_epoch (
  guild_id  bigint primary key check (guild_id > 0),
  epoch     bigint not null
) with (fillfactor = 50);

create function dcm.partition_of(persistence_id text) returns integer
  language sql stable
  set search_path = pg_catalog, pg_temp
return (
  select partition_number from generate_series(0, 31) as partition_number
   where satisfies_hash_partition(
     'dcm.event_journal'::regclass, 32, partition_number, persistence_id::varchar)
);

-- Attaches the guild's journal to its partition, unless it is attached; returns the partition.
create function dcm.attach_partition(guild bigint, persistence_id text) returns integer
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  partition_number constant integer := dcm.partition_of(persistence_id);
  journal constant text := format('guild_%s.event_journal', guild);
begin
  if not exists (select from pg_inherits where inhrelid = journal::regclass) then
    execute format(
      'alter table dcm.event_journal_%s attach partition %s for values in (%L)',
      to_char(partition_number, 'FM00'), journal, persistence_id);
  end if;
  return partition_number;
end
$$;

create function dcm.detach_partition(guild bigint) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  journal constant regclass := to_regclass(format('guild_%s.event_journal', guild));
  parent constant regclass := (select inhparent from pg_inherits where inhrelid = journal);
begin
  if parent is not null then
    execute format('alter table %s detach partition %s', parent, journal);
  end if;
end
$$;

-- Increments the guild's epoch and returns it. Writers lock the guild's table until they have committed; this
-- waits for them, so that no transaction that began before can commit after.
create function dcm.acquire_epoch(guild bigint) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  acquired bigint;
begin
  execute format('lock table guild_%s.event_journal in share row exclusive mode', guild);
  insert into dcm.guild_epoch as known (guild_id, epoch) values (guild, 1)
  on conflict (guild_id) do update set epoch = known.epoch + 1
  returning epoch into acquired;
  return acquired;
end
$$;

-- Raises DCM01 with the guilds whose epoch is not the current one. Called after the rows were inserted: their
-- locks keep dcm.acquire_epoch waiting until the commit, and a statement of its own sees every epoch that was
-- committed before. One plan serves one guild and many, so it is not planned again with every call.
create function dcm.verify_epochs(guilds bigint[], epochs bigint[]) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from unnest(guilds, epochs) as claim (guild, epoch)
     where claim.epoch is distinct from (
       select epoch from dcm.guild_epoch where guild_id = claim.guild)
  ) then
    raise exception 'another process took ownership' using errcode = 'DCM01', detail = (
      select array_agg(claim.guild)
        from unnest(guilds, epochs) as claim (guild, epoch)
        left join dcm.guild_epoch on guild_epoch.guild_id = claim.guild
       where guild_epoch.epoch is distinct from claim.epoch)::text;
  end if;
end
$$;

-- Inserts the events of many guilds with one statement and verifies the writers' epochs.
create function dcm.append_events(
    persistence_ids text[], sequence_numbers bigint[], writers text[], write_timestamps bigint[],
    adapter_manifests text[], event_ser_ids integer[], event_ser_manifests text[],
    event_payloads bytea[], meta_ser_ids integer[], meta_ser_manifests text[],
    meta_payloads bytea[], guilds bigint[], epochs bigint[]) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  insert into dcm.event_journal
    (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
     event_ser_id, event_ser_manifest, event_payload,
     meta_ser_id, meta_ser_manifest, meta_payload)
  select * from unnest(
    persistence_ids, sequence_numbers, writers, write_timestamps, adapter_manifests,
    event_ser_ids, event_ser_manifests, event_payloads,
    meta_ser_ids, meta_ser_manifests, meta_payloads);
  perform dcm.verify_epochs(guilds, epochs);
end
$$;

-- Loads into a writing connection what its first groups would otherwise wait for: the plan of
-- dcm.append_events and the bounds of the partitions of one lane.
create function dcm.warm_up_partitions(lane integer, lanes integer) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  for partition_number in 0..31 loop
    if partition_number % lanes = lane then
      -- planning reads the bounds of all siblings; no guild has the empty id, so nothing else happens
      execute format(
        'select from dcm.event_journal_%s where persistence_id = ''''',
        to_char(partition_number, 'FM00'));
    end if;
  end loop;
  perform dcm.append_events(
    '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
end
$$;

-- Acquires the epochs of many guilds and reads the start of their histories in one call (ADR 0011).
--
-- request_index is the guild's position among the requested ones; row_type says what a row is:
--   0  not ready: its tables are missing or not of the latest version; nothing was acquired.
--      number: its current epoch, 0 without one; serializer_id: the version, null without tables
--   1  acquired. number: its new epoch; written_at: its highest sequence number, null when that is the last of
--      the events returned; serializer_id: its partition
--   2  its latest matching snapshot
--   3  an event, in order
--   4  a deleted event
--   5  acquired, without a matching snapshot, and its table has no more than full_scan_max_bytes: all its events
--      came before this row, unordered and whatever their number. number, serializer_id: as for 1
--   6  an event of another persistence id, to be ignored
create function dcm.take_over(
    latest_version integer, page_size integer, full_scan_max_bytes bigint,
    guild_ids bigint[], persistence_ids text[], first_sequence_numbers bigint[],
    min_snapshot_numbers bigint[], max_snapshot_numbers bigint[],
    min_snapshot_times bigint[], max_snapshot_times bigint[])
  returns table (
    request_index integer, row_type integer, number bigint, written_at bigint, writer text,
    adapter_manifest text, serializer_id integer, manifest text, payload bytea,
    meta_serializer_id integer, meta_manifest text, meta_payload bytea)
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set work_mem = '16MB'
as $$
#variable_conflict use_column
declare
  history constant text :=
    'select $1, case when persistence_id <> $2 then 6 when deleted then 4 else 3 end,
            sequence_number, write_timestamp, writer::text, adapter_manifest::text,
            event_ser_id, event_ser_manifest::text, event_payload,
            meta_ser_id, meta_ser_manifest::text, meta_payload
       from guild_%s.event_journal';
  request record;
  indexes integer[] := '{}';
  partition_numbers integer[] := '{}';
  acquired bigint[] := '{}';
  epochs bigint[] := '{}';
  journals text[] := '{}';
  snapshot record;
  after_snapshot bigint;
  events bigint;
begin
  -- ordered by guild, so that two calls for the same guilds cannot deadlock
  for request in
    select wanted.guild, wanted.ordinal, coalesce(known.epoch, 0) as epoch, registered.version,
           registered.partition_number
      from unnest(guild_ids) with ordinality as wanted (guild, ordinal)
      left join dcm.guild_epoch known on known.guild_id = wanted.guild
      left join dcm.guild_schemas registered on registered.guild_id = wanted.guild
     order by wanted.guild
  loop
    if request.version = latest_version then
      indexes := indexes || request.ordinal::integer;
      partition_numbers := partition_numbers || request.partition_number;
      acquired := acquired || request.guild;
      journals := journals || format('guild_%s.event_journal', request.guild);
    else
      request_index := request.ordinal;
      row_type := 0;
      number := request.epoch;
      serializer_id := request.version;
      return next;
    end if;
  end loop;
  if acquired = '{}' then
    return;
  end if;

  execute 'lock table ' || array_to_string(journals, ', ') || ' in share row exclusive mode';
  with incremented as (
    insert into dcm.guild_epoch as known (guild_id, epoch)
    select guild, 1 from unnest(acquired) as guild
    on conflict (guild_id) do update set epoch = known.epoch + 1
    returning guild_id, epoch
  )
  select array_agg(epoch order by guild_id) into epochs from incremented;

  -- each of these statements sees what was committed before the locks were granted
  for i in 1 .. cardinality(acquired) loop
    request_index := indexes[i];
    after_snapshot := 0;
    -- a file without a page has no row; a transaction that inserts the first row has extended the file already
    if max_snapshot_numbers[request_index] > 0
        and pg_relation_size(format('guild_%s.snapshot', acquired[i])::regclass) > 0 then
      execute format(
        'select sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
                meta_ser_id, meta_ser_manifest, meta_payload
           from guild_%s.snapshot
          where persistence_id = $1 and sequence_number between $2 and $3
            and created between $4 and $5
          order by sequence_number desc limit 1', acquired[i])
        into snapshot
        using persistence_ids[request_index],
              min_snapshot_numbers[request_index], max_snapshot_numbers[request_index],
              min_snapshot_times[request_index], max_snapshot_times[request_index];
      if snapshot.sequence_number is not null then
        after_snapshot := snapshot.sequence_number;
        row_type := 2;
        number := snapshot.sequence_number;
        written_at := snapshot.created;
        serializer_id := snapshot.snapshot_ser_id;
        manifest := snapshot.snapshot_ser_manifest;
        payload := snapshot.snapshot_payload;
        meta_serializer_id := snapshot.meta_ser_id;
        meta_manifest := snapshot.meta_ser_manifest;
        meta_payload := snapshot.meta_payload;
        return next;
        manifest := null;
        payload := null;
        meta_serializer_id := null;
        meta_manifest := null;
        meta_payload := null;
      end if;
    end if;
    written_at := null;
    if after_snapshot = 0 and pg_relation_size(journals[i]::regclass) <= full_scan_max_bytes then
      return query execute format(history, acquired[i])
        using request_index, persistence_ids[request_index];
      row_type := 5;
    else
      return query execute format(
        history || ' where persistence_id = $2 and sequence_number >= $3
                     order by sequence_number limit $4', acquired[i])
        using request_index, persistence_ids[request_index],
              greatest(first_sequence_numbers[request_index], after_snapshot + 1), page_size;
      get diagnostics events = row_count;
      if events = 0 or events = page_size then
        -- deleted rows count: a sequence number is never reused
        execute format(
          'select coalesce((select sequence_number from guild_%s.event_journal
            where persistence_id = $1 order by sequence_number desc limit 1), 0)', acquired[i])
          into written_at using persistence_ids[request_index];
      end if;
      row_type := 1;
    end if;
    number := epochs[i];
    serializer_id := partition_numbers[i];
    return next;
  end loop;
end
$$;
