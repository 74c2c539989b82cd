# Finds a JDK for mvnw and cairn, which source this file. POSIX sh; no program is started while a
# JDK tells its version in its "release" file, so that a launch loses no time here.

# The places where people and package managers put JDKs: one folder a line, in any order.
jdk_places() {
  for jdk_glob in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*-jdk* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jbang/cache/jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /home/linuxbrew/.linuxbrew/opt/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -x "$jdk_glob/bin/java" ]; then echo "$jdk_glob"; fi
  done
}

# jdk_version FOLDER: sets jdk_found to the major version of the JDK there, 0 if it is none.
jdk_version() {
  jdk_found=0
  # Without a compiler it is a JRE, and cannot build.
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  jdk_text=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value; do
      if [ "$jdk_key" = JAVA_VERSION ]; then jdk_text=$jdk_value; fi
    done <"$1/release"
  fi
  if [ -z "$jdk_text" ]; then # javac 21.0.2
    jdk_text=$("$1/bin/javac" -version 2>&1) || jdk_text=
    jdk_text=${jdk_text#javac }
  fi
  jdk_text=${jdk_text#\"}
  jdk_text=${jdk_text#1.} # Java 8 called itself 1.8
  jdk_text=${jdk_text%%[!0-9]*}
  jdk_found=${jdk_text:-0}
}

# Prints the folder of the JDK whose javac is on the PATH.
jdk_on_path() {
  jdk_link=$(command -v javac) || return 0
  while [ -L "$jdk_link" ]; do
    jdk_target=$(readlink "$jdk_link")
    case $jdk_target in
      /*) jdk_link=$jdk_target ;;
      *) jdk_link=${jdk_link%/*}/$jdk_target ;;
    esac
  done
  case $jdk_link in
    */bin/javac) (cd "${jdk_link%/bin/javac}" && pwd) ;;
  esac
}

# find_jdk LEAST: exports JAVA_HOME and sets jdk_found. $JAVA_HOME wins if it is new enough, then
# the PATH, then the newest in the usual places. Says on stderr what is missing and fails else.
find_jdk() {
  jdk_seen=
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk_version "$JAVA_HOME"
    if [ "$jdk_found" -ge "$1" ]; then export JAVA_HOME; return 0; fi
    jdk_seen="JAVA_HOME ($JAVA_HOME) "
    if [ "$jdk_found" -eq 0 ]; then jdk_seen="${jdk_seen}is no JDK. "; else
      jdk_seen="${jdk_seen}is JDK $jdk_found. "
    fi
  fi
  jdk_candidate=$(jdk_on_path)
  if [ -n "$jdk_candidate" ]; then
    jdk_version "$jdk_candidate"
    if [ "$jdk_found" -ge "$1" ]; then JAVA_HOME=$jdk_candidate; export JAVA_HOME; return 0; fi
    jdk_seen="${jdk_seen}The PATH has JDK $jdk_found. "
  fi
  jdk_best=0
  while read -r jdk_candidate; do
    [ -n "$jdk_candidate" ] || continue
    jdk_version "$jdk_candidate"
    if [ "$jdk_found" -gt "$jdk_best" ]; then jdk_best=$jdk_found jdk_folder=$jdk_candidate; fi
  done <<END
$(jdk_places)
END
  if [ "$jdk_best" -ge "$1" ]; then
    jdk_found=$jdk_best JAVA_HOME=$jdk_folder
    export JAVA_HOME
    return 0
  fi
  [ "$jdk_best" -eq 0 ] || jdk_seen="${jdk_seen}The newest installed is JDK $jdk_best. "
  echo "A JDK of version $1 or newer is needed. ${jdk_seen}Install one, or set JAVA_HOME to it." >&2
  return 1
}
