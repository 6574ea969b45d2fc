using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A list of steps: a scope of its own for keys.</summary>
/// <param name="kind">What holds the list.</param>
internal sealed class StepsShape(ScopeKind kind) : Shape<ImmutableArray<Step>>
{
    /// <inheritdoc/>
    public override string Words => "a list of steps";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out ImmutableArray<Step> value)
    {
        value = [];
        if (node.Kind != NodeKind.List)
        {
            context.WrongType(node, key, Words);
            return false;
        }

        if (node.Items.Count == 0)
        {
            context.OutOfRange(node, key, "has no steps, but needs at least one");
            return false;
        }

        context.CountSteps(node);
        var (outer, outerIndex, pending) = (context.Scope, context.StepIndex, context.PendingScope);
        var scope = pending ?? new StepScope(outer, outerIndex, kind);
        context.Scopes.Add(scope);
        (context.Scope, context.PendingScope) = (scope, null);
        var steps = ImmutableArray.CreateBuilder<Step>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (StepReading.TryRead(context, item, key, StepLanguage.Listed, out var step))
                steps.Add(step);
        }

        (context.Scope, context.StepIndex, context.PendingScope) = (outer, outerIndex, pending);
        value = steps.DrainToImmutable();
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["items"] = definitions.Refer(StepLanguage.Listed.Name, StepLanguage.Listed.ToSchema),
    };
}
