#!/bin/sh
cd "$(dirname "$0")" || exit 1
for name in python3 python; do
  if command -v "$name" >/dev/null 2>&1; then exec "$name" start_course.py "$@"; fi
done
echo "This course needs Python 3.8 or newer, and none was found. READ_ME.txt says where to get it."
exit 1
