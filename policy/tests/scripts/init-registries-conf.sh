FILE=registries.conf
{
  echo '[[registry]]'
  echo 'location = "registry.example.com"'
  echo 'insecure = true'
} >> $FILE
tool done
