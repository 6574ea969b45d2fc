using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>
/// Runs the <c>git</c> program for reading. Arguments go as a list, never through a shell; configuration that could run other programs is
/// switched off, and the environment holds nothing that could point git elsewhere.
/// </summary>
internal static class GitProgram
{
    private const int MostOutput = 64 * 1024 * 1024;
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);
    private static readonly string[] KeptVariables = ["PATH", "HOME", "USERPROFILE", "SystemRoot", "TEMP", "TMP", "PATHEXT"];

    private static readonly string[] SafeConfiguration =
    [
        "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null",
        "-c", "core.quotepath=false", "-c", "log.showSignature=false", "-c", "commit.gpgSign=false", "-c", "diff.external=", "-c", "diff.ignoreSubmodules=dirty", "-c", "core.pager=cat", "-c", "protocol.allow=never",
    ];

    // Filters are programs that the repository's own configuration names, and attributes in it have run: for every file that is compared.
    private static readonly string[] AskForFilters = ["config", "--includes", "--name-only", "--null", "--get-regexp", @"^filter\."];

    /// <summary>Runs git in a directory.</summary>
    /// <param name="directory">Where to run.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Null when there is no git program, or it took longer than 60 seconds.</returns>
    public static async Task<GitAnswer?> RunAsync(string directory, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("git") is not { } git)
            return null;
        var filters = await StartAsync(git, directory, AskForFilters, cancellationToken);
        return filters is null
            ? null
            : await StartAsync(git, directory, arguments, cancellationToken, filters.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<GitAnswer?> StartAsync(
        string git, string directory, IEnumerable<string> arguments, CancellationToken cancellationToken, params IReadOnlyList<string> filters)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(LongestRun);
        var start = Start(git, directory, arguments);
        SwitchOff(filters, start);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            var (output, truncated) = await ReadAsync(process.StandardOutput, timeout.Token);
            if (truncated)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(timeout.Token);
            await errors;
            return new GitAnswer(process.ExitCode, output, truncated);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    // In the environment and not as '-c', where a name with an equals sign in it would be cut at that.
    private static void SwitchOff(IReadOnlyList<string> filters, ProcessStartInfo start)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            start.Environment[$"GIT_CONFIG_KEY_{i}"] = filters[i];
            start.Environment[$"GIT_CONFIG_VALUE_{i}"] = filters[i].EndsWith(".required", StringComparison.OrdinalIgnoreCase) ? "false" : "";
        }

        start.Environment["GIT_CONFIG_COUNT"] = filters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ProcessStartInfo Start(string git, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(git, [.. SafeConfiguration, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        var kept = KeptVariables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        start.Environment.Clear();
        foreach (var (name, value) in kept.Where(v => v.Value is not null))
        {
            start.Environment[name] = value;
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task<(string Output, bool Truncated)> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        char[] buffer = new char[32 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            output.Append(buffer, 0, read);
            if (output.Length > MostOutput)
            {
                return (output.ToString(), true);
            }
        }

        return (output.ToString(), false);
    }
}
