#!/bin/bash
# Runs once, when the database volume is new: one database for each name in DATABASES, and one user
# that may use it and nothing else. The privileges are those of
# scripts/operate/databases/database-accounts.ts.
set -euo pipefail

make_database() {
  local name=$1 password=$2
  # Inside of '…' MySQL gives a meaning to \ and ' only.
  password=${password//\\/\\\\}
  password=${password//\'/\'\'}
  mysql --protocol=socket -uroot -p"$MYSQL_ROOT_PASSWORD" <<SQL
CREATE DATABASE IF NOT EXISTS \`$name\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS '$name'@'%' IDENTIFIED BY '$password';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW ON \`$name\`.* TO '$name'@'%';
SQL
}

for name in $DATABASES; do
  password_variable="${name^^}_DATABASE_PASSWORD"
  make_database "$name" "${!password_variable}"
done
