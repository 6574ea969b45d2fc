using System.Text.Json;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Rules;

/// <summary><c>unevaluatedProperties</c>; runs after all other rules of its schema.</summary>
internal sealed class UnevaluatedPropertiesRule(string path, SchemaNode rest, IReadOnlyCollection<string> known)
    : Rule("unevaluatedProperties", path)
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
            if (seen!.Has(property.Name))
            {
                continue;
            }

            matches &= rest.IsNever
                ? run.Collecting && run.FaultAt(property.Name, Keyword, SchemaPath, NameText.Unknown(property.Name, known))
                : run.ApplyTo(property.Name, rest, property.Value);
            if (!matches && !run.Collecting)
            {
                return false;
            }
        }

        seen!.AddAllNames();
        return matches;
    }
}

/// <summary><c>unevaluatedItems</c>; runs after all other rules of its schema.</summary>
internal sealed class UnevaluatedItemsRule(string path, SchemaNode rest) : Rule("unevaluatedItems", path)
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
            if (!seen!.Has(index))
            {
                matches &= run.ApplyTo(index, rest, item);
                if (!matches && !run.Collecting)
                {
                    return false;
                }
            }

            index++;
        }

        seen!.AddAllItems();
        return matches;
    }
}
