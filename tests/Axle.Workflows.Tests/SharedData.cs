namespace Axle.Workflows.Tests;

/// <summary>Finds test data that is too large, or licensed too differently, to live in the repository.</summary>
internal static class SharedData
{
    /// <summary>
    /// The path of a folder below <c>shared</c>: in the folder that the variable AXLE_SHARED names, else in the nearest
    /// folder called <c>shared</c> beside one of the test binary's parents; null when there is none.
    /// </summary>
    public static string? FindFolder(string name)
    {
        if (Environment.GetEnvironmentVariable("AXLE_SHARED") is { Length: > 0 } given)
        {
            return Existing(Path.Combine(given, name));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", name)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
