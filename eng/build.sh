# shellcheck shell=bash
# Sourced by ./ax and bench/run: builds a program of this repository when its sources changed, and finds it when they did not.
#
# A build is kept in a folder that is named after its sources (artifacts/programs/NAME/FINGERPRINT), so "nothing changed" is one look
# at a folder, and a program that is still running never has its files replaced under it.

# Prints a short text that changes whenever a file below the given paths is added, removed, edited or renamed.
# Names, sizes and times of files are enough and take milliseconds; reading every file would not.
axle_fingerprint() {
    if find . -maxdepth 0 -printf '' 2>/dev/null; then
        find "$@" \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null
    else
        find "$@" \( -name bin -o -name obj \) -prune -o -type f -exec stat -f '%N %z %Fm' {} + 2>/dev/null
    fi | cksum | tr ' ' '-'
}

# Ends the script with directions when the .NET SDK that global.json asks for cannot be had.
axle_need_sdk() {
    if command -v dotnet >/dev/null && (cd "$1" && dotnet --version >/dev/null 2>&1); then
        return
    fi
    {
        echo "Axle needs the .NET 10 SDK (10.0.100 or newer), and 'dotnet --version' does not find it."
        echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or without root rights:"
        echo "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
        echo "  export PATH=\"\$HOME/.dotnet:\$PATH\""
    } >&2
    exit 1
}

# axle_program ROOT NAME PROJECT SOURCES…
# Sets AXLE_PROGRAM to the path of NAME.dll, built from PROJECT. SOURCES are the paths, relative to ROOT, whose change asks for a build.
axle_program() {
    local root=$1 name=$2 project=$3 fingerprint
    shift 3
    fingerprint=$(cd "$root" && axle_fingerprint "$@" Directory.Build.props Directory.Packages.props global.json eng/build.sh)
    AXLE_PROGRAM=$root/artifacts/programs/$name/$fingerprint/$name.dll
    if [ ! -f "$AXLE_PROGRAM" ]; then
        axle_need_sdk "$root"
        mkdir -p "$root/artifacts/programs/$name"
        # The lock is held by this subshell alone: build servers that outlive the build must not inherit it (9>&-).
        (
            if command -v flock >/dev/null; then
                flock 9
            fi
            if [ ! -f "$AXLE_PROGRAM" ]; then
                axle_build "$root" "$name" "$project" 9>&-
            fi
        ) 9>>"$root/artifacts/build.lock" </dev/null || exit 1
    fi
    if ! command -v dotnet >/dev/null; then
        axle_need_sdk "$root"
    fi
}

# axle_publish ROOT NAME PROJECT
# Sets AXLE_PUBLISHED to a folder with NAME as users have it: published for this system, compiled ahead. Kept until sources change.
axle_publish() {
    local root=$1 name=$2 project=$3
    AXLE_PUBLISHED=$root/artifacts/published/$name/$(cd "$root" && axle_fingerprint src library "$project" Directory.Build.props Directory.Packages.props)
    if [ ! -f "$AXLE_PUBLISHED/$name.dll" ]; then
        echo "Publishing $name…" >&2
        rm -rf "$root/artifacts/published/$name"
        dotnet publish "$root/$project" -c Release --use-current-runtime --self-contained -p:PublishReadyToRun=true \
            -p:PublishReadyToRunComposite=true -p:RunAnalyzers=false \
            --artifacts-path "$root/artifacts/work-published" -o "$AXLE_PUBLISHED.fresh" --nologo -v quiet >&2
        mv "$AXLE_PUBLISHED.fresh" "$AXLE_PUBLISHED"
    fi
}

# axle_dashboard ROOT
# Builds dashboard/dist when its sources changed. False, with a word on why, when there is none: the server then does without.
axle_dashboard() {
    local root=$1 log=$1/artifacts/build-dashboard.log fingerprint
    fingerprint=$(cd "$root/dashboard" && axle_fingerprint src public index.html package.json package-lock.json vite.config.ts tsconfig.json)
    if [ "$(cat "$root/dashboard/dist/.fingerprint" 2>/dev/null)" = "$fingerprint" ]; then
        return
    fi
    if ! command -v npm >/dev/null; then
        echo "No dashboard: building it needs npm, of Node.js 20 or newer. The API works without." >&2
        return 1
    fi
    echo "Building the dashboard (its sources changed)…" >&2
    mkdir -p "$root/artifacts"
    if ! (cd "$root/dashboard" && { npm ls --silent || npm ci --no-audit --no-fund; } && npx --no-install vite build) >"$log" 2>&1 </dev/null; then
        echo "Building the dashboard failed; the messages are in $log. The API works without." >&2
        return 1
    fi
    echo "$fingerprint" >"$root/dashboard/dist/.fingerprint"
}

# Builds and puts the result in place with one rename. Analysers are left out: ./test runs them, and a first use should be short.
axle_build() {
    local root=$1 name=$2 project=$3 work=$1/artifacts/work log=$1/artifacts/build-$2.log fresh target
    target=${AXLE_PROGRAM%/*}
    if [ -z "$(ls -A "$root/artifacts/programs/$name")" ]; then
        echo "Building Axle (first use, about a minute)…" >&2
    else
        echo "Building Axle (its sources changed)…" >&2
    fi
    if ! (cd "$root" && DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet build "$project" -c Release --artifacts-path "$work" \
        -p:RunAnalyzers=false -p:GenerateDocumentationFile=false --nologo -v quiet "-clp:ErrorsOnly;NoSummary") >"$log" 2>&1; then
        cat "$log" >&2
        echo "Building Axle failed; the messages are above and in $log." >&2
        return 1
    fi
    # What a killed build left behind goes first.
    rm -rf "$root/artifacts/programs/$name".fresh.*
    fresh=$(mktemp -d "$root/artifacts/programs/$name.fresh.XXXXXX") || return 1
    cp -R "$work/bin/$(basename "$project")/release/." "$fresh/" || return 1
    if [ ! -f "$fresh/$name.dll" ]; then
        rm -rf "$fresh"
        echo "The build of $project made no $name.dll. Its project file must say <AssemblyName>$name</AssemblyName>." >&2
        return 1
    fi
    # Sources that changed while they were built are built again next time: this result has the name of what was there before.
    rm -rf "$target"
    mv "$fresh" "$target" || return 1
    # Two builds are kept: this one, and the one before, which may still be running.
    # shellcheck disable=SC2012 # the names are fingerprints: digits and a dash
    ls -1t "$root/artifacts/programs/$name" | tail -n +3 | while read -r old; do
        rm -rf "${root:?}/artifacts/programs/$name/$old"
    done
}
