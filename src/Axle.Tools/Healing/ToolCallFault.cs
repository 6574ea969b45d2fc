using System.Text;

namespace Axle.Tools.Healing;

/// <summary>One thing that is wrong with a call, in parts, for a program or a model that is to mend it. Holds no values of the call.</summary>
/// <param name="Place">JSON pointer to the wrong value; empty for the arguments as a whole.</param>
/// <param name="Keyword">What was not met: a keyword of JSON Schema, <c>size</c>, <c>text</c>, <c>x-axle-sink</c>, or <c>name</c> for the tool's name.</param>
/// <param name="Expected">What would be right, as far as the schema says; null when it does not.</param>
/// <param name="Got">The kind of JSON that was found: <c>string</c>, <c>missing</c>.</param>
/// <param name="Hint">What is wrong, as the end of a sentence.</param>
/// <param name="Nearest">The name or value that was probably meant; null when none is near.</param>
public sealed record ToolCallFault(string Place, string Keyword, string? Expected, string Got, string Hint, string? Nearest)
{
    private const int MostTold = 8;

    /// <summary>The fault as one line.</summary>
    public string ToMessage()
    {
        var line = new StringBuilder(Place.Length == 0 ? "arguments" : Place).Append(": ").Append(Hint);
        if (Expected is not null && !Hint.Contains(Expected, StringComparison.Ordinal))
        {
            line.Append(". Expected ").Append(Expected);
        }

        if (Nearest is not null && !Hint.Contains(Nearest, StringComparison.Ordinal))
        {
            line.Append(". Did you mean '").Append(Nearest).Append("'?");
        }

        return line.ToString();
    }

    /// <summary>All faults of a call as the answer that a model gets in place of a result.</summary>
    /// <param name="tool">The tool that was to be called.</param>
    /// <param name="faults">At least one; the first eight are told, the number of the others.</param>
    public static string ToMessage(string tool, IReadOnlyCollection<ToolCallFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var lines = faults.Take(MostTold).Select(static fault => $"- {fault.ToMessage()}");
        var more = faults.Count > MostTold ? $"\n- and {faults.Count - MostTold} more" : "";
        return $"'{tool}' was not called. Mend this and call it again, the rest unchanged:\n{string.Join('\n', lines)}{more}";
    }
}
