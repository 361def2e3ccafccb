bash <<EOF
tool a
EOF
sh <<'EOF'
tool b "$(echo c)"
EOF
sh -s <<EOF
tool d
EOF
sh -s -- e 'f g' <<'EOF'
tool "$@"
EOF
