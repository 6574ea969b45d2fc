using System.Text.Json;
using Axle.Schemas.Checking;
using Axle.Schemas.Numbers;

namespace Axle.Schemas.Rules;

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class CountRule(string keyword, string path, long limit) : Assertion(keyword, path)
{
    private readonly bool _ofItems = keyword.EndsWith("Items", StringComparison.Ordinal);
    private readonly bool _least = keyword.StartsWith("min", StringComparison.Ordinal);

    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != (_ofItems ? JsonValueKind.Array : JsonValueKind.Object)
        || (_least ? Count(instance) >= limit : Count(instance) <= limit);

    protected override string Explain(JsonElement instance) =>
        $"must have {(_least ? "at least" : "at most")} {limit} {(_ofItems ? "items" : "properties")}, has {Count(instance)}";

    private int Count(JsonElement instance) => _ofItems ? instance.GetArrayLength() : instance.GetPropertyCount();
}

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsRule(string path) : Assertion("uniqueItems", path)
{
    protected override bool Holds(JsonElement instance) => FirstRepeated(instance) is null;

    protected override string Explain(JsonElement instance) => $"items must all differ; item {FirstRepeated(instance)} was there before";

    private static int? FirstRepeated(JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() < 2)
        {
            return null;
        }

        var before = new HashSet<JsonElement>(SameValue.Comparer);
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!before.Add(item))
            {
                return index;
            }

            index++;
        }

        return null;
    }
}

/// <summary>The schemas of items by position: <c>prefixItems</c> and <c>items</c>, formerly <c>items</c> and <c>additionalItems</c>.</summary>
internal sealed class ItemsRule(string keyword, string path, IReadOnlyList<SchemaNode> first, SchemaNode? rest) : Rule(keyword, path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var matches = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (ItemAt(index) is not { } schema)
            {
                break;
            }

            matches &= run.ApplyTo(index, schema, item);
            if (!matches && !run.Collecting)
            {
                return false;
            }

            index++;
        }

        seen?.AddFirstItems(rest is null ? first.Count : int.MaxValue);
        return matches;
    }

    public override SchemaNode? ItemAt(int index) => index < first.Count ? first[index] : rest;
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
/// <param name="path">Where <c>contains</c> stands.</param>
/// <param name="wanted">What items are counted.</param>
/// <param name="least">How many there must be.</param>
/// <param name="most">How many there may be.</param>
/// <param name="marksItems">Whether counted items count as evaluated: since draft 2020-12.</param>
internal sealed class ContainsRule(string path, SchemaNode wanted, long least, long most, bool marksItems) : Rule("contains", path)
{
    public override bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var count = 0L;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (run.Try(wanted, item, null))
            {
                count++;
                if (marksItems)
                {
                    seen?.Add(index);
                }
            }

            index++;
        }

        if (count >= least && count <= most)
        {
            return true;
        }

        return run.Collecting && run.Fault(this, count < least
            ? $"must contain at least {least} matching items, has {count}; what matches is said at {wanted.Path}"
            : $"must contain at most {most} matching items, has {count}; what matches is said at {wanted.Path}");
    }
}
