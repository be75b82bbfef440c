# Set-up shared by scripts/test and scripts/demo; sourced, never run.
#
# After `prepare_build` a checkout on a fresh Debian machine with a Swift toolchain can be built.
# `prepare_test_tools` adds the Python tools that only the tests need. Both are quick when there is
# nothing to do, and say what they install when there is.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
VENV="$ROOT/.venv"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "error: $*"
    exit 1
}

# Installs Debian packages. The package lists are fetched only if what is there does not do.
install_packages() {
    command -v apt-get >/dev/null ||
        fail "This system has no apt-get. Please install what Debian calls: $*"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120)
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null ||
            fail "There is no sudo. As root, please run: apt-get install $*"
        apt=(sudo "${apt[@]}")
    fi
    say "Installing $* with apt-get …"
    local log
    log="$(mktemp)"
    if ! "${apt[@]}" install --no-install-recommends "$@" >"$log" 2>&1; then
        say "Fetching the package lists first …"
        "${apt[@]}" update >"$log" 2>&1 || say "That had problems; trying all the same."
        if ! "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1; then
            tail -n 20 "$log" >&2
            fail "apt-get could not install $*; the lines above say why (all of them: $log)."
        fi
    fi
    rm -f "$log"
}

# Finds swift, also where installers put it without touching PATH, and checks its version.
require_swift() {
    local place
    for place in "$HOME/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin; do
        command -v swift >/dev/null && break
        [[ -x "$place/swift" ]] && PATH="$PATH:$place"
    done
    command -v swift >/dev/null ||
        fail "There is no swift in PATH. Install Swift 6.2 or newer from swift.org and try again."
    local version
    version="$(swift --version 2>/dev/null)"
    version="$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$version" | head -n 1)"
    [[ -n "$version" ]] || fail "'swift --version' does not say a version: $(command -v swift)"
    if ((${version%%.*} * 1000 + ${version#*.} < 6002)); then
        fail "Takt needs Swift 6.2 or newer; $(command -v swift) is $version."
    fi
}

# The C libraries, looked for as the package manager will look for them.
require_system_libraries() {
    local missing=()
    command -v git >/dev/null || missing+=(git)
    command -v pkg-config >/dev/null || missing+=(pkg-config)
    local pair
    for pair in rdkafka:librdkafka-dev jansson:libjansson-dev lua5.4:liblua5.4-dev; do
        pkg-config --exists "${pair%%:*}" 2>/dev/null || missing+=("${pair#*:}")
    done
    if ((${#missing[@]} > 0)); then install_packages "${missing[@]}"; fi
    for pair in rdkafka jansson lua5.4; do
        pkg-config --exists "$pair" || fail "pkg-config does not know $pair, although installed."
    done
}

# A Python that can make virtual environments: the user's if it can, else Debian's.
PYTHON_PROBE='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))'

python_with_venv() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c "$PYTHON_PROBE" 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    install_packages python3 python3-venv
    echo /usr/bin/python3
}

prepare_build() {
    require_swift
    require_system_libraries
}

# A virtual environment in .venv, made anew when the pinned versions change.
prepare_test_tools() {
    local wanted="$ROOT/scripts/lib/requirements.txt"
    if "$VENV/bin/python" -c '' 2>/dev/null && cmp -s "$wanted" "$VENV/installed.txt"; then
        return
    fi
    say "Preparing the Python test tools in .venv …"
    local python
    python="$(python_with_venv)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check --retries 5 -r "$wanted" >&2 ||
        fail "pip could not install the test tools of scripts/lib/requirements.txt."
    cp "$wanted" "$VENV/installed.txt"
}
