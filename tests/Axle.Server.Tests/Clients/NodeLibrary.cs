using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Axle.Server.Tests.Serving;

namespace Axle.Server.Tests.Clients;

/// <summary>
/// OpenAI's library of npm, in the version of the lock file beside it. It is installed once, into the folder of the built tests. Where there is no
/// npm the tests are skipped, except in CI, which has it.
/// </summary>
internal static class NodeLibrary
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Clients", "npm");
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Plays a scene of client.mjs against a gateway and gives what it saw.</summary>
    public static async Task<JsonElement> PlayAsync(string scene, Gateway gateway, string key = Gateway.Key)
    {
        var folder = await Installed.Value;
        return JsonElement.Parse(await RunAsync("node", folder, "client.mjs", scene, gateway.Url.ToString(), key));
    }

    private static async Task<string> InstallAsync()
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Sources, "package-lock.json"));
        var folder = Path.Combine(AppContext.BaseDirectory, $"npm-{Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]}");
        if (!Directory.Exists(folder))
        {
            if (!IsThere("npm") && Environment.GetEnvironmentVariable("CI") is null)
                Assert.Skip("There is no npm on this machine: install Node.js 20 or newer.");
            // Put in place with one rename: a folder that is there is whole.
            var fresh = $"{folder}.{Environment.ProcessId}";
            Directory.CreateDirectory(fresh);
            foreach (var name in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(Sources, name), Path.Combine(fresh, name), overwrite: true);
            await RunAsync("npm", fresh, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent");
            Directory.Move(fresh, folder);
        }

        File.Copy(Path.Combine(Sources, "client.mjs"), Path.Combine(folder, "client.mjs"), overwrite: true);
        return folder;
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.cmd")));

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        // No proxy stands between a client and this machine, and no setting of the machine's own OpenAI account counts.
        foreach (var name in start.Environment.Keys.Where(static n => n.StartsWith("OPENAI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
