namespace Axle.Workflows.Expressions;

/// <summary>What an expression may see while it is evaluated.</summary>
public interface IExpressionScope
{
    /// <summary>The time that <c>now()</c> gives.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Finds a root context (<c>inputs</c>, <c>steps</c>, ...); letter case of the name does not matter.</summary>
    bool TryGetContext(string name, out ExpressionValue value);

    /// <summary>The answer of <c>success()</c>.</summary>
    bool Success();

    /// <summary>The answer of <c>failure()</c>.</summary>
    bool Failure();

    /// <summary>The answer of <c>cancelled()</c>.</summary>
    bool Cancelled();
}
