namespace Axle.Tools.Sandbox.Launching;

/// <summary>Where the programs are that the sandbox is made of.</summary>
/// <param name="Bubblewrap">bwrap.</param>
/// <param name="Setpriv">setpriv; only root needs it.</param>
/// <param name="Python">The host's Python; null when there is none below <c>/usr</c>.</param>
/// <param name="Node">The host's Node; null when there is none below <c>/usr</c>.</param>
internal sealed record BoxPrograms(string Bubblewrap, string? Setpriv, string? Python, string? Node)
{
    // What is elsewhere, such as in somebody's home, is not in the box.
    private static readonly string[] Places = ["/usr/bin", "/usr/local/bin"];

    /// <summary>The programs of this machine; null, with the reason, when a box cannot be made.</summary>
    public static BoxPrograms? Find(out string problem)
    {
        problem = "";
        if (!OperatingSystem.IsLinux())
            problem = "the sandbox needs Linux";
        else if (Find("bwrap") is null)
            problem = "bubblewrap is not installed. Install it, for example with: apt-get install bubblewrap";
        else if ((string[])["sleep", "tar", "sh", "bash"] is var needed && needed.FirstOrDefault(static n => Find(n) is null && !File.Exists("/bin/" + n)) is { } missing)
            problem = $"'{missing}' is not installed; it comes with coreutils, tar, dash and bash";
        else if (Environment.IsPrivilegedProcess && Find("setpriv") is null)
            problem = "Axle runs as root, and 'setpriv' is not installed, with which programs are given another user. It comes with util-linux";
        return problem.Length > 0 ? null : new BoxPrograms(Find("bwrap")!, Find("setpriv"), Find("python3"), Find("node"));
    }

    private static string? Find(string name) => Places.Select(place => $"{place}/{name}").FirstOrDefault(File.Exists);
}
