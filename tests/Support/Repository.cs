namespace Axle.Tests.Support;

/// <summary>Files of the repository that tests compare with what the code generates.</summary>
internal static class Repository
{
    /// <summary>The nearest folder above the test binary that holds the solution.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Compares a file with its text; with AXLE_UPDATE_DOCS=1 the file is written instead.</summary>
    public static void ShouldHold(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        if (Environment.GetEnvironmentVariable("AXLE_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        File.Exists(file).ShouldBeTrue($"{path} is missing; run the tests with AXLE_UPDATE_DOCS=1");
        File.ReadAllText(file).ShouldBe(text, $"{path} is out of date; run the tests with AXLE_UPDATE_DOCS=1");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Axle.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Axle.slnx is in no folder above the tests.");
    }
}
