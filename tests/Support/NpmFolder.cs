using System.Diagnostics;

namespace Axle.Tests.Support;

/// <summary>
/// Packages of npm, installed once into a folder of <c>artifacts</c>; where npm cannot be reached, tests that need them are skipped and say so.
/// </summary>
internal sealed class NpmFolder
{
    private readonly string _name;
    private readonly string[] _packages;
    private readonly Lazy<string?> _obstacle;

    /// <param name="name">Name of the folder.</param>
    /// <param name="packages">The packages, each <c>name@version</c>.</param>
    public NpmFolder(string name, params string[] packages)
    {
        (_name, _packages) = (name, packages);
        _obstacle = new(Install);
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder => Path.Combine(Repository.Folder, "artifacts", _name);

    /// <summary>A file of a package.</summary>
    public string Program(string path) => Path.Combine(Folder, "node_modules", path);

    /// <summary>Skips the test, visibly, where the packages cannot be had.</summary>
    public void Need()
    {
        if (_obstacle.Value is { } obstacle)
            Assert.Skip($"The packages of npm cannot be had: {obstacle}");
    }

    private string? Install()
    {
        var stamp = Path.Combine(Folder, "installed.txt");
        var wanted = string.Join('\n', _packages);
        Directory.CreateDirectory(Folder);
        // Several test projects may want them at once.
        using var turn = TakeTurn(Path.Combine(Folder, "installing.lock"));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted && Directory.Exists(Program("")))
            return null;
        File.WriteAllText(Path.Combine(Folder, "package.json"), $$"""{ "name": "axle-{{_name}}-tests", "private": true }""");
        try
        {
            var start = new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--save-exact", .. _packages])
            {
                WorkingDirectory = Folder,
                RedirectStandardError = true,
            };
            using var npm = Process.Start(start)!;
            var errors = npm.StandardError.ReadToEndAsync();
            if (!npm.WaitForExit(TimeSpan.FromMinutes(4)))
            {
                npm.Kill(entireProcessTree: true);
                return "npm did not end within 4 minutes";
            }

            if (npm.ExitCode != 0)
                return $"npm ended with exit code {npm.ExitCode}: {errors.GetAwaiter().GetResult().Split('\n')[0]}";
            File.WriteAllText(stamp, wanted);
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no npm on this machine";
        }
    }

    private static FileStream TakeTurn(string path)
    {
        var spin = new SpinWait();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                spin.SpinOnce();
            }
        }
    }
}
