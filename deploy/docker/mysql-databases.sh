#!/bin/bash
# Runs before the migrations, each time: one database for each name in DATABASES, and two users who
# may use it and nothing else. The one of the migrations may change its tables, the one of the
# service its rows. Users of an older version, who could do both, lose what they need no more. The
# privileges are those of scripts/operate/databases/database-accounts.ts.
set -euo pipefail

rows='SELECT, INSERT, UPDATE, DELETE'
tables='CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW'

# Inside of '…' MySQL gives a meaning to \ and ' only.
quote() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\'/\'\'}
  printf "'%s'" "$text"
}

make_database() {
  local name=$1 place password migrations
  # In the name of a grant _ stands for any letter.
  place="\`${name//_/\\_}\`.*"
  password=$(quote "$2")
  migrations=$(quote "$3")
  mysql --host=mysql --user=root --password="$MYSQL_ROOT_PASSWORD" <<SQL
CREATE DATABASE IF NOT EXISTS \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS '${name}_migrations'@'%' IDENTIFIED BY $migrations;
ALTER USER '${name}_migrations'@'%' IDENTIFIED BY $migrations;
GRANT $rows, $tables ON $place TO '${name}_migrations'@'%';
CREATE USER IF NOT EXISTS '$name'@'%' IDENTIFIED BY $password;
ALTER USER '$name'@'%' IDENTIFIED BY $password;
GRANT $rows, $tables ON $place TO '$name'@'%';
REVOKE $tables ON $place FROM '$name'@'%';
SQL
}

for name in $DATABASES; do
  password_variable="${name^^}_DATABASE_PASSWORD"
  migrations_variable="${name^^}_MIGRATIONS_DATABASE_PASSWORD"
  make_database "$name" "${!password_variable}" "${!migrations_variable}"
done
