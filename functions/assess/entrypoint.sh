#!/bin/sh
# Lambda runs an image as a user without rights. Where somebody starts it as root – `sam local` has to,
# because it installs its runtime emulator in the image user's name – the rights are dropped here.
if [ "$(id -u)" = 0 ]; then
  exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs "$@"
fi
exec "$@"
