# shellcheck shell=bash
# Functions for the scripts beside this file; they source it with the checkout as working folder.

UV_VERSION=0.13.9  # installs the locked packages; itself installed by pip into .venv

# die MESSAGE — prints the message as one line and ends the run as for wrong input.
die() {
    echo "error: $1" >&2
    exit 2
}

# find_python — prints the path of a Python of at least 3.11 that can make a venv, or says what is missing.
find_python() {
    local name newest=""
    for name in ${DONDOC_PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
        # A pyenv shim exists for versions that do not start, so each candidate is run.
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        newest=$name
        # Debian's python3 has venv but not ensurepip until python3-venv is installed.
        "$name" -c 'import venv, ensurepip' 2>/dev/null || continue
        "$name" -c 'import sys; print(sys.executable)'
        return
    done
    [[ -z $newest ]] || die "$newest has no venv module; install it (on Debian: apt-get install python3-venv)"
    die "no Python 3.11 or newer on PATH; install one, or name it: DONDOC_PYTHON=/path/to/python $0"
}

# make_venv — makes .venv with uv in it unless it is there; sets UV to its uv.
make_venv() {
    local python
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(find_python)
        echo "making .venv with $python"
        "$python" -m venv --clear .venv || die "$python could not make .venv; see the lines above"
    fi
    if [[ "$(.venv/bin/uv --version 2>/dev/null)" != "uv $UV_VERSION"* ]]; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" ||
            die "uv $UV_VERSION could not be installed; is a package index within reach of pip?"
    fi
    UV=$PWD/.venv/bin/uv
    export VIRTUAL_ENV=$PWD/.venv  # where uv installs
}

# install_locked LOCK — makes .venv hold at least what the lock file pins, and this checkout itself.
install_locked() {
    "$UV" pip install --quiet --require-hashes -r "$1" ||
        die "the packages of $1 could not be installed; see the lines above"
    "$UV" pip install --quiet --no-deps --build-constraint requirements-dev.lock --editable . ||
        die "dondoc itself could not be installed from $PWD; see the lines above"
}

# missing WHAT — says that something cannot be done here; fails with CI=true.
missing() {
    echo "left out: $1" >&2
    [[ ${CI:-} != true ]]
}

# install_debian PACKAGE… — installs those packages that this machine lacks, where it may.
install_debian() {
    local package absent=() as_root=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || absent+=("$package")
    done
    ((${#absent[@]})) || return 0
    if ! command -v apt-get >/dev/null; then
        missing "no apt-get here to install: ${absent[*]}"
        return
    fi
    if ((EUID)); then
        as_root=(sudo -n)
        if ! sudo -n true 2>/dev/null; then
            missing "not root and no sudo without a password; have this run for you: apt-get install ${absent[*]}"
            return
        fi
    fi
    echo "installing from Debian: ${absent[*]}"
    if ! { "${as_root[@]}" apt-get -qq update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --no-install-recommends "${absent[@]}" >/dev/null; }; then
        missing "apt-get could not install: ${absent[*]}"
    fi
}

# first_document — prints the path of the document that a newcomer is shown.
first_document() {
    local document
    for document in corpus/kh-46-vinh-long.md corpus/*.txt corpus/*.md corpus/*.html; do
        [[ -f $document ]] || continue
        echo "$document"
        return
    done
    die "corpus/ holds no document; is this checkout complete?"
}
