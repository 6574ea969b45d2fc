using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Nodes;

/// <summary><c>holder.name</c> or <c>holder[index]</c>: null when there is no such member; on a filtered array, applied to each item.</summary>
internal sealed class IndexNode(ExpressionNode holder, ExpressionNode index, int position)
    : ExpressionNode(position, Math.Max(holder.Depth, index.Depth))
{
    public ExpressionNode Holder => holder;

    public ExpressionNode Index => index;

    public override IReadOnlyList<ExpressionNode> Children => [holder, index];

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        var from = holder.Evaluate(ref evaluation);
        if (from.IsPrimitive)
        {
            return ExpressionValue.Null;
        }

        var wanted = new MemberIndex(index.Evaluate(ref evaluation));
        if (from.Reference is FilteredArray items)
        {
            return OfEach(items, wanted, ref evaluation);
        }

        return wanted.TryGet(from, out var member) ? member : ExpressionValue.Null;
    }

    private static ExpressionValue OfEach(FilteredArray items, MemberIndex wanted, ref Evaluation evaluation)
    {
        var found = new List<ExpressionValue>();
        for (var i = 0; i < items.Count; i++)
        {
            evaluation.Step();
            if (wanted.TryGet(items[i], out var member))
            {
                evaluation.Produce(Evaluation.ItemLength);
                found.Add(member);
            }
        }

        return ExpressionValue.Of(new FilteredArray(found));
    }
}
