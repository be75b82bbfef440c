# Steps of scripts/test: run one command each, time it, count it, show its log when it fails.
#
# A step counts as one check, or as many as it says itself: a Swift test run through its summary,
# our own programs through a last line "N passed, N failed".

PASSED=0
FAILED=0
FAILED_STEPS=()
LOGS="$ROOT/.build/test-logs"
CHILD=""

# A step runs in a process group of `timeout`, so an interrupted script must take it along.
stop_child() {
    if [[ -n "$CHILD" ]]; then kill "$CHILD" 2>/dev/null || true; fi
}
trap stop_child EXIT
trap 'exit 130' INT TERM

count() {
    PASSED=$((PASSED + $1))
    FAILED=$((FAILED + $2))
}

# Sets STEP_PASSED and STEP_FAILED from a log and the exit code of its command.
tally() {
    local log="$1" code="$2" line
    STEP_PASSED=0
    STEP_FAILED=0
    line="$(grep -Eo '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)"
    if [[ -n "$line" ]]; then
        STEP_PASSED="${line%% *}"
        line="${line#*, }"
        STEP_FAILED="${line%% *}"
    elif grep -Eq 'Test run with [0-9]+ tests?' "$log"; then
        local total
        total="$(sed -nE 's/.*Test run with ([0-9]+) tests?.*(passed|failed) after.*/\1/p' "$log" |
            awk '{ sum += $1 } END { print sum + 0 }')"
        STEP_FAILED="$(grep -cE '^[^ ]+ +Test .* failed after ' "$log" || true)"
        # The closing line reads "Test run with …" and is no test.
        STEP_FAILED=$((STEP_FAILED - $(grep -cE 'Test run with .* failed after ' "$log" || true)))
        if ((STEP_FAILED > total)); then STEP_FAILED="$total"; fi
        STEP_PASSED=$((total - STEP_FAILED))
    fi
    # The exit code has the last word: a crash after good news is still a failure.
    if ((code != 0 && STEP_FAILED == 0)); then STEP_FAILED=1; fi
    if ((code == 0 && STEP_PASSED == 0 && STEP_FAILED == 0)); then STEP_PASSED=1; fi
}

# step SECONDS NAME COMMAND… : answers with the command's success.
step() {
    local limit="$1" name="$2" started=$SECONDS code=0
    shift 2
    local log="$LOGS/${name//[^A-Za-z0-9]/-}.log"
    mkdir -p "$LOGS"
    printf '… %s\n' "$name"
    timeout -k 10 "$limit" "$@" >"$log" 2>&1 </dev/null &
    CHILD=$!
    wait "$CHILD" || code=$?
    CHILD=""
    tally "$log" "$code"
    count "$STEP_PASSED" "$STEP_FAILED"
    local took="$((SECONDS - started)) s"
    if ((code == 0 && STEP_FAILED == 0)); then
        printf '✔ %s: %s passed, %s\n' "$name" "$STEP_PASSED" "$took"
        return 0
    fi
    FAILED_STEPS+=("$name")
    if ((code == 124 || code == 137)); then printf '  stopped after %s s, its limit\n' "$limit"; fi
    show_failure "$log"
    printf '✘ %s: %s passed, %s failed, %s (exit code %s; whole log: %s)\n' \
        "$name" "$STEP_PASSED" "$STEP_FAILED" "$took" "$code" "$log"
    return 1
}

# The lines that say what went wrong, then the end of the log.
show_failure() {
    grep -E -A 2 '^✘ Test .* recorded an issue|error:|^FAIL ' "$1" |
        head -n 60 | sed 's/^/  | /' || true
    printf '  …\n'
    tail -n 15 "$1" | sed 's/^/  | /'
}

# A step that cannot run is a failure, never a silent gap.
blocked() {
    count 0 1
    FAILED_STEPS+=("$1")
    printf '✘ %s: not run, because %s\n' "$1" "$2"
}

# A step that is not for this machine is said, with how to run it, and counts as nothing.
skipped() { printf '– %s: skipped, because %s\n' "$1" "$2"; }

# The closing lines; the very last one is for machines.
finish() {
    printf '\nall steps took %s s\n' "$SECONDS"
    if ((${#FAILED_STEPS[@]} > 0)); then
        printf 'failed:\n'
        printf '  %s\n' "${FAILED_STEPS[@]}"
    fi
    printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
    ((FAILED == 0)) || exit 1
}
