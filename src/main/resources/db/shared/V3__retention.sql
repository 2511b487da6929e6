-- When the bot left a guild, and when its administrators were told that its data will be deleted.
alter table dcm.guilds
  add column inactive_since timestamptz,
  add column removal_announced_at timestamptz;

-- Those that the bot left before are kept for the whole time from now.
update dcm.guilds set inactive_since = now() where not active;
