#!/bin/sh
# Run once by the PostgreSQL image, when it makes its data: Seedbed's roles, in Seedbed's database.
set -eu
psql --set=ON_ERROR_STOP=1 --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" \
  --username=postgres --dbname=seedbed --file=/seedbed/roles.sql
if [ -n "${BACKUP_PASSWORD:-}" ]; then
  printf '%s\n' "ALTER ROLE seedbed_backup LOGIN PASSWORD :'backup_password';" |
    psql --set=ON_ERROR_STOP=1 --set=backup_password="$BACKUP_PASSWORD" --username=postgres --dbname=seedbed
fi
