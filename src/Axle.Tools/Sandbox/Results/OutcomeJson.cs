using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Sandbox.Results;

/// <summary>An outcome as JSON, as steps, tools and <c>ax sandbox run --json</c> give it.</summary>
public static class OutcomeJson
{
    /// <summary>
    /// <c>{ result, text, errors?, tables?: [{ name, columns, rows, rowCount }], pictures?: [{ name, mediaType, base64 }],
    /// files?: [{ name, text or base64 }], durationMs, notes? }</c>; what is empty is left out.
    /// </summary>
    public static JsonElement Of(SandboxOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var json = new JsonObject
        {
            ["result"] = outcome.Result.ValueKind == JsonValueKind.Undefined ? null : JsonSerializer.SerializeToNode(outcome.Result),
            ["text"] = outcome.Text,
        };
        if (outcome.Errors.Length > 0)
            json["errors"] = outcome.Errors;
        AddList(json, "tables", outcome.Tables, static t => new { name = t.Name, columns = t.Columns, rows = t.Rows, rowCount = t.RowCount });
        AddList(json, "pictures", outcome.Pictures, static p => new { name = p.Name, mediaType = p.MediaType, base64 = Convert.ToBase64String(p.Content.Span) });
        AddList(json, "files", outcome.Files, File);
        json["durationMs"] = Math.Round(outcome.Duration.TotalMilliseconds, 1);
        AddList(json, "notes", outcome.Notes, static note => note);
        return JsonSerializer.SerializeToElement(json);
    }

    private static void AddList<T>(JsonObject json, string name, IReadOnlyCollection<T> list, Func<T, object> shape)
    {
        if (list.Count > 0)
            json[name] = JsonSerializer.SerializeToNode(list.Select(shape));
    }

    private static object File(SandboxFile file)
    {
        try
        {
            return new { name = file.Name, text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Content.Span) };
        }
        catch (DecoderFallbackException)
        {
            return new { name = file.Name, base64 = Convert.ToBase64String(file.Content.Span) };
        }
    }
}
