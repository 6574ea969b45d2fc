using System.Text.Json;
using Axle.Schemas.Numbers;

namespace Axle.Schemas.Rules;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundRule(string keyword, string path, JsonElement bound) : Assertion(keyword, path)
{
    private readonly ExactNumber _bound = ExactNumber.Read(bound);

    protected override bool Holds(JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var comparison = ExactNumber.Read(instance).CompareTo(_bound);
        return Keyword switch
        {
            "minimum" => comparison >= 0,
            "exclusiveMinimum" => comparison > 0,
            "maximum" => comparison <= 0,
            _ => comparison < 0,
        };
    }

    protected override string Explain(JsonElement instance) => Keyword switch
    {
        "minimum" => $"must be at least {bound}",
        "exclusiveMinimum" => $"must be greater than {bound}",
        "maximum" => $"must be at most {bound}",
        _ => $"must be less than {bound}",
    };
}

/// <summary><c>multipleOf</c>, exact for decimals.</summary>
internal sealed class MultipleRule(string path, JsonElement step) : Assertion("multipleOf", path)
{
    private readonly ExactNumber _step = ExactNumber.Read(step);

    protected override bool Holds(JsonElement instance) =>
        instance.ValueKind != JsonValueKind.Number || ExactNumber.Read(instance).IsMultipleOf(_step);

    protected override string Explain(JsonElement instance) => $"must be a multiple of {step}";
}
