-- A young guild is read whole. V6 asked each guild's table for its events in their order; without a
-- condition, an index to weigh and an order PostgreSQL needs a sixth less to take such a guild over.
-- Nodes of the version before go on calling V6's, which has one argument less.
--
-- Which rows come back, by "what"; "place" is the guild's place among those that were asked for:
--   0  its tables are not there, or not of the newest version: nothing was taken.
--      number: its epoch at that time, 0 without one; serializer: the version, null without tables
--   1  it is taken. number: its new epoch; time: its highest sequence number, null when that is the
--      last of the events that follow; serializer: its place in the tree
--   2  its latest snapshot that fits;  3  an event, in order;  4  the same, deleted
--   5  it is taken, has no snapshot that fits, and its table has no more bytes than "most_whole". All
--      its events came before this row, in no order, whatever their number. number, serializer: as 1
--   6  an event of another persistence id, which has no business there
create function dcm.take_over(
    newest integer, page integer, most_whole bigint,
    guilds bigint[], persistence_ids text[], first_numbers bigint[],
    least_numbers bigint[], most_numbers bigint[], least_times bigint[], most_times bigint[])
  returns table (
    place integer, what integer, number bigint, "time" bigint, writer text, adapter_manifest text,
    serializer integer, manifest text, payload bytea,
    meta_serializer integer, meta_manifest text, meta_payload bytea)
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
  asked record;
  places integer[] := '{}';
  routers integer[] := '{}';
  mine bigint[] := '{}';
  epochs bigint[] := '{}';
  leaves text[] := '{}';
  found record;
  after_snapshot bigint;
  events bigint;
begin
  -- in the order of their numbers: two that take the same guilds do not wait for each other in a ring
  for asked in
    select wanted.guild, wanted.place, coalesce(fence.epoch, 0) as epoch, listed.version,
           listed.router
      from unnest(guilds) with ordinality as wanted (guild, place)
      left join dcm.guild_fence fence on fence.guild_id = wanted.guild
      left join dcm.guild_schemas listed on listed.guild_id = wanted.guild
     order by wanted.guild
  loop
    if asked.version = newest then
      places := places || asked.place::integer;
      routers := routers || asked.router;
      mine := mine || asked.guild;
      leaves := leaves || format('guild_%s.event_journal', asked.guild);
    else
      place := asked.place;
      what := 0;
      number := asked.epoch;
      serializer := asked.version;
      return next;
    end if;
  end loop;
  if mine = '{}' then
    return;
  end if;

  execute 'lock table ' || array_to_string(leaves, ', ') || ' in share row exclusive mode';
  with taken as (
    insert into dcm.guild_fence as fence (guild_id, epoch)
    select guild, 1 from unnest(mine) as guild
    on conflict (guild_id) do update set epoch = fence.epoch + 1
    returning guild_id, epoch
  )
  select array_agg(epoch order by guild_id) into epochs from taken;

  -- each of these statements sees what was committed before the locks were ours
  for i in 1 .. cardinality(mine) loop
    place := places[i];
    after_snapshot := 0;
    -- a file without a page has no row; whoever is writing the first one has made the page already
    if most_numbers[place] > 0
        and pg_relation_size(format('guild_%s.snapshot', mine[i])::regclass) > 0 then
      execute format(
        'select sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
                meta_ser_id, meta_ser_manifest, meta_payload
           from guild_%s.snapshot
          where persistence_id = $1 and sequence_number between $2 and $3
            and created between $4 and $5
          order by sequence_number desc limit 1', mine[i])
        into found
        using persistence_ids[place], least_numbers[place], most_numbers[place],
              least_times[place], most_times[place];
      if found.sequence_number is not null then
        after_snapshot := found.sequence_number;
        what := 2;
        number := found.sequence_number;
        "time" := found.created;
        serializer := found.snapshot_ser_id;
        manifest := found.snapshot_ser_manifest;
        payload := found.snapshot_payload;
        meta_serializer := found.meta_ser_id;
        meta_manifest := found.meta_ser_manifest;
        meta_payload := found.meta_payload;
        return next;
        manifest := null;
        payload := null;
        meta_serializer := null;
        meta_manifest := null;
        meta_payload := null;
      end if;
    end if;
    "time" := null;
    if after_snapshot = 0 and pg_relation_size(leaves[i]::regclass) <= most_whole then
      return query execute format(history, mine[i]) using place, persistence_ids[place];
      what := 5;
    else
      return query execute format(
        history || ' where persistence_id = $2 and sequence_number >= $3
                     order by sequence_number limit $4', mine[i])
        using place, persistence_ids[place],
              greatest(first_numbers[place], after_snapshot + 1), page;
      get diagnostics events = row_count;
      if events = 0 or events = page then
        -- deleted rows count: a sequence number is never given twice
        execute format(
          'select coalesce((select sequence_number from guild_%s.event_journal
            where persistence_id = $1 order by sequence_number desc limit 1), 0)', mine[i])
          into "time" using persistence_ids[place];
      end if;
      what := 1;
    end if;
    number := epochs[i];
    serializer := routers[i];
    return next;
  end loop;
end
$$;
