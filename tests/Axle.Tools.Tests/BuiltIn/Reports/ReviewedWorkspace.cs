using System.Text.Json;
using Axle.Tools.BuiltIn.Reports;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.Tests.BuiltIn.Reports;

/// <summary>A small directory to review, gone after the test.</summary>
internal sealed class ReviewedWorkspace : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("axle-report-");

    public static DateTimeOffset Now { get; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public string Path => _directory.FullName;

    public ReviewedWorkspace Write(string file, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return this;
    }

    public ReviewReport Review(string json) => Review(JsonElement.Parse(json));

    public ReviewReport Review(JsonElement input) => new ReviewReportBuilder(Path, new StoppedClock()).Build(input);

    public void Dispose() => _directory.Delete(recursive: true);

    internal sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
