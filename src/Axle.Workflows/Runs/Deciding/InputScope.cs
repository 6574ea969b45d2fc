using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>What the first values of variables may see: the inputs, and nothing else.</summary>
internal sealed class InputScope(JsonElement inputs, DateTimeOffset now) : IExpressionScope
{
    public DateTimeOffset Now => now;

    public bool TryGetContext(string name, out ExpressionValue value)
    {
        var known = string.Equals(name, "inputs", StringComparison.OrdinalIgnoreCase);
        value = known ? ExpressionValue.FromJson(inputs) : default;
        return known;
    }

    public bool Success() => true;

    public bool Failure() => false;

    public bool Cancelled() => false;
}
