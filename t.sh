#!/bin/bash
cd /work/h-chat
one dotnet build tests/Ziggie.Tests -v q 2>&1 | grep -E "error|warn" | sort -u | head -20 | cut -c1-300 | tee /tmp/hchat.err
[ -s /tmp/hchat.err ] && exit 1
one timeout 300 dotnet run --no-build --project tests/Ziggie.Tests -- "$@" 2>&1 | sed "s/\x1b\[[0-9;]*m//g" | grep -vE "^ +(at |src.*Storage|/_/|---)|^$" | cut -c1-260
