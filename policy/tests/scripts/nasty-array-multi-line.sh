# only: bash
ARGS=(
  --tls-verify=false # not verified
  --creds "robot:CANARY pass"
)
skopeo copy "${ARGS[@]}" a b
