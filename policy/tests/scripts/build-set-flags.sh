# only: bash
set -euo pipefail 2>/dev/null || true
set -e -u +x
set -o errexit
tool a
