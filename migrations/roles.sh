#!/bin/sh
# Run once by the PostgreSQL image, when it makes its data: Seedbed's roles, in Seedbed's database.
set -eu
psql --set=ON_ERROR_STOP=1 --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" \
  --username=postgres --dbname=seedbed --file=/seedbed/roles.sql
