using System.Diagnostics;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.BuiltIn;

/// <summary>A directory that lives as long as a test.</summary>
public sealed class Workspace : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("axle-tools-").FullName;

    public ToolContext Context => new(Root, Apply: false, IdempotencyKey: "test", TimeProvider.System);

    public Workspace With(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    /// <summary>Runs git with a fixed person and clock.</summary>
    public Workspace Git(string date, string author, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = author;
            start.Environment[$"GIT_{role}_EMAIL"] = $"{author.Replace(' ', '.')}@example.org";
            start.Environment[$"GIT_{role}_DATE"] = date;
        }

        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors);
        return this;
    }

    public Workspace Commit(string date, string author, string message) =>
        Git(date, author, "add", "-A").Git(date, author, "commit", "-q", "--allow-empty", "-m", message);

    public void Dispose()
    {
        foreach (string file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(Root, recursive: true);
    }
}
