-- The number of the last event of each guild that was dropped. When it comes back from a file, its
-- numbers go on beyond this one: somebody may still remember those that it had.
create table dcm.dropped_guild (
  guild_id  bigint primary key check (guild_id > 0),
  revision  bigint not null
);
