for name in $DATABASES; do
  password_variable="${name^^}_DATABASE_PASSWORD"
  make_database "$name" "${!password_variable}"
done
