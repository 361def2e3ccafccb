docker push "${A:-${B:-registry.example.com/$( echo app )}}"
