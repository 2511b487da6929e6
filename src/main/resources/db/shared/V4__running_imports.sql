-- Imports and undos that are being carried out, at most one a guild. A node holds a row as long as it renews the lease;
-- when the lease has ended, any node goes on (ADR 0046).
create table dcm.running_import (
  guild_id      bigint      primary key check (guild_id > 0),
  import_id     uuid        not null,
  owner         text        not null,
  leased_until  timestamptz not null
);
