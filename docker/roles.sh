#!/bin/sh
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --set=owner="$PPID_OWNER_PASSWORD" --set=app="$PPID_APP_PASSWORD" --set=auditor="$PPID_AUDITOR_PASSWORD" <<'SQL'
CREATE ROLE ppid_owner LOGIN PASSWORD :'owner';
CREATE ROLE ppid_app LOGIN PASSWORD :'app';
CREATE ROLE ppid_auditor LOGIN PASSWORD :'auditor';
ALTER DATABASE :"DBNAME" OWNER TO ppid_owner;
SQL
