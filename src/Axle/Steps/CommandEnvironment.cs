using Axle.Agents.Runtime;
using Axle.Hosting;

namespace Axle.Steps;

/// <summary>
/// Which variables of this process commands see. One's own commands see all of them; those of runs that users of a server started see what any program
/// needs and what the host names, and none of its secrets.
/// </summary>
internal static class CommandEnvironment
{
    /// <summary>The environment variable that names what such commands see, too, parted by commas.</summary>
    public const string Variable = "AXLE_COMMAND_ENVIRONMENT";

    private const string Own = "AXLE_";
    private const string Key = "commandEnvironment";

    // Windows starts next to nothing without SystemRoot.
    private static readonly string[] Plain =
    [
        "PATH", "Path", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "TMPDIR",
        "SystemRoot", "ComSpec", "PATHEXT", "USERPROFILE", "USERNAME", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP",
    ];

    /// <summary>The least that a program starts with.</summary>
    public static IReadOnlySet<string> Least { get; } = new HashSet<string> { "PATH", "Path", "SystemRoot" };

    /// <summary>What commands of a run see of this process's variables; null for all.</summary>
    /// <param name="attributes">Those of the run.</param>
    /// <param name="named">What the host names.</param>
    public static IReadOnlySet<string>? Of(IReadOnlyDictionary<string, string> attributes, IReadOnlyList<string> named) =>
        attributes.GetValueOrDefault(RunAttributes.OfUsers) == "true" ? new HashSet<string>([.. Plain, .. named]) : null;

    /// <summary>What a project names.</summary>
    /// <param name="directory">Where its <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    public static IReadOnlyList<string> Named(string directory, Func<string, string?> environment) =>
        (ProjectSetting.Find(directory, Key, Variable, environment) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with names; null when nothing is.</summary>
    public static string? FaultOf(IEnumerable<string> named) => named.FirstOrDefault(static n => n.Length == 0 || n.Contains('=', StringComparison.Ordinal)
            || n.Contains(' ', StringComparison.Ordinal) || n.StartsWith(Own, StringComparison.OrdinalIgnoreCase)) is { } wrong
        ? $"CommandEnvironment ({Key} in axle.yaml, {Variable}): '{wrong}' cannot be shown to commands. Give names of variables, parted by commas, and none of Axle's own ({Own}…)."
        : null;
}
