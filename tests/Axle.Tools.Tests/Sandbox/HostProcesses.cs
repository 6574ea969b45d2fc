namespace Axle.Tools.Tests.Sandbox;

/// <summary>What runs on this machine.</summary>
internal static class HostProcesses
{
    /// <summary>The command line of every process, its words parted by NUL.</summary>
    public static IEnumerable<string> CommandLines()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(static d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            string line;
            try
            {
                line = File.ReadAllText(directory + "/cmdline");
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return line;
        }
    }
}
