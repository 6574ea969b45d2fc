namespace Axle.Schemas.Tests.Suite;

/// <summary>Finds the public test suite, which is not part of the repository.</summary>
internal static class SharedData
{
    /// <summary>The folder of the suite: under AXLE_SHARED, or under a "shared/data" beside a parent of the test binary. Null when missing.</summary>
    public static string? Suite { get; } = Candidates().Select(data => Path.Combine(data, "json-schema-suite")).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("AXLE_SHARED") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, "data");
            yield return shared;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
    }
}
