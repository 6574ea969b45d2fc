using System.Text.Json;

namespace Axle.Workflows.Expressions;

/// <summary>A scope of fixed contexts: for tests, tools and one-off evaluations.</summary>
public sealed class ExpressionScope : IExpressionScope
{
    private readonly Dictionary<string, ExpressionValue> _contexts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A scope without contexts, at a given time.</summary>
    public ExpressionScope(DateTimeOffset now) => Now = now;

    /// <inheritdoc/>
    public DateTimeOffset Now { get; }

    /// <summary>What <see cref="Failure"/> answers; <see cref="Success"/> answers the opposite unless cancelled.</summary>
    public bool HasFailed { get; init; }

    /// <summary>What <see cref="Cancelled"/> answers.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The names of the contexts.</summary>
    public IReadOnlyCollection<string> Names => _contexts.Keys;

    /// <summary>Sets a root context.</summary>
    public ExpressionScope With(string name, ExpressionValue value)
    {
        _contexts[name] = value;
        return this;
    }

    /// <summary>Sets a root context from JSON; the document must stay undisposed as long as the scope is used.</summary>
    public ExpressionScope With(string name, JsonElement value) => With(name, ExpressionValue.FromJson(value));

    /// <inheritdoc/>
    public bool TryGetContext(string name, out ExpressionValue value) => _contexts.TryGetValue(name, out value);

    /// <inheritdoc/>
    public bool Success() => !HasFailed && !IsCancelled;

    /// <inheritdoc/>
    public bool Failure() => HasFailed;

    /// <inheritdoc/>
    public bool Cancelled() => IsCancelled;
}
