using System.Globalization;

namespace Axle.Tools.Sandbox.Launching;

/// <summary>The command line that builds the box around a program.</summary>
internal static class BoxCommand
{
    /// <summary>Exit code of the box when what goes into it does not arrive.</summary>
    public const int Broken = 125;

    /// <summary>What the volume label of the box's archive begins with; the program's exit code follows.</summary>
    public const string Label = "axle-exit-";

    /// <summary>Where the program's own files are, and what it leaves.</summary>
    public const string Hidden = ".axle";

    /// <summary>Directory of what the program leaves for the caller.</summary>
    public const string Out = "out";

    private static readonly string[] RootLinks = ["bin", "sbin", "lib", "lib32", "lib64"];

    // Runs in the box. Files come by the standard input and go by the standard output, both as tar, so that the host's disk is never part of it.
    // What the program left running is ended before the files are packed; its exit code travels as the archive's label, as the box may be full to its
    // last byte. Each program that is started costs milliseconds before anything happens, so the shell sets limits and ends the time itself: dash calls
    // the number of processes -p, all other shells -u.
    private const string Inside =
        "ulimit -u $2 2>/dev/null || ulimit -p $2 || exit 125; ulimit -v $3 && ulimit -t $4 && ulimit -f $5 && ulimit -n 256 && ulimit -c 0 && ulimit -l 0 || exit 125; "
        + "limit=$1; shift 5; tar -xf - -C /box || exit 125; cd /box || exit 125; "
        + "(sleep \"$limit\"; kill -ALRM $$) </dev/null >/dev/null 2>&1 & late=; trap late=1 ALRM; "
        + "\"$@\" </dev/null >.axle/stdout 2>.axle/stderr & wait $! 2>/dev/null; code=$?; "
        + "[ -z \"$late\" ] || code=137; kill -9 -1 2>/dev/null; exec tar -cf - --label=axle-exit-$code -C /box .axle out";

    // Runs outside, in bash, as sh cannot close descriptors of two digits: closes what Axle inherited, joins the control groups, opens the filter, and
    // becomes the box.
    private const string Outside =
        "for fd in /proc/$$/fd/*; do fd=${fd##*/}; if [ \"$fd\" -gt 2 ] && [ \"$fd\" -lt 255 ]; then eval \"exec $fd>&-\"; fi; done 2>/dev/null; "
        + "for group in $1; do echo $$ >\"$group/cgroup.procs\" || exit 125; done; ulimit -q 0; exec 9<\"$0\" || exit 125; shift; exec \"$@\"";

    /// <summary>Arguments of <c>bash</c> that start the box.</summary>
    /// <param name="programs">Where the programs are.</param>
    /// <param name="filter">Path that the shell opens the filter of system calls by.</param>
    /// <param name="groups">Directories of the control groups to join, parted by spaces; empty for none.</param>
    /// <param name="uid">The user outside that it becomes, when the host is root; null otherwise.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="addressSpace">Bytes of address space of one process.</param>
    /// <param name="command">What runs in the box.</param>
    public static IEnumerable<string> Arguments(
        BoxPrograms programs, string filter, string groups, uint? uid, SandboxLimits limits, long addressSpace, IEnumerable<string> command)
    {
        yield return "-c";
        yield return Outside;
        yield return filter;
        yield return groups;
        if (uid is { } id)
        {
            foreach (var part in (string[])[programs.Setpriv!, $"--reuid={id}", $"--regid={id}", "--clear-groups"])
                yield return part;
        }

        foreach (var part in Box(programs, limits).Concat(["sh", "-c", Inside, "axle"]).Concat(Limits(limits, addressSpace)))
            yield return part;
        foreach (var part in command)
            yield return part;
    }

    private static IEnumerable<string> Box(BoxPrograms programs, SandboxLimits limits)
    {
        var disk = limits.Disk.ToString(CultureInfo.InvariantCulture);
        return
        [
            programs.Bubblewrap,
            "--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--disable-userns",
            "--die-with-parent", "--new-session", "--hostname", "box",
            "--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8",
            "--setenv", "MPLCONFIGDIR", "/tmp", "--setenv", "MPLBACKEND", "Agg", "--setenv", "PYTHONDONTWRITEBYTECODE", "1", "--setenv", "PYTHONIOENCODING", "utf-8",
            "--ro-bind", "/usr", "/usr", .. Links(),
            "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
            "--proc", "/proc", "--dev", "/dev",
            "--size", disk, "--tmpfs", "/tmp", "--size", disk, "--tmpfs", "/box", "--size", disk, "--tmpfs", "/dev/shm",
            "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/box", "--seccomp", "9", "--",
        ];
    }

    private static IEnumerable<string> Links()
    {
        foreach (var name in RootLinks)
        {
            var path = new DirectoryInfo("/" + name);
            if (!path.Exists)
                continue;
            foreach (var part in path.LinkTarget is { } target ? ["--symlink", target, "/" + name] : (string[])["--ro-bind", "/" + name, "/" + name])
                yield return part;
        }
    }

    // Set inside of the box, so that its processes are counted and not those of the user around it.
    private static IEnumerable<string> Limits(SandboxLimits limits, long addressSpace)
    {
        const int Kilobyte = 1024;
        const int Block = 512;
        yield return limits.Time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        yield return limits.Processes.ToString(CultureInfo.InvariantCulture);
        yield return (addressSpace / Kilobyte).ToString(CultureInfo.InvariantCulture);
        yield return ((long)Math.Ceiling(limits.Time.TotalSeconds * Environment.ProcessorCount) + 1).ToString(CultureInfo.InvariantCulture);
        yield return ((limits.Disk + Block - 1) / Block).ToString(CultureInfo.InvariantCulture);
    }
}
