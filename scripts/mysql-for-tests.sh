#!/bin/sh
# Runs a MySQL 9 for the tests on a Debian machine, as root, without touching the machine's own packages beyond
# debootstrap: a minimal Debian unstable in a folder of its own, its mysqld started inside with chroot, reached by a
# socket, no network. Prints the TEST_DATABASE_URL; run it again to start it after it was stopped.
#
#   sh scripts/mysql-for-tests.sh [folder]         start   (folder: /tmp/duban-mysql unless given)
#   sh scripts/mysql-for-tests.sh [folder] stop    stop
#   TEST_DATABASE_URL=... npm test                 the whole suite on it
#
# Packages come from the Debian mirror that this machine is set up with. Removing the folder removes everything.
set -eu

folder=${1:-/tmp/duban-mysql}
root=$folder/root
data=/var/lib/duban-mysql
socket=$root$data/mysqld.sock

say() { echo "$@" >&2; }

mirror() {
  cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    sed -n -e 's/^URIs: *\([^ ]*\/debian\)\/\{0,1\}$/\1/p' -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\)\/\{0,1\} .*/\2/p' |
    head -n 1
}

running() { [ -f "$root$data/mysqld.pid" ] && kill -0 "$(cat "$root$data/mysqld.pid")" 2>/dev/null; }

if [ "${2:-}" = stop ]; then
  running || { say "It is not running."; exit 0; }
  pid=$(cat "$root$data/mysqld.pid")
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
  say "Stopped."
  exit 0
fi

if [ ! -x "$root/usr/sbin/mysqld" ]; then
  command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q debootstrap; } >&2
  mkdir -p "$folder"
  [ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase unstable "$root" "$(mirror)" >&2
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -q --no-install-recommends mysql-server-core >&2
fi

# Debian's binary was built for a secure-file-priv folder that only its full package makes: NULL does without.
# A throw-away server: nothing waits for the disk.
serve() {
  chroot "$root" /usr/sbin/mysqld --no-defaults --user=root --datadir="$data/data" --secure-file-priv=NULL "$@"
}

if [ ! -d "$root$data/data/mysql" ]; then
  rm -rf "${root:?}$data"
  mkdir -p "$root$data"
  chmod 700 "$root$data"
  serve --initialize-insecure >&2
fi

if ! running; then
  rm -f "$socket"
  echo "CREATE DATABASE IF NOT EXISTS duban_test;" >"$root$data/first.sql"
  serve --socket="$data/mysqld.sock" --pid-file="$data/mysqld.pid" --init-file="$data/first.sql" \
    --skip-networking --mysqlx=OFF --skip-log-bin --innodb-flush-log-at-trx-commit=0 --skip-innodb-doublewrite \
    --innodb-flush-method=nosync --daemonize --log-error="$data/mysqld.log" >&2
fi
chroot "$root" /usr/sbin/mysqld --version >&2
echo "TEST_DATABASE_URL=mysql://root@localhost/duban_test?socketPath=$socket"
