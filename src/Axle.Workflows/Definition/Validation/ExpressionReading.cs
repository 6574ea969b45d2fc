using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Validation;

/// <summary>Parses the expressions of a file; broken ones are faults at their exact place.</summary>
internal sealed class ExpressionReading(ReadingContext context)
{
    private readonly List<UsedExpression> _used = [];

    /// <summary>Every expression that could be parsed, in the order of reading.</summary>
    public IReadOnlyList<UsedExpression> Used => _used;

    /// <summary>Reads data with expressions in it.</summary>
    public bool TryReadTemplate(Node node, ExpressionPlace place, out Template template)
    {
        template = null!;
        if (!NodeJson.TryConvert(node, context.Faults, out var json))
            return false;
        if (!Template.TryParse(json, out var parsed, out var faults))
        {
            foreach (var fault in faults)
                Add(fault.Fault, NodeJson.Find(node, fault.Path), fault.Offset);
            return false;
        }

        foreach (var part in parsed.Parts)
            Note(part.Expression, node, part.Path, part.Offset, place);
        template = parsed;
        return true;
    }

    /// <summary>Reads a condition.</summary>
    public bool TryReadCondition(Node node, ExpressionPlace place, out Expression condition)
    {
        var start = node.Text.Length - node.Text.AsSpan().TrimStart().Length;
        if (node.Text.AsSpan(start).StartsWith("${{"))
            start += 3;
        try
        {
            condition = Expression.ParseCondition(node.Text);
            Note(condition, node, "", start, place);
            return true;
        }
        catch (ExpressionException error)
        {
            Add(error.Fault, node, start + Math.Max(0, error.Position));
            condition = null!;
            return false;
        }
    }

    private void Note(Expression expression, Node root, string pointer, int start, ExpressionPlace place)
    {
        var (scope, index) = place == ExpressionPlace.LoopCondition ? (context.PendingScope, -1) : (context.Scope, context.StepIndex);
        var used = new UsedExpression(expression, root, pointer, start, place, scope, index);
        _used.Add(used);
        foreach (var fault in expression.CheckConstants())
            Add(fault, used.Text, start + Math.Max(0, fault.Position));
    }

    private void Add(ExpressionFault fault, Node text, int index) => context.Faults.Add(
        FaultCode.BrokenExpression, text, ScalarPlaces.Locate(context.Faults.Source, text, index),
        $"this expression is broken: {fault.Message.TrimEnd('.')}.", fault.Advice ?? "See 'Expressions' in docs/workflow-language.md.");
}
