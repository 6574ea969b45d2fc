using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>The one step that undoes another; its key is <c>undo</c> unless it says otherwise.</summary>
internal sealed class UndoShape : Shape<Step>
{
    /// <inheritdoc/>
    public override string Words => "a step";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out Step value)
    {
        var (outer, outerIndex) = (context.Scope, context.StepIndex);
        context.Scope = new StepScope(outer, outerIndex, ScopeKind.AfterStep);
        context.Scopes.Add(context.Scope);
        var isRead = StepReading.TryRead(context, node, key, StepLanguage.Undo, out value);
        (context.Scope, context.StepIndex) = (outer, outerIndex);
        return isRead;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => definitions.Refer(StepLanguage.Undo.Name, StepLanguage.Undo.ToSchema);
}
