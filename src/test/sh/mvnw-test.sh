#!/bin/sh
# Tests mvnw and .mvn/jdk.sh on made-up JDKs and a made-up Maven: no network, a few seconds.
# Needs a real JDK only to pack a zip: JAVA_HOME, or `jar` on the PATH.
set -u

root=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/mvnw-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() { # check NAME EXPECTED ACTUAL
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n  expected: %s\n  actual:   %s\n' "$1" "$2" "$3" >&2
  fi
}

contains() { # contains NAME PART TEXT
  case $3 in
    *"$2"*) check "$1" yes yes ;;
    *) check "$1" "…$2…" "$3" ;;
  esac
}

jdk() { # jdk FOLDER VERSION: a JDK that only looks like one
  mkdir -p "$1/bin"
  printf '#!/bin/sh\n' >"$1/bin/java"
  printf '#!/bin/sh\necho javac %s\n' "$2" >"$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
}

# pick JAVA_HOME PATH PLACE...: the JDK that is chosen, or the complaint
pick() {
  (
    JAVA_HOME=$1 PATH=$2:/usr/bin:/bin HOME=$work/home
    shift 2
    chosen=$(printf '%s\n' "$@")
    [ -n "$JAVA_HOME" ] || unset JAVA_HOME
    . "$root/.mvn/jdk.sh"
    jdk_places() { echo "$chosen"; }
    hide_path=${HIDE_PATH:-}
    if [ -n "$hide_path" ]; then jdk_on_path() { :; }; fi
    find_jdk 21 2>&1 && printf '%s %s' "${JAVA_HOME#"$work"/}" "$jdk_found"
  )
}

jdk "$work/jdk 8" 1.8.0_412
jdk "$work/jdk-17" 17.0.9
jdk "$work/jdk-21" 21.0.2
jdk "$work/jdk-25" 25
jdk "$work/jdk-26" 26-ea
jdk "$work/quiet" 22.0.1
rm "$work/quiet/release"
jdk "$work/jre-24" 24.0.1
rm "$work/jre-24/bin/javac"
mkdir -p "$work/home" "$work/bin"
ln -s "$work/jdk-25/bin/javac" "$work/bin/javac"

HIDE_PATH=yes
check 'JAVA_HOME wins though others are newer' 'jdk-21 21' \
  "$(pick "$work/jdk-21" "$work/bin" "$work/jdk-25")"
check 'a JAVA_HOME that is too old is passed over' 'jdk-25 25' \
  "$(pick "$work/jdk-17" /none "$work/jdk-21" "$work/jdk-25")"
check 'a JAVA_HOME that is no folder is passed over' 'jdk-21 21' \
  "$(pick "$work/nothing" /none "$work/jdk-21")"
check 'the newest of the usual places is taken' 'jdk-26 26' \
  "$(pick '' /none "$work/jdk-17" "$work/jdk-26" "$work/jdk-21")"
check 'Java 8 counts as 8' 'jdk-21 21' "$(pick '' /none "$work/jdk 8" "$work/jdk-21")"
check 'a JRE cannot build' 'jdk-21 21' "$(pick '' /none "$work/jre-24" "$work/jdk-21")"
check 'a JDK without a release file is asked' 'quiet 22' "$(pick '' /none "$work/quiet")"
contains 'what is missing is said' 'A JDK of version 21 or newer is needed.' "$(pick '' /none)"
contains 'what was found is said' "JAVA_HOME ($work/jdk 8) is JDK 8. The newest installed is JDK 17." \
  "$(pick "$work/jdk 8" /none "$work/jdk-17")"
HIDE_PATH=
check 'the PATH comes before the usual places, through its links' 'jdk-25 25' \
  "$(pick '' "$work/bin" "$work/jdk-26")"

# A project with a Maven that only tells how it was called.
project=$work/project
mkdir -p "$project/.mvn/wrapper" "$work/apache-maven-0.0.1/bin" "$work/elsewhere"
cp "$root/mvnw" "$project/"
cp "$root/.mvn/jdk.sh" "$project/.mvn/"
: >"$project/pom.xml"
printf '#!/bin/sh\necho "maven called with $*"\n' >"$work/apache-maven-0.0.1/bin/mvn"
chmod +x "$work/apache-maven-0.0.1/bin/mvn"
repo=$work/repo/org/apache/maven/apache-maven/0.0.1
mkdir -p "$repo"
jar=jar
[ -z "${JAVA_HOME:-}" ] || jar=$JAVA_HOME/bin/jar
(cd "$work" && "$jar" --create --no-manifest --file "$repo/apache-maven-0.0.1-bin.zip" apache-maven-0.0.1)
sum=$({ sha512sum "$repo"/*.zip || shasum -a 512 "$repo"/*.zip; } 2>/dev/null | cut -d' ' -f1)
pin() {
  printf 'mavenVersion=0.0.1\ndistributionSha512Sum=%s\ndependencyPlugin=a:b:1\n' "$1" \
    >"$project/.mvn/wrapper/maven-wrapper.properties"
}
wrapper() { # wrapper FOLDER-OF-MAVEN COMMAND...
  (
    MAVEN_USER_HOME=$1 MVNW_REPOURL=file://$work/repo
    export MAVEN_USER_HOME MVNW_REPOURL
    shift
    "$@" 2>&1
  )
}

pin "$(echo "$sum" | tr 0-9a-f 1-9a-f0)"
contains 'a zip with another SHA-512 is refused' 'has another SHA-512' \
  "$(wrapper "$work/m2-bad" "$project/mvnw" verify)"
check '… and nothing of it is kept' '' "$(find "$work/m2-bad" -type f)"

pin "$sum"
for i in 1 2 3 4 5 6; do
  wrapper "$work/m2" "$project/mvnw" "$i" >"$work/out.$i" &
done
wait
for i in 1 2 3 4 5 6; do
  contains "first run $i of six at once" "maven called with -f $project/pom.xml $i" "$(cat "$work/out.$i")"
done
check 'one Maven is kept, and nothing else' './apache-maven-0.0.1' \
  "$(cd "$work/m2/wrapper/dists" && find . -name '.tmp*' -o -path './apache-maven-0.0.1/*/*/bin' -o -maxdepth 1 -name 'a*')"

mv "$work/repo" "$work/gone"
ln -s "$project/mvnw" "$work/bin/build"
check 'later runs fetch nothing, from another folder and through a link' \
  "maven called with -f $project/pom.xml clean" \
  "$(cd "$work/elsewhere" && wrapper "$work/m2" "$work/bin/build" clean)"
check 'a project that is named is used' 'maven called with -f other.xml clean' \
  "$(wrapper "$work/m2" "$project/mvnw" -f other.xml clean)"
contains 'a failed fetch is told' 'could not fetch' "$(wrapper "$work/m2-new" "$project/mvnw" verify)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
