using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Nodes;

/// <summary><c>holder.*</c>: the items or members of the holder as a filtered array; on a filtered array, those of each item.</summary>
internal sealed class FilterNode(ExpressionNode holder, int position) : ExpressionNode(position, holder.Depth)
{
    public override IReadOnlyList<ExpressionNode> Children => [holder];

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        var from = holder.Evaluate(ref evaluation);
        var found = new List<ExpressionValue>();
        if (from.Reference is FilteredArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                evaluation.Step();
                AddMembers(found, items[i], ref evaluation);
            }
        }
        else
        {
            AddMembers(found, from, ref evaluation);
        }

        return ExpressionValue.Of(new FilteredArray(found));
    }

    private static void AddMembers(List<ExpressionValue> found, in ExpressionValue from, ref Evaluation evaluation)
    {
        if (from.TryGetArray(out var array))
        {
            for (var i = 0; i < array.Count; i++)
            {
                Add(found, array[i], ref evaluation);
            }
        }
        else if (from.TryGetObject(out var value))
        {
            foreach (var key in value.Keys)
            {
                if (value.TryGet(key, out var member))
                {
                    Add(found, member, ref evaluation);
                }
            }
        }
    }

    private static void Add(List<ExpressionValue> found, in ExpressionValue value, ref Evaluation evaluation)
    {
        evaluation.Step();
        evaluation.Produce(Evaluation.ItemLength);
        found.Add(value);
    }
}
