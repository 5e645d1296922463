#!/bin/bash
# Runs before the migrations, each time: one database for each name in DATABASES, and two users who
# may use it and nothing else. The one of the migrations may change its tables, the one of the
# service its rows. Users of an older version, who could do both, lose what they need no more. The
# privileges are those of scripts/operate/databases/database-accounts.ts. One more user reads all
# databases, for backups.
set -euo pipefail

rows='SELECT, INSERT, UPDATE, DELETE'
tables='CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW'

run_statements() {
  mysql --host=mysql --user=root --password="$MYSQL_ROOT_PASSWORD"
}

# Inside of '…' MySQL gives a meaning to \ and ' only.
quote() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\'/\'\'}
  printf "'%s'" "$text"
}

# All tables of a database: in the name of a grant _ stands for any letter.
place_of() {
  printf '`%s`.*' "${1//_/\\_}"
}

make_database() {
  local name=$1 place password migrations
  place=$(place_of "$name")
  password=$(quote "$2")
  migrations=$(quote "$3")
  run_statements <<SQL
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

make_reader() {
  local name password
  password=$(quote "$1")
  {
    echo "CREATE USER IF NOT EXISTS 'backup'@'%' IDENTIFIED BY $password;"
    echo "ALTER USER 'backup'@'%' IDENTIFIED BY $password;"
    for name in $DATABASES; do echo "GRANT SELECT ON $(place_of "$name") TO 'backup'@'%';"; done
  } | run_statements
}

for name in $DATABASES; do
  password_variable="${name^^}_DATABASE_PASSWORD"
  migrations_variable="${name^^}_MIGRATIONS_DATABASE_PASSWORD"
  make_database "$name" "${!password_variable}" "${!migrations_variable}"
done
make_reader "$BACKUP_DATABASE_PASSWORD"
