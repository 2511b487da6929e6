#!/usr/bin/env bash
# Creates the secrets that compose.yaml mounts, in docker/secrets, which git ignores. Existing files
# are kept; values from Discord are left empty, to be filled in.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

random() {
  head -c 32 /dev/urandom | base64 | tr -d '/+=\n'
}

keep() {
  if [ ! -e "secrets/$1" ]; then
    printf '%s' "$2" >"secrets/$1"
    echo "created docker/secrets/$1"
  fi
  # the container's user has no counterpart on this machine; the directory's mode protects the files
  chmod 444 "secrets/$1"
}

keep dcm-secret "$(random)$(random)"
keep db-superuser-password "$(random)"
keep db-owner-password "$(random)"
keep db-password "$(random)"
keep grafana-password "$(random)"
redis=$(random)
keep redis.conf "requirepass $redis
save \"\"
maxmemory 256mb
maxmemory-policy volatile-ttl"
keep redis-url "redis://:$(sed -n 's/^requirepass //p' secrets/redis.conf)@redis:6379"
keep discord-token ""
keep discord-client-id ""
keep discord-client-secret ""
for name in discord-token discord-client-id discord-client-secret; do
  [ -s "secrets/$name" ] || echo "fill in docker/secrets/$name (chmod u+w first), from Discord's developer portal"
done
