namespace Axle.Models.Tests.Wire;

/// <summary>Public test data that is too large for the repository. Tests that need it are skipped, visibly, where it is missing.</summary>
internal static class SharedData
{
    public const string Missing = "The shared test data was not found; set AXLE_SHARED to the folder that has data/wire-recorded.";

    /// <summary>The path of a folder below <c>data</c>, or null.</summary>
    public static string? Find(string folder) =>
        Candidates().Select(shared => Path.Combine(shared, "data", folder)).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("AXLE_SHARED") is { Length: > 0 } given)
            yield return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, "shared");
    }
}
