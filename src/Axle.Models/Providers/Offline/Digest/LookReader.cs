using System.Text.Json;
using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>
/// Tells whether a source looked at anything. No findings are good news only from those who did: a scan of no files and a step that was
/// skipped report none either.
/// </summary>
internal static class LookReader
{
    private static readonly string[] FileCounts = ["files", "filesAnalysed"];

    /// <summary>A tool looked unless it failed or its own counts say that there was nothing to read.</summary>
    public static bool OfTool(JsonElement tool) =>
        !Failed(tool) && !SawNothing(tool) && !(Json.Property(tool, "summary") is { } summary && SawNothing(summary));

    /// <summary>
    /// An earlier step looked when it ended well and says so by its score. A step that a language model wrote may judge without one; the
    /// offline provider leaves it out when nothing was there to judge.
    /// </summary>
    public static bool OfStep(JsonElement step) =>
        !Failed(step) && Json.Text(step, "status") is "" or "completed"
        && (Json.Property(step, "score") is { ValueKind: JsonValueKind.Number } || Json.Property(step, "offline") is not { ValueKind: JsonValueKind.True });

    private static bool Failed(JsonElement source) => Json.Property(source, "error") is { ValueKind: JsonValueKind.String or JsonValueKind.Object };

    private static bool SawNothing(JsonElement counts) =>
        FileCounts.Any(name => Json.Property(counts, name) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var files) && files == 0)
        || Json.Property(counts, "manifests") is { ValueKind: JsonValueKind.Array } manifests && manifests.GetArrayLength() == 0
        || Json.Property(counts, "available") is { ValueKind: JsonValueKind.False };
}
