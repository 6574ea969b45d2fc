using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Histories;

/// <summary>Statuses as they are stored: their names in camelCase.</summary>
public static class StatusNames
{
    private static readonly Dictionary<RunStatus, string> Names =
        Enum.GetValues<RunStatus>().ToDictionary(static s => s, static s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString()));

    private static readonly Dictionary<string, RunStatus> Statuses =
        Names.ToDictionary(static n => n.Value, static n => n.Key, StringComparer.Ordinal);

    /// <summary>A status as it is stored.</summary>
    public static string Name(RunStatus status) => Names[status];

    /// <summary>Reads a status; false when this version does not know it.</summary>
    public static bool TryRead(string name, out RunStatus status) => Statuses.TryGetValue(name, out status);

    /// <summary>What is said of a run whose status this version does not know.</summary>
    public static string Unknown(RunId run, string name) =>
        $"Run {run} has the status '{name}', which this version of Axle does not know. A newer one wrote it, or the database is damaged: "
        + "use that version, or restore the database from a backup.";
}
