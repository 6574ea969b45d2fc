namespace Axle.Tests.Support;

/// <summary>Public test data that is too large, or licensed too differently, to live in the repository. Tests that need it skip visibly without it.</summary>
internal static class SharedData
{
    /// <summary>What a skipped test says.</summary>
    public const string Missing = "The shared test data is not here; set AXLE_SHARED to the folder that has its sets (github-expressions, wire-recorded, …).";

    /// <summary>
    /// The folder of a set: below the one that AXLE_SHARED names, else below the nearest <c>shared/data</c> beside a parent of the test
    /// binary. Null when there is none.
    /// </summary>
    public static string? Find(string set) => Candidates().Select(data => Path.Combine(data, set)).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("AXLE_SHARED") is { Length: > 0 } given)
        {
            yield return given;
            yield break;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, "shared", "data");
    }
}
