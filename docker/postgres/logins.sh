#!/usr/bin/env bash
# Run once by PostgreSQL's image, as superuser: creates two logins, of which the program's owns
# nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\set owner_password `cat /run/secrets/db-owner-password`
\set password `cat /run/secrets/db-password`
create role dcm_owner login password :'owner_password';
create role dcm login password :'password';
create database dcm owner dcm_owner template template0 encoding 'UTF8' locale 'C';
revoke all on database dcm from public;
grant connect on database dcm to dcm;
\connect dcm
revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
grant execute on function pg_catalog.set_config(text, text, boolean) to dcm_owner;
SQL
