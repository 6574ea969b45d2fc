using System.Globalization;
using System.Text.Json;
using Axle.Schemas;

namespace Axle.Tools.Validation;

/// <summary>
/// Checks the values that leave the program by what they can do there, and names that no schema declares. Runs beside the schema's own check
/// and finds only what that one does not.
/// </summary>
internal sealed class SinkChecks(string workspace)
{
    private const int Deepest = 64;

    private readonly List<SchemaFault> _faults = [];

    /// <summary>What is wrong beyond what is known already.</summary>
    public IReadOnlyList<SchemaFault> Of(JsonElement arguments, ArgumentShape shape, IReadOnlyList<SchemaFault> known)
    {
        Look(arguments, shape, "", 0);
        return [.. _faults.Where(fault => !known.Any(other => other.InstancePath == fault.InstancePath && other.Keyword == fault.Keyword))
            .Where(fault => fault.Keyword != "additionalProperties"
                || !known.Any(static other => other.Keyword is "additionalProperties" or "unevaluatedProperties"))];
    }

    private void Look(JsonElement value, ArgumentShape shape, string path, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        foreach (var branch in shape.Branches)
        {
            Look(value, branch, path, depth + 1);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                if (shape.Sink is { } sink && SinkRules.Problem(sink, value.GetString()!, workspace) is { } problem)
                {
                    _faults.Add(new SchemaFault(path, "x-axle-sink", "#", problem));
                }

                break;
            case JsonValueKind.Object:
                Members(value, shape, path, depth);
                break;
            case JsonValueKind.Array when shape.Items is { } item:
                foreach (var (index, one) in value.EnumerateArray().Index())
                {
                    Look(one, item, string.Create(CultureInfo.InvariantCulture, $"{path}/{index}"), depth + 1);
                }

                break;
        }
    }

    private void Members(JsonElement value, ArgumentShape shape, string path, int depth)
    {
        foreach (var member in value.EnumerateObject())
        {
            var place = $"{path}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (shape.Properties.TryGetValue(member.Name, out var child))
            {
                Look(member.Value, child, place, depth + 1);
            }
            else if (shape.IsClosed)
            {
                // A name that the tool does not know would be ignored in silence, and with it what the model meant.
                var hint = NearestName.Find(member.Name, shape.Properties.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                _faults.Add(new SchemaFault(place, "additionalProperties", "#", $"no such argument{hint}"));
            }
        }
    }
}
