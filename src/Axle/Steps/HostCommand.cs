using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Axle.Agents.Runtime;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Steps;

/// <summary>A command of the host, ready to start: that of a <c>run</c> step, or of an agent that is a program.</summary>
/// <param name="Words">Program and arguments; a single line when <paramref name="Shell"/> is set.</param>
/// <param name="Shell">Whether the shell reads the line.</param>
/// <param name="Directory">Absolute working directory.</param>
/// <param name="Environment">Variables beside those of this process.</param>
/// <param name="Input">What it reads from standard input; null for nothing.</param>
internal sealed record HostCommand(
    IReadOnlyList<string> Words, bool Shell, string Directory, IReadOnlyDictionary<string, string> Environment, string? Input)
{
    private const int LongestShown = 200;

    /// <summary>Names of the variables of this process that it sees, beside <see cref="Environment"/>; null for all.</summary>
    public IReadOnlySet<string>? Inherited { get; init; }

    /// <summary>The command for people.</summary>
    public string Text
    {
        get
        {
            var text = string.Join(' ', Words.Select(w => Shell || !w.Contains(' ', StringComparison.Ordinal) ? w : $"'{w}'")).ReplaceLineEndings(" ");
            return text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
        }
    }

    /// <summary>Reads what the engine evaluated.</summary>
    /// <exception cref="AxleException">Validation: a part of it is no text, or the directory does not exist.</exception>
    public static HostCommand Of(StepContext context)
    {
        var input = context.Input.Value;
        var words = input.GetProperty("command").EnumerateArray().Select(static w => TextOf(w)).ToArray();
        var with = input.TryGetProperty("with", out var given) && given.ValueKind == JsonValueKind.Object && given.EnumerateObject().Any()
            ? given.GetRawText()
            : null;
        return new HostCommand(words, ((RunAction)context.Action).Shell, DirectoryOf(context, input), EnvironmentOf(context, input), with);
    }

    /// <summary>How the operating system is to start it.</summary>
    public ProcessStartInfo ToStart()
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        var words = !Shell ? Words : OperatingSystem.IsWindows() ? ["cmd.exe", "/d", "/c", Words[0]] : ["/bin/sh", "-c", Words[0]];
        // The system would look for a relative program below its own directory, not below the one it is to run in.
        start.FileName = words[0].Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(words[0], Directory) : words[0];
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        foreach (var name in Inherited is { } seen ? start.Environment.Keys.Where(n => !seen.Contains(n)).ToArray() : [])
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    private static string DirectoryOf(StepContext context, JsonElement input)
    {
        var workspace = context.Attributes.GetValueOrDefault(RunAttributes.Workspace) ?? System.Environment.CurrentDirectory;
        var typed = input.TryGetProperty("directory", out var given) ? TextOf(given) : ".";
        var path = Path.GetFullPath(typed, workspace);
        return System.IO.Directory.Exists(path)
            ? path
            : throw new AxleException(ErrorKind.Validation, $"Step '{context.Path}': there is no directory '{path}' to run the command in. It counts from the run's workspace.");
    }

    private static Dictionary<string, string> EnvironmentOf(StepContext context, JsonElement input)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AXLE_RUN_ID"] = context.RunId.Value,
            ["AXLE_STEP"] = context.Path,
            ["AXLE_IDEMPOTENCY_KEY"] = context.IdempotencyKey,
        };
        if (input.TryGetProperty("environment", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var variable in given.EnumerateObject())
                variables[variable.Name] = TextOf(variable.Value);
        }

        return variables;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
