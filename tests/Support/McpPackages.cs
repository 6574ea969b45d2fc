using System.Diagnostics;

namespace Axle.Tests.Support;

/// <summary>
/// Public MCP servers and the public conformance suite of npm, with a Node that can run them. Installed once into <c>artifacts/mcp</c>; where npm
/// cannot be reached, tests that need them are skipped and say so.
/// </summary>
internal static class McpPackages
{
    private static readonly string[] Packages =
    [
        "node@22.23.3", "@modelcontextprotocol/conformance@0.2.0-alpha.12", "@modelcontextprotocol/server-filesystem@2026.8.31",
        "@modelcontextprotocol/server-everything@2026.8.31", "@modelcontextprotocol/server-memory@2026.8.31",
    ];

    private static readonly Lazy<string?> Obstacle = new(Install);

    /// <summary>Node.</summary>
    public static string Node => Path.Combine(Modules, ".bin", "node");

    /// <summary>A program of a package, to be given to <see cref="Node"/>.</summary>
    public static string Program(string path) => Path.Combine(Modules, path);

    /// <summary>The filesystem server's program.</summary>
    public static string Filesystem => Program("@modelcontextprotocol/server-filesystem/dist/index.js");

    /// <summary>The program of the server that has one of everything.</summary>
    public static string Everything => Program("@modelcontextprotocol/server-everything/dist/index.js");

    /// <summary>The memory server's program.</summary>
    public static string Memory => Program("@modelcontextprotocol/server-memory/dist/index.js");

    /// <summary>Skips the test, visibly, where the packages cannot be had.</summary>
    public static void Need()
    {
        if (Obstacle.Value is { } obstacle)
            Assert.Skip($"The packages of npm cannot be had: {obstacle}");
    }

    private static string Folder => Path.Combine(Repository.Folder, "artifacts", "mcp");

    private static string Modules => Path.Combine(Folder, "node_modules");

    private static string? Install()
    {
        var stamp = Path.Combine(Folder, "installed.txt");
        var wanted = string.Join('\n', Packages);
        Directory.CreateDirectory(Folder);
        // Several test projects may want them at once.
        using var turn = TakeTurn(Path.Combine(Folder, "installing.lock"));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted && File.Exists(Node))
            return null;
        File.WriteAllText(Path.Combine(Folder, "package.json"), """{ "name": "axle-mcp-tests", "private": true }""");
        try
        {
            var start = new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", "--save-exact", .. Packages])
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
