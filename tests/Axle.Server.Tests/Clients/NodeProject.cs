using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Axle.Server.Tests.Clients;

/// <summary>
/// A folder beside this file with a package.json, whose packages are those of its lock file. They are installed once, into the folder of the built tests.
/// Where there is no npm, or it cannot install, the tests are skipped, except in CI, which has it.
/// </summary>
internal static class NodeProject
{
    private const int Tries = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Installed = new(StringComparer.Ordinal);

    /// <summary>Where the project is installed, with its own files as they are now.</summary>
    /// <param name="name">Name of the folder.</param>
    public static async Task<string> FolderAsync(string name) => await Installed.GetOrAdd(name, static n => new(() => InstallAsync(n))).Value;

    /// <summary>Runs a program in a folder, and gives what it printed.</summary>
    public static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        // No proxy stands between a client and this machine, and no setting of the machine's own OpenAI account counts.
        foreach (var name in start.Environment.Keys.Where(static n => n.StartsWith("OPENAI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Longest);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await output} {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string> InstallAsync(string name)
    {
        var sources = Path.Combine(AppContext.BaseDirectory, "Clients", name);
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(sources, "package-lock.json"));
        var folder = Path.Combine(AppContext.BaseDirectory, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]}");
        if (!Directory.Exists(folder))
        {
            if (!IsThere("npm") && Environment.GetEnvironmentVariable("CI") is null)
                Assert.Skip("There is no npm on this machine: install Node.js 20 or newer.");
            await InstallAsync(sources, folder);
        }

        foreach (var file in Directory.EnumerateFiles(sources))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        return folder;
    }

    private static async Task InstallAsync(string sources, string folder)
    {
        // Put in place with one rename: a folder that is there is whole.
        var fresh = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(fresh);
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(sources, file), Path.Combine(fresh, file), overwrite: true);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync("npm", fresh, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent");
                break;
            }
            catch (Exception) when (attempt < Tries && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // A registry that is away for a moment.
            }
        }

        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster.
            Directory.Delete(fresh, recursive: true);
        }
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.cmd")));
}
