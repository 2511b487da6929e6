-- Whether the bot is in the guild: a user's guilds are listed without starting their entities.
alter table dcm.guilds add column active boolean not null default true;

-- Guilds that were deactivated before. A guild with a planned wake-up is active; of the others the last of two
-- kinds of events decides.
do $$
declare
  guild bigint;
  last_kind text;
begin
  for guild in
    select discord_id from dcm.guilds
      join dcm.guild_schemas on guild_schemas.guild_id = discord_id
     where not exists (select from dcm.guild_wakeup where guild_wakeup.guild_id = discord_id)
  loop
    last_kind := null;
    begin
      execute format(
        'select event_ser_manifest from guild_%s.event_journal
          where persistence_id = $1 and event_ser_manifest in (''guild.observed'', ''guild.deactivated'')
          order by sequence_number desc limit 1', guild)
        into last_kind using format('guild|%s', guild);
      -- releases the locks on this guild's tables: those of thousands of guilds do not fit into the lock table
      raise exception using errcode = 'DCM02';
    exception
      when sqlstate 'DCM02' then null;
      -- an operator has to repair this guild; it does not prevent the migration
      when undefined_table or invalid_schema_name then null;
    end;
    if last_kind = 'guild.deactivated' then
      update dcm.guilds set active = false where discord_id = guild;
    end if;
  end loop;
end
$$;
