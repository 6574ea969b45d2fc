using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Tools.Healing;

/// <summary>What became of the arguments of one call.</summary>
/// <param name="Tool">The tool's own name.</param>
/// <param name="Arguments">The arguments as mended, defaults filled in when whole; an object without members when the text could not be read.</param>
/// <param name="Mends">What was changed, in order; empty when nothing had to be.</param>
/// <param name="Faults">What remains for the model; empty when the call can be made.</param>
public sealed record HealedCall(string Tool, JsonElement Arguments, ImmutableArray<Mend> Mends, ImmutableArray<ToolCallFault> Faults)
{
    /// <summary>Whether the arguments match now.</summary>
    public bool IsWhole => Faults.IsEmpty;

    /// <summary>What to tell the model, short and exact; empty when the call is whole.</summary>
    public string ToMessage() => IsWhole ? "" : ToolCallFault.ToMessage(Tool, Faults);
}
