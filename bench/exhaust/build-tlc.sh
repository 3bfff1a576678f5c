#!/usr/bin/env bash
# Compiles TLC of a git repository of tlaplus/tlaplus (a checkout, or a bare one), with javac alone; Java 11 or later.
# Usage: bench/exhaust/build-tlc.sh REPOSITORY FOLDER; then TLA2TOOLS="FOLDER/classes:FOLDER/lib/*" npm run bench:exhaust
set -euo pipefail
[ $# -eq 2 ] || { sed -n 2,3p "$0"; exit 2; }
repository=$1 folder=$2
within=tlatools/org.lamport.tlatools
mkdir -p "$folder/lib" "$folder/classes"
git -C "$repository" archive HEAD "$within/src" "$within/lib" | tar x -C "$folder" --strip-components=2
find "$folder/lib" -mindepth 2 -name '*.jar' -exec mv {} "$folder/lib/" \;
find "$folder/src" -name '*.java' > "$folder/files"
javac --release 11 -nowarn -cp "$folder/lib/*" -d "$folder/classes" "@$folder/files" 2> "$folder/javac.log" || { cat "$folder/javac.log"; exit 1; }
(cd "$folder/src" && find . -type f ! -name '*.java' -exec cp --parents {} "../classes/" \; 2>/dev/null || true)
java -cp "$folder/classes:$folder/lib/*" tlc2.TLC -h > /dev/null || true
echo "TLA2TOOLS=\"$folder/classes:$folder/lib/*\""
