using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Rules;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredRule(string path, IReadOnlyList<string> names) : Assertion("required", path)
{
    protected override bool Holds(JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var name in names)
        {
            if (!instance.TryGetProperty(name, out _))
            {
                return false;
            }
        }

        return true;
    }

    protected override string Explain(JsonElement instance)
    {
        var missing = names.Where(name => !instance.TryGetProperty(name, out _)).Select(NameText.Show).ToList();
        return missing.Count == 1 ? $"property {missing[0]} is missing" : $"properties {string.Join(", ", missing)} are missing";
    }
}

/// <summary><c>dependentRequired</c>, and the form of <c>dependencies</c> that lists names.</summary>
internal sealed class DependentRequiredRule(string keyword, string path, string trigger, IReadOnlyList<string> names) : Assertion(keyword, path)
{
    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.Object || !instance.TryGetProperty(trigger, out _)
        || names.All(name => instance.TryGetProperty(name, out _));

    protected override string Explain(JsonElement instance)
    {
        var missing = names.Where(name => !instance.TryGetProperty(name, out _)).Select(NameText.Show);
        return $"where {NameText.Show(trigger)} is given, {string.Join(", ", missing)} must be given too";
    }
}

/// <summary><c>dependentSchemas</c>, and the form of <c>dependencies</c> that has a schema.</summary>
internal sealed class DependentSchemaRule(string keyword, string path, string trigger, SchemaNode schema) : Rule(keyword, path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen) =>
        instance.ValueKind != JsonValueKind.Object || !instance.TryGetProperty(trigger, out _) || run.Apply(schema, instance, seen);

    public override void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside)
    {
        if (instance.ValueKind == JsonValueKind.Object && instance.TryGetProperty(trigger, out _))
        {
            beside.Add(schema);
        }
    }
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesRule(string path, SchemaNode names) : Rule("propertyNames", path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var matches = true;
        foreach (var property in instance.EnumerateObject())
        {
            var name = JsonSerializer.SerializeToElement(property.Name, NameText.Json);
            if (run.Try(names, name, null))
            {
                continue;
            }

            matches = false;
            if (!run.Collecting)
            {
                return false;
            }

            var why = string.Join("; ", run.FaultsOf(names, name, null, out _)!.Select(fault => fault.Message));
            run.Fault(this, $"the name {NameText.Show(property.Name)} is not allowed: {why}");
        }

        return matches;
    }
}

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, in one pass over the instance.</summary>
internal sealed class PropertiesRule(
    string path, Dictionary<string, SchemaNode> named, IReadOnlyList<(Regex Pattern, SchemaNode Schema)> patterned, SchemaNode? rest)
    : Rule("properties", path)
{
    /// <summary>Above this many names a dictionary is faster than comparing them one by one.</summary>
    private const int MostCompared = 16;

    private readonly (byte[] Name, SchemaNode Schema)[] _compared =
        [.. named.Take(MostCompared + 1).Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))];

    private bool CanCompare => _compared.Length <= MostCompared && patterned.Count == 0;

    public override IEnumerable<string> PropertyNames => named.Keys;

    public override SchemaNode? PropertyAt(string name) => named.GetValueOrDefault(name);

    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var matches = true;
        foreach (var property in instance.EnumerateObject())
        {
            matches &= seen is null && !run.Collecting && CanCompare
                ? CheckQuietly(property, run)
                : CheckProperty(property.Name, property.Value, run, seen);
            if (!matches && !run.Collecting)
            {
                return false;
            }
        }

        return matches;
    }

    /// <summary>As <see cref="CheckProperty"/>, without making a string of the name.</summary>
    private bool CheckQuietly(JsonProperty property, Evaluation run)
    {
        foreach (var (name, schema) in _compared)
        {
            if (property.NameEquals(name))
            {
                return run.Apply(schema, property.Value, null);
            }
        }

        return rest is null || run.Apply(rest, property.Value, null);
    }

    private bool CheckProperty(string name, JsonElement value, Evaluation run, Evaluated? seen)
    {
        var matches = true;
        var known = named.TryGetValue(name, out var schema);
        if (known)
        {
            matches = run.ApplyTo(name, schema!, value);
        }

        foreach (var (pattern, patternSchema) in patterned)
        {
            if (pattern.IsMatch(name))
            {
                known = true;
                matches &= run.ApplyTo(name, patternSchema, value);
            }
        }

        if (!known && rest is not null)
        {
            known = true;
            matches = rest.IsNever
                ? run.Collecting && run.FaultAt(name, "additionalProperties", rest.Path, NameText.Unknown(name, named.Keys))
                : run.ApplyTo(name, rest, value);
        }

        if (known)
        {
            seen?.Add(name);
        }

        return matches;
    }
}
