/** A place in shell code that works on Debian but not on Alpine. */
export interface GnuOnly {
  readonly index: number;
  readonly length: number;
  /** A note on the place: `Uses date -d, which BusyBox on Alpine does not support`. */
  readonly reason: string;
}

/** Programs of glibc that musl does not have. Source: https://wiki.musl-libc.org/functional-differences-from-glibc.html */
const GLIBC = /(?<![\w.-])(?:localedef|locale-gen|update-locale)(?![\w-])/g;

/**
 * GNU programs that BusyBox replaces. It supports few of their long options and lacks some of the short ones.
 * Source: https://www.busybox.net/downloads/BusyBox.html
 */
const OPTIONS: readonly (readonly [program: string, options: string])[] = [
  ["date", "-d|-[a-zA-Z]*d|--[a-z-]+"],
  ["find", "-printf|-fprintf|-regextype|-daystart|-newermt"],
  ["grep", "-[a-zA-Z]*P[a-zA-Z]*|--perl-regexp"],
  ["sort", "-[a-zA-Z]*R"],
  ["xargs", "-d|--delimiter"],
  ["stat", "--(?:format|printf|file-system)"],
  ["tar", "--(?:transform|wildcards|sort|mtime|owner|group)"],
  [
    "(?:base64|chgrp|chmod|chown|cp|cut|df|du|head|ln|ls|mktemp|mv|ps|readlink|rm|tail|touch|wc)",
    "--[a-z][a-z-]+",
  ],
];

const CALLS = OPTIONS.map(
  ([program, options]) =>
    [
      new RegExp(
        `(?<![\\w.-])${program}(?=\\s)(?:(?!\\s(?:${options})(?![\\w-]))(?:\\\\\\r?\\n|[^|;&\\n])){0,400}\\s(?:${options})(?![\\w-])`,
        "g",
      ),
      /^[\w-]+/,
    ] as const,
);

/** Where shell code uses a program or an option that Alpine lacks. */
export function gnuOnlyIn(code: string): readonly GnuOnly[] {
  const programs = [...code.matchAll(GLIBC)].map(({ 0: program, index }) => ({
    index,
    length: program.length,
    reason: `Needs ${program}, which the Alpine variant lacks`,
  }));
  const options = CALLS.flatMap(([call, name]) =>
    [...code.matchAll(call)].map(({ 0: text, index }) => {
      const program = name.exec(text)?.[0] ?? "";
      const option = text.slice(text.search(/\S+$/));
      return {
        index,
        length: program.length,
        reason: `Uses ${program} ${option}, which BusyBox on Alpine does not support`,
      };
    }),
  );
  return [...programs, ...options].sort((a, b) => a.index - b.index);
}

/** Where shell code builds a Go program with cgo, for which the Alpine variant of golang has no C compiler. */
export function cgoIn(code: string): readonly GnuOnly[] {
  return [...code.matchAll(CGO)].map(({ 0: text, index }) => ({
    index,
    length: text.length,
    reason: /race|san/.test(text)
      ? `Needs glibc and a C compiler for ${text}`
      : "Needs a C compiler for cgo, which the Alpine variant lacks",
  }));
}

/** Source: https://github.com/docker-library/docs/blob/master/golang/variant-alpine.md, and the modules' own pages. */
const CGO =
  /(?<!\w)CGO_ENABLED(?:=|\s+)["']?1|(?<=\s)-(?:race|msan|asan)(?![\w-])|-buildmode[= ](?:c-shared|c-archive|shared|plugin)|github\.com\/(?:mattn\/go-sqlite3|confluentinc\/confluent-kafka-go)\b/g;
