/**
 * The Alpine equivalent of a Debian or Ubuntu package: `curl` → `curl`, `build-essential` → `build-base`. Undefined if
 * no package is known to provide the same commands or headers; the same name proves nothing, and packages that put
 * their program or its configuration in another place (`nginx`, `supervisor`, `tini`) are left out. Sources:
 * https://packages.debian.org/stable/<name>, https://pkgs.alpinelinux.org/package/edge/main/x86_64/<name> and the
 * Dockerfiles of Docker's official images, which install most of these on both.
 */
export function alpinePackagesOf(name: string): readonly string[] | undefined {
  if (SAME_NAME.has(name)) return [name];
  return Object.hasOwn(OTHER_NAME, name) ? OTHER_NAME[name]?.split(" ") : undefined;
}

const SAME_NAME: ReadonlySet<string> = new Set(
  (
    "apache2-utils autoconf automake bash bc bison bzip2 ca-certificates cmake coreutils curl diffutils dumb-init " +
    "expect ffmpeg file findutils flex fontconfig gawk gdb gettext ghostscript git git-lfs gnupg grep groff gzip " +
    "htop imagemagick iproute2 iptables jq less libtool lsof lynx m4 make mariadb-client mc mercurial nano " +
    "netcat-openbsd nodejs npm openssh-client openssl parallel patch perl postgresql-client procps python3 " +
    "python3-dev rsync ruby screen sed socat strace subversion sudo tar tcpdump tmux tree tzdata unzip util-linux " +
    "vim wget xmlstarlet zip zsh zstd " +
    "libevent-dev libffi-dev libmemcached-dev libpng-dev libsodium-dev libwebp-dev libxml2-dev libzip-dev"
  ).split(" "),
);

const OTHER_NAME: Readonly<Record<string, string>> = {
  "build-essential": "build-base",
  "default-libmysqlclient-dev": "mariadb-dev",
  dnsutils: "bind-tools",
  "bind9-dnsutils": "bind-tools",
  // Debian's compilers include the C library's headers.
  "g++": "g++ musl-dev",
  gcc: "gcc musl-dev",
  gnupg2: "gnupg",
  "iputils-ping": "iputils",
  "libbz2-dev": "bzip2-dev",
  "libc6-dev": "musl-dev",
  "libcurl4-openssl-dev": "curl-dev",
  "libfreetype6-dev": "freetype-dev",
  "libfreetype-dev": "freetype-dev",
  "libgd-dev": "gd-dev",
  "libgmp-dev": "gmp-dev",
  "libicu-dev": "icu-dev",
  "libjpeg-dev": "libjpeg-turbo-dev",
  "libjpeg62-turbo-dev": "libjpeg-turbo-dev",
  "libldap2-dev": "openldap-dev",
  "liblzma-dev": "xz-dev",
  "libmagickwand-dev": "imagemagick-dev",
  "libncurses-dev": "ncurses-dev",
  "libonig-dev": "oniguruma-dev",
  "libpq-dev": "postgresql-dev",
  "libreadline-dev": "readline-dev",
  "libsqlite3-dev": "sqlite-dev",
  "libssl-dev": "openssl-dev",
  "libxslt1-dev": "libxslt-dev",
  "libyaml-dev": "yaml-dev",
  "linux-libc-dev": "linux-headers",
  netcat: "netcat-openbsd",
  "pkg-config": "pkgconf",
  pkgconf: "pkgconf",
  "python3-pip": "py3-pip",
  sqlite3: "sqlite",
  "xz-utils": "xz",
  "zlib1g-dev": "zlib-dev",
};
