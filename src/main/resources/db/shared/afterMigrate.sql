-- Privileges of the program's login. It owns nothing: neither a faulty statement nor a stolen password can rewrite
-- the journal or read many guilds through one table.
-- Nodes start concurrently, and PostgreSQL does not serialize grants.
lock table dcm.guild_schemas in share row exclusive mode;
revoke all on all functions in schema dcm from public;
grant usage on schema dcm to ${program};
grant select, insert, update, delete
  on dcm.guilds, dcm.users, dcm.guild_wakeup, dcm.cluster_node, dcm.lease,
     dcm.running_import
  to ${program};
-- Keys can be added and read only: replacing one would allow signing as this cluster.
revoke all on dcm.signing_key from ${program};
grant select, insert on dcm.signing_key to ${program};
grant select on dcm.guild_schemas, dcm.guild_epoch to ${program};
grant insert on dcm.event_journal to ${program};
grant execute on function dcm.acquire_epoch(bigint), dcm.verify_epochs(bigint[], bigint[]),
  dcm.warm_up_partitions(integer, integer),
  dcm.take_over(integer, integer, bigint, bigint[], text[], bigint[], bigint[], bigint[], bigint[],
                bigint[]),
  dcm.append_events(text[], bigint[], text[], bigint[], text[], integer[], text[], bytea[], integer[],
                    text[], bytea[], bigint[], bigint[])
  to ${program};
