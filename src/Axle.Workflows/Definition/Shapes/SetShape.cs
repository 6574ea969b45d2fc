using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Assignments to variables, which must be declared.</summary>
internal sealed class SetShape : Shape<Template>
{
    /// <inheritdoc/>
    public override string Words => "a mapping of variables to values";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out Template value)
    {
        if (!Values.StepMapping.TryRead(context, node, key, out value))
            return false;
        if (context.Names.Variables is not { } declared)
            return true;
        foreach (var (name, _) in node.Entries)
        {
            if (declared.Contains(name.Text))
                continue;
            var nearest = context.Nearest(name.Text, declared);
            context.Faults.Add(
                FaultCode.UnknownVariable, name, $"variable '{Shown.Text(name.Text)}' is not declared.",
                nearest is null ? "Declare it with its first value under 'variables' of the workflow." : $"Did you mean '{nearest}'?");
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => Values.StepMapping.ToSchema(definitions);
}
