# only: bash
docker push "${A:-'"'}" x
tool after
