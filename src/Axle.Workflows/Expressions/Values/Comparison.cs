namespace Axle.Workflows.Expressions.Values;

/// <summary>
/// Equality and order of values. Follows the abstract equality of ECMAScript 5.1 (section 11.9.3), except that text is
/// compared without regard to letter case (upper-cased by ordinal rules) and objects are equal only to themselves.
/// </summary>
internal static class Comparison
{
    public static bool AreEqual(in ExpressionValue left, in ExpressionValue right)
    {
        if (left.Kind != right.Kind)
        {
            // NaN, also what arrays and objects become, equals nothing.
            return Coerces(left, right) && left.ToNumber() == right.ToNumber();
        }

        return left.Kind switch
        {
            ExpressionKind.Null => true,
            ExpressionKind.String => string.Equals(left.RawText, right.RawText, StringComparison.OrdinalIgnoreCase),
            ExpressionKind.Boolean or ExpressionKind.Number => left.RawNumber == right.RawNumber,
            _ => ReferenceEquals(left.Reference, right.Reference),
        };
    }

    public static bool IsGreater(in ExpressionValue left, in ExpressionValue right) => IsLess(right, left);

    public static bool IsLess(in ExpressionValue left, in ExpressionValue right)
    {
        if (left.Kind != right.Kind)
        {
            return Coerces(left, right) && left.ToNumber() < right.ToNumber();
        }

        return left.Kind switch
        {
            ExpressionKind.String => string.Compare(left.RawText, right.RawText, StringComparison.OrdinalIgnoreCase) < 0,
            ExpressionKind.Boolean or ExpressionKind.Number => left.RawNumber < right.RawNumber,
            _ => false,
        };
    }

    // Values of different kinds meet as numbers; arrays and objects are never numbers.
    private static bool Coerces(in ExpressionValue left, in ExpressionValue right) => left.IsPrimitive && right.IsPrimitive;
}
