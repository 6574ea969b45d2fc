using System.Text.Json;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Rules;

/// <summary><c>allOf</c>, and <c>$ref</c>, which asks for one schema in the same way.</summary>
internal sealed class AllRule(string keyword, string path, IReadOnlyList<SchemaNode> schemas) : Rule(keyword, path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var matches = true;
        foreach (var schema in schemas)
        {
            matches &= run.Apply(schema, instance, seen);
            if (!matches && !run.Collecting)
            {
                return false;
            }
        }

        return matches;
    }

    public override void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside) => beside.AddRange(schemas);
}

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class AlternativesRule(string keyword, string path, IReadOnlyList<SchemaNode> schemas) : Rule(keyword, path)
{
    private readonly bool _onlyOne = keyword == "oneOf";

    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var matching = 0;
        List<SchemaFault>? nearest = null;
        foreach (var schema in schemas)
        {
            var branch = seen is null ? null : new Evaluated();
            var faults = run.FaultsOf(schema, instance, branch, out var matches);
            if (!matches)
            {
                nearest = nearest is null || Distance(faults) < Distance(nearest) ? faults : nearest;
                continue;
            }

            matching++;
            seen?.Add(branch!);
            if (_onlyOne ? matching > 1 : seen is null)
            {
                break;
            }
        }

        return matching == 1 || (matching > 1 && !_onlyOne) || (run.Collecting && Explain(run, matching, nearest));
    }

    public override void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside)
    {
        if (schemas.FirstOrDefault(schema => run.Try(schema, instance, null)) is { } match)
        {
            beside.Add(match);
        }
    }

    /// <summary>A branch with a fault deep inside was meant more likely than one that has the wrong type at once.</summary>
    private static int Distance(List<SchemaFault>? faults) =>
        faults is null ? 0 : faults.Count - (faults.Count > 0 ? 100 * faults.Max(fault => fault.InstancePath.Count(letter => letter == '/')) : 0);

    private bool Explain(Evaluation run, int matching, List<SchemaFault>? nearest)
    {
        if (matching > 1)
        {
            return run.Fault(this, $"matches more than one of the {schemas.Count} alternatives, must match exactly one");
        }

        run.Fault(this, $"matches none of the {schemas.Count} alternatives; what keeps it from the nearest one follows");
        run.Add(nearest ?? []);
        return false;
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotRule(string path, SchemaNode schema) : Rule("not", path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen) =>
        !run.Try(schema, instance, null)
        || (run.Collecting && run.Fault(this, $"must not match the schema at {schema.Path}"));
}

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionRule(string path, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Rule("if", path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var branch = seen is null ? null : new Evaluated();
        if (!run.Try(condition, instance, branch))
        {
            return otherwise is null || run.Apply(otherwise, instance, seen);
        }

        seen?.Add(branch!);
        return then is null || run.Apply(then, instance, seen);
    }

    public override void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside)
    {
        if ((run.Try(condition, instance, null) ? then : otherwise) is { } branch)
        {
            beside.Add(branch);
        }
    }
}

/// <summary>
/// <c>$dynamicRef</c> to a dynamic anchor, and <c>$recursiveRef</c>: the outermost resource on the way here that has the anchor wins.
/// </summary>
internal sealed class DynamicReferenceRule(string keyword, string path, string anchor, SchemaNode fallback) : Rule(keyword, path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen) => run.Apply(Target(run), instance, seen);

    public override void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside) => beside.Add(Target(run));

    private SchemaNode Target(Evaluation run)
    {
        var target = fallback;
        for (var scope = run.Scope; scope is not null; scope = scope.Outer)
        {
            if (scope.Resource.DynamicTarget(anchor) is { } outer)
            {
                target = outer;
            }
        }

        return target;
    }
}
