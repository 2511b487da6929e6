-- How many guilds are written in one statement, and who may write for a guild. See docs/adr/0010 and 0011.

-- The tree: its leaves are the guilds' own tables, it has no rows itself, and nothing is read
-- through it. The guilds hang on 32 tables, because a new leaf makes every connection forget what
-- it knows of its siblings. Columns are those of a guild's event_journal.
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
  for router in 0..31 loop
    execute format(
      'create table dcm.event_journal_%s partition of dcm.event_journal'
      ' for values with (modulus 32, remainder %s) partition by list (persistence_id)',
      to_char(router, 'FM00'), router);
  end loop;
end
$$;

-- on which of them a guild's table hangs; null: on none, it is written by itself
alter table dcm.guild_schemas add column router integer;

-- Whoever recovers a guild counts one up; whoever counted before may write no more.
create table dcm.guild_fence (
  guild_id  bigint primary key check (guild_id > 0),
  epoch     bigint not null
) with (fillfactor = 50);

create function dcm.router_of(persistence_id text) returns integer
  language sql stable
  set search_path = pg_catalog, pg_temp
return (
  select router from generate_series(0, 31) as router
   where satisfies_hash_partition('dcm.event_journal'::regclass, 32, router, persistence_id::varchar)
);

create function dcm.attach(guild bigint, persistence_id text) returns integer
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  router constant integer := dcm.router_of(persistence_id);
  leaf constant text := format('guild_%s.event_journal', guild);
begin
  if not exists (select from pg_inherits where inhrelid = leaf::regclass) then
    execute format(
      'alter table dcm.event_journal_%s attach partition %s for values in (%L)',
      to_char(router, 'FM00'), leaf, persistence_id);
  end if;
  return router;
end
$$;

create function dcm.detach(guild bigint) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  leaf constant regclass := to_regclass(format('guild_%s.event_journal', guild));
  router constant regclass := (select inhparent from pg_inherits where inhrelid = leaf);
begin
  if router is not null then
    execute format('alter table %s detach partition %s', router, leaf);
  end if;
end
$$;

-- The guild is mine: the new epoch. Writers hold a lock on the guild's table until they have
-- committed; this waits for them, so that none that began before can commit after.
create function dcm.own(guild bigint) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  mine bigint;
begin
  execute format('lock table guild_%s.event_journal in share row exclusive mode', guild);
  insert into dcm.guild_fence as fence (guild_id, epoch) values (guild, 1)
  on conflict (guild_id) do update set epoch = fence.epoch + 1
  returning epoch into mine;
  return mine;
end
$$;

-- Called after the rows were inserted: their locks keep dcm.own away until the commit, and a
-- statement of its own sees every epoch that was committed before. Its plan is the same for one
-- guild and for many, and so is not made anew with every call.
create function dcm.confirm(guilds bigint[], epochs bigint[]) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from unnest(guilds, epochs) as writer (guild, epoch)
     where writer.epoch is distinct from (
       select epoch from dcm.guild_fence where guild_id = writer.guild)
  ) then
    raise exception 'another process has taken over' using errcode = 'DCM01', detail = (
      select array_agg(writer.guild)
        from unnest(guilds, epochs) as writer (guild, epoch)
        left join dcm.guild_fence on guild_fence.guild_id = writer.guild
       where guild_fence.epoch is distinct from writer.epoch)::text;
  end if;
end
$$;

create function dcm.append(
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
  perform dcm.confirm(guilds, epochs);
end
$$;
