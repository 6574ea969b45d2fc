using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Shell;

/// <summary>
/// <c>shell.run</c>: one allowed program with a list of arguments, without a shell, with an environment of its own. It is no sandbox: what the
/// program may do is what this machine lets it do, so only programs named in the configuration are started and a person is asked.
/// </summary>
public sealed class ShellRunTool : ITool
{
    private const int MostOutput = 64 * 1024;
    private const int DefaultSeconds = 60;

    private static readonly string[] KeptVariables = ["PATH", "HOME", "LANG", "TMPDIR", "SystemRoot", "TEMP", "TMP", "PATHEXT", "USERPROFILE"];

    private readonly ShellOptions _options;

    /// <summary>Starts only the programs that the options name.</summary>
    public ShellRunTool(ShellOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "shell.run", "Runs one allowed program in the workspace with a list of arguments, without a shell: no pipes, no variables, no wildcards.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "program": { "type": "string", "maxLength": 100, "x-axle-sink": "shell", "description": "Name of an allowed program, without folders." },
                "arguments": {
                  "type": "array", "maxItems": 200, "default": [], "description": "Its arguments, one text each.",
                  "items": { "type": "string", "maxLength": 4000, "x-axle-sink": "argument" }
                },
                "directory": { "type": "string", "format": "workspace-path", "default": ".", "description": "Where to run it, relative to the workspace." },
                "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "default": 60, "description": "The longest time it may take." }
              },
              "required": ["program"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World)
    {
        Idempotent = false,
        Approval = new ToolApproval("May this program be run?") { Editable = ["arguments"] },
    };

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var program = arguments.GetProperty("program").GetString()!;
        if (!_options.Programs.Contains(program))
        {
            throw new AxleException(ErrorKind.Refused, _options.Programs.IsEmpty
                ? "shell.run starts no program here; name the allowed ones in AXLE_SHELL_PROGRAMS, parted by commas."
                : $"shell.run does not start '{program}'; allowed are {string.Join(", ", _options.Programs)}.");
        }

        List<string> list = arguments.TryGetProperty("arguments", out var given) ? [.. given.EnumerateArray().Select(static a => a.GetString()!)] : [];
        if (!context.Apply)
        {
            return FindingJson.ToElement(new { applied = false, program, arguments = list, note = "Planned only. Run with --apply to carry it out." });
        }

        var directory = WorkspacePaths.Resolve(context.Workspace, SourceSelection.Text(arguments, "directory") ?? ".");
        var limit = TimeSpan.FromSeconds(SourceSelection.Number(arguments, "timeoutSeconds", DefaultSeconds));
        using var deadline = new CancellationTokenSource(limit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var process = new Process { StartInfo = Start(program, list, directory) };
        try
        {
            return await RunAsync(process, context.Time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(ErrorKind.Timeout, $"'{program}' was stopped: it took longer than {limit.TotalSeconds:0} s. Raise timeoutSeconds.");
        }
        catch (Win32Exception missing)
        {
            throw new AxleException(ErrorKind.NotFound, $"'{program}' is not on this machine's PATH.", missing);
        }
    }

    private static async Task<JsonElement> RunAsync(Process process, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = new FollowedProgram(process, MostOutput, time);
        var exitCode = await program.RunAsync(cancellationToken);
        return FindingJson.ToElement(new
        {
            applied = true,
            exitCode,
            output = program.Output,
            errors = program.Errors,
            note = program.IsHeldOpen ? "Something that it started still runs; what that says later is not here." : null,
        });
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string directory)
    {
        var start = new ProcessStartInfo(ProgramPath.Find(program) ?? program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        var kept = KeptVariables.Select(static name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(static v =>
            v.Value is not null).ToList();
        // Keys and tokens of this process are no business of a tool's program.
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
