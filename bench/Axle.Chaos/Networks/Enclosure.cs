using System.Diagnostics;

namespace Axle.Chaos.Networks;

/// <summary>Starts this program once more in namespaces of its own: of the network, of mounts, and of processes, which all end with it.</summary>
internal static class Enclosure
{
    private const string Inside = "AXLE_CHAOS_INSIDE";

    /// <summary>Whether this process is inside.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Inside) is not null;

    /// <summary>Whether this machine lets this user.</summary>
    public static bool CanBe => OperatingSystem.IsLinux() && Environment.UserName == "root" && ((string[])["unshare", "nsenter", "ip"]).All(Machine.Has);

    /// <summary>Runs this program inside, and returns its exit code.</summary>
    public static int Run(string[] arguments)
    {
        // The shell is the first process of the namespace, and takes in those whose parents were killed.
        string[] words =
        [
            "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", "\"$@\"; exit $?", "sh",
            "dotnet", typeof(Enclosure).Assembly.Location, .. arguments,
        ];
        var start = new ProcessStartInfo("unshare", words);
        start.Environment[Inside] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("unshare does not start.");
        process.WaitForExit();
        return process.ExitCode;
    }
}
