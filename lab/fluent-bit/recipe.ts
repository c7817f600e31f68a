import { createHash } from "node:crypto";

/** All that decides what the build contains: a change in here is another build. */
export const recipe = {
  /** What `fluent-bit --version` says. */
  version: "1.8.15",
  /** The one npm package with Fluent Bit's C sources; they lie below src/fluent-bit, without lib/onigmo. */
  npmPackage: "fluent-bit@0.0.3",
  integrity: "sha512-aphqYAdWbA78zBOJZ8MMThiMGRKQHFoPl988INriZRnTPYrryyyPlG8csC3ZZOe/xAYgbuBZ4mY94i+RyDRGFQ==",
  sources: "package/src/fluent-bit",
  /** Debian's names; on another distribution they have to be there under its own. */
  debianPackages: [
    "gcc",
    "g++",
    "make",
    "cmake",
    "flex",
    "bison",
    "libssl-dev",
    "zlib1g-dev",
    "libyaml-dev",
    "libonig-dev",
  ],
  cmakeArguments: [
    "-G",
    "Unix Makefiles",
    "-DCMAKE_BUILD_TYPE=Release",
    "-DFLB_EXAMPLES=Off",
    "-DFLB_SHARED_LIB=Off",
    "-DFLB_IN_SYSTEMD=Off",
    "-DFLB_OUT_KAFKA=Off",
    "-DFLB_OUT_PGSQL=Off",
    // Sources older than GCC 10, which no longer merges tentative definitions.
    "-DCMAKE_C_FLAGS=-fcommon -w",
    "-DCMAKE_C_STANDARD_LIBRARIES=-lonig",
  ],
  makeTarget: "fluent-bit-bin",
  /** Where make leaves the program, in the folder it runs in. */
  program: "bin/fluent-bit",
  /**
   * Stands in for the configure of Onigmo, which the npm package leaves out. Oniguruma, from which Onigmo comes, has the same
   * functions; the linker gets it by CMAKE_C_STANDARD_LIBRARIES, and the archive that Fluent Bit's CMake wants stays empty.
   */
  onigmoConfigure: `#!/bin/sh
set -e
for argument in "$@"; do
  case $argument in --prefix=*) prefix=\${argument#--prefix=} ;; esac
done
cat > Makefile <<MAKE
all:
install:
	mkdir -p "$prefix/lib" "$prefix/include"
	cp /usr/include/oniguruma.h "$prefix/include/onigmo.h"
	rm -f "$prefix/lib/libonigmo.a"
	ar rc "$prefix/lib/libonigmo.a"
MAKE
`,
} as const;

/**
 * 16 hexadecimal digits over the recipe and the platform it is followed on.
 * @param platform operating system, processor and distribution: the program uses the distribution's libraries
 */
export function recipeKey(platform: string, of: object = recipe): string {
  return createHash("sha256")
    .update(JSON.stringify([platform, of]))
    .digest("hex")
    .slice(0, 16);
}

/** Platform from the text of /etc/os-release, such as `linux x64 debian 12`. */
export function platformOf(osRelease: string, os: string = process.platform, cpu: string = process.arch): string {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)`, "m").exec(osRelease)?.[1];
  return [os, cpu, value("ID"), value("VERSION_ID")].filter((part) => part !== undefined && part !== "").join(" ");
}
