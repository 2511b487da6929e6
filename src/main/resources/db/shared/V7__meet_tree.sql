-- What a connection that writes would learn at its first groups, before anybody waits for them: the
-- plan of dcm.append, and which guilds hang on the tables of one lane.
create function dcm.meet_tree(lane integer, lanes integer) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  for router in 0..31 loop
    if router % lanes = lane then
      -- to plan it is to read the bounds of all siblings; no guild has that name, so that is all
      execute format(
        'select from dcm.event_journal_%s where persistence_id = ''''', to_char(router, 'FM00'));
    end if;
  end loop;
  perform dcm.append('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}');
end
$$;
