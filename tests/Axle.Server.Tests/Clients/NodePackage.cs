using System.Diagnostics;

namespace Axle.Server.Tests.Clients;

/// <summary>The npm package <c>openai</c>, installed once for this user, and Node.js to run it. 6.47.0 is the line that runs on Node.js 20.</summary>
internal static class NodePackage
{
    private const string Version = "6.47.0";

    /// <summary>Runs a script beside the package.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "axle-tests", $"openai-{Version}");
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "openai")))
            await StartAsync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, $"openai@{Version}"], folder, environment, cancellationToken);
        var copy = Path.Combine(folder, Path.GetFileName(script));
        File.Copy(script, copy, overwrite: true);
        return await StartAsync("node", [copy], folder, environment, cancellationToken);
    }

    private static async Task<string> StartAsync(
        string program, string[] arguments, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return await output;
    }
}
