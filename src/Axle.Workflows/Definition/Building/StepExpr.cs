namespace Axle.Workflows.Definition.Building;

/// <summary>What can be read of another step.</summary>
public sealed class StepExpr
{
    private readonly Expr _step;

    internal StepExpr(string key) => _step = Expr.Of("steps")[key];

    /// <summary>What the step gave; null until it completed.</summary>
    public Expr Output => _step["output"];

    /// <summary>How it stands, for example <c>completed</c>.</summary>
    public Expr Status => _step["status"];

    /// <summary>Why it failed: <c>kind</c> and <c>message</c>; null when it did not.</summary>
    public Expr Error => _step["error"];

    /// <summary>How often it was tried.</summary>
    public Expr Attempts => _step["attempts"];
}
