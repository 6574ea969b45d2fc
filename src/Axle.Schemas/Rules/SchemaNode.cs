using System.Text.Json;
using Axle.Schemas.Checking;
using Axle.Schemas.Reading;

namespace Axle.Schemas.Rules;

/// <summary>
/// One compiled schema. Made empty first and filled once by the compiler, because schemas may lead back to themselves;
/// never changed afterwards.
/// </summary>
internal sealed class SchemaNode(SchemaResource resource, string path)
{
    private Rule[] _rules = [];
    private bool _countsSeen;

    /// <summary>The resource it stands in.</summary>
    public SchemaResource Resource { get; } = resource;

    /// <summary>Where it stands, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>True for the schema <c>false</c>.</summary>
    public bool IsNever { get; private set; }

    /// <summary>The value of a missing property that has this schema.</summary>
    public JsonElement? Default { get; private set; }

    /// <summary>What it asks for, in the order in which it is checked: <c>unevaluated…</c> last.</summary>
    public IReadOnlyList<Rule> Rules => _rules;

    public void Never() => IsNever = true;

    public void Fill(IReadOnlyList<Rule> rules, JsonElement? defaultValue)
    {
        _rules = [.. rules];
        _countsSeen = _rules.Any(rule => rule is UnevaluatedPropertiesRule or UnevaluatedItemsRule);
        Default = defaultValue;
    }

    public bool Check(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (IsNever)
        {
            return run.Collecting && run.Fault("false", Path, "nothing is allowed here; leave it out");
        }

        var own = _countsSeen ? new Evaluated() : seen;
        var matches = true;
        foreach (var rule in _rules)
        {
            if (!matches && (rule is UnevaluatedPropertiesRule or UnevaluatedItemsRule))
            {
                // What a failed schema looked at is unknown, so "unevaluated" would accuse the innocent.
                continue;
            }

            matches &= rule.Check(instance, run, own);
            if (!matches && !run.Collecting)
            {
                return false;
            }
        }

        if (_countsSeen && matches)
        {
            seen?.Add(own!);
        }

        return matches;
    }
}
