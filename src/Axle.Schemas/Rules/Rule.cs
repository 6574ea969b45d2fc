using System.Text.Json;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Rules;

/// <summary>What one keyword (or a group of keywords that work together) asks of an instance.</summary>
/// <param name="keyword">The keyword that faults are reported under.</param>
/// <param name="schemaPath">Where the keyword stands.</param>
internal abstract class Rule(string keyword, string schemaPath)
{
    public string Keyword { get; } = keyword;

    public string SchemaPath { get; } = schemaPath;

    /// <summary>Whether the instance meets this rule. Writes faults to <paramref name="run"/>, what it looked at to <paramref name="seen"/>.</summary>
    public abstract bool Check(JsonElement instance, Evaluation run, Evaluated? seen);

    /// <summary>Adds the schemas that hold for the same instance, as far as they matter for defaults.</summary>
    public virtual void AddBeside(JsonElement instance, Evaluation run, List<SchemaNode> beside)
    {
    }

    /// <summary>The names of properties that this rule has a schema for.</summary>
    public virtual IEnumerable<string> PropertyNames => [];

    /// <summary>The schema of a named property; null when this rule has none for it.</summary>
    public virtual SchemaNode? PropertyAt(string name) => null;

    /// <summary>The schema of one item of an array; null when this rule has none for it.</summary>
    public virtual SchemaNode? ItemAt(int index) => null;
}

/// <summary>A rule that looks at the value alone and needs no other schema.</summary>
internal abstract class Assertion(string keyword, string schemaPath) : Rule(keyword, schemaPath)
{
    public sealed override bool Check(JsonElement instance, Evaluation run, Evaluated? seen) =>
        Holds(instance) || (run.Collecting && run.Fault(this, Explain(instance)));

    protected abstract bool Holds(JsonElement instance);

    /// <summary>What is wrong and what would be right. Never repeats text of the instance: it may be a secret.</summary>
    protected abstract string Explain(JsonElement instance);
}
