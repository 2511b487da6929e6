-- What the program's login may do. It owns nothing: a mistake in a statement of ours, or a stolen
-- password, can neither rewrite what was journalled nor read many guilds through one table.
-- nodes start together, and PostgreSQL does not queue grants
lock table dcm.guild_schemas in share row exclusive mode;
revoke all on all functions in schema dcm from public;
grant usage on schema dcm to ${program};
grant select, insert, update, delete
  on dcm.guilds, dcm.users, dcm.guild_wakeup, dcm.cluster_node, dcm.lease
  to ${program};
-- a key is added and read: whoever could put another in its place could sign as this cluster
revoke all on dcm.signing_key from ${program};
grant select, insert on dcm.signing_key to ${program};
grant select on dcm.guild_schemas, dcm.guild_fence to ${program};
grant insert on dcm.event_journal to ${program};
grant execute on function dcm.own(bigint), dcm.confirm(bigint[], bigint[]),
  dcm.meet_tree(integer, integer),
  dcm.take_over(integer, integer, bigint[], text[], bigint[], bigint[], bigint[], bigint[],
                bigint[]),
  dcm.take_over(integer, integer, bigint, bigint[], text[], bigint[], bigint[], bigint[], bigint[],
                bigint[]),
  dcm.append(text[], bigint[], text[], bigint[], text[], integer[], text[], bytea[], integer[],
             text[], bytea[], bigint[], bigint[])
  to ${program};
