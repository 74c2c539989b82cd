#!/bin/sh
# Tests the launcher with a made-up build and a made-up JVM that tells how it was called: no
# network, no build, a few seconds.
set -u

root=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/cairn test.XXXXXX") # the space is meant
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

has() { # has TEXT PART
  case $1 in *"$2"*) echo yes ;; *) echo "no: $1" ;; esac
}

project=$work/project
mkdir -p "$project/.mvn" "$project/src/main" "$work/jdk/bin" "$work/elsewhere"
cp "$root/cairn" "$project/"
cp "$root/.mvn/jdk.sh" "$project/.mvn/"
: >"$project/pom.xml"
: >"$project/src/main/One.java"
: >"$project/src/main/Two.java"
printf 'JAVA_VERSION="25.0.1"\n' >"$work/jdk/release"
: >"$work/jdk/bin/javac"
cat >"$work/jdk/bin/java" <<'END'
#!/bin/sh
for word; do
  case $word in
    -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}" ;;
  esac
done
printf '<%s>' "$@"
echo
END
cat >"$project/mvnw" <<'END'
#!/bin/sh
echo "Maven says something"
[ ! -e broken ] && [ ! -e "${0%/*}/broken" ] || exit 1
echo x >>"${0%/*}/builds"
sleep 0.3
app=${0%/*}/target/quarkus-app
mkdir -p "$app/app" "$app/lib/main"
: >"$app/quarkus-run.jar"
: >"$app/app/cairn-1.jar"
: >"$app/lib/main/info.picocli.picocli-1.jar"
END
chmod +x "$work/jdk/bin/java" "$work/jdk/bin/javac" "$project/mvnw"
JAVA_HOME=$work/jdk
export JAVA_HOME

builds() { echo $(($(wc -l <"$project/builds" 2>/dev/null || echo 0))); }
# Times are kept apart by changing them, not by waiting.
age() { find "$project" -exec touch -t 202001010000 {} +; }

for i in 1 2 3 4 5; do
  "$project/cairn" "$i" >"$work/out.$i" 2>"$work/err.$i" &
done
wait
check 'five first launches build once' 1 "$(builds)"
for i in 1 2 3 4 5; do
  check "launch $i runs" yes "$(has "$(cat "$work/out.$i")" "dev.cairn.cli.Cairn><$i>")"
  check "launch $i writes one line to stdout" 1 "$(($(wc -l <"$work/out.$i")))"
done
check 'that it builds is told' yes "$(has "$(cat "$work"/err.*)" 'cairn: building')"

age
client=$("$project/cairn" jobs 'two words' 2>"$work/err")
check 'the next launch builds nothing' 1 "$(builds)"
check '… and says nothing of its own' '' "$(cat "$work/err")"
check 'words arrive as they are' yes "$(has "$client" '<jobs><two words>')"
check 'a client uses the quick compiler' yes "$(has "$client" '<-XX:TieredStopAtLevel=1>')"
check '… and its archive' yes "$(has "$client" "<-XX:SharedArchiveFile=$project/target/launch/client.jsa>")"
server=$("$project/cairn" serve)
check 'a server uses its archive' yes "$(has "$server" "<-XX:SharedArchiveFile=$project/target/launch/server.jsa>")"
check '… and the whole compiler' 'no' "$(has "$server" TieredStopAtLevel | cut -c1-2)"
check 'CAIRN_JAVA_OPTS goes to the JVM' yes \
  "$(has "$(CAIRN_JAVA_OPTS='-Xmx1g -Da=b' "$project/cairn" serve)" '<-Xmx1g><-Da=b><-jar>')"

ln -s "$project/cairn" "$work/elsewhere/stone"
check 'it runs through a link, from another folder' yes \
  "$(cd "$work/elsewhere" && has "$(./stone jobs)" "<$project/target/quarkus-app/app/cairn-1.jar:$project/target/quarkus-app/lib/main/info.picocli.picocli-1.jar><dev.cairn.cli.Cairn><jobs>")"

age
touch "$project/src/main/One.java"
"$project/cairn" jobs >/dev/null 2>&1
check 'a changed source is built' 2 "$(builds)"
age
rm "$project/src/main/Two.java"
"$project/cairn" jobs >/dev/null 2>&1
check 'a removed source is built' 3 "$(builds)"

age
touch "$project/pom.xml"
sh -c 'echo $$' >"$project/target/launch.lock" # of a process that is gone
"$project/cairn" jobs >/dev/null 2>&1
check 'the lock of a killed launch holds nobody up' 4 "$(builds)"

age
touch "$project/pom.xml" "$project/broken"
out=$("$project/cairn" jobs 2>"$work/err")
check 'a failed build is an error' 1 $?
check '… with nothing on stdout' '' "$out"
check '… and told' yes "$(has "$(cat "$work/err")" 'cairn: the build failed')"
check 'no lock is left' '' "$(find "$project/target" -name 'launch.lock*' ! -name '*.began')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
