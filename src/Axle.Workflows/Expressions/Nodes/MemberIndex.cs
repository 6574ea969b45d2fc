namespace Axle.Workflows.Expressions.Nodes;

/// <summary>An index value as what it asks for: an item of an array (floored number) or a member of an object (text).</summary>
internal readonly struct MemberIndex(ExpressionValue value)
{
    public bool TryGet(in ExpressionValue holder, out ExpressionValue member)
    {
        member = default;
        return holder.Kind switch
        {
            ExpressionKind.Array => TryGetItem(holder.RawArray, out member),
            ExpressionKind.Object => value.IsPrimitive && holder.RawObject.TryGet(value.ToText(), out member),
            _ => false,
        };
    }

    private bool TryGetItem(IExpressionArray array, out ExpressionValue item)
    {
        var number = Math.Floor(value.ToNumber());
        if (number >= 0 && number < array.Count) // false for NaN
        {
            item = array[(int)number];
            return true;
        }

        item = default;
        return false;
    }
}
