namespace Axle.Workflows.Expressions.Functions;

/// <summary>A function of the expression language: what documentation, editors and the parser know of it.</summary>
public sealed class ExpressionFunction
{
    internal ExpressionFunction(string signature, int minArguments, int maxArguments, string description, FunctionBody body)
    {
        Name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        Signature = signature;
        MinArguments = minArguments;
        MaxArguments = maxArguments;
        Description = description;
        Body = body;
    }

    /// <summary>The name as documented; calls may use any letter case.</summary>
    public string Name { get; }

    /// <summary>How it is written, for example <c>join(list[, separator])</c>.</summary>
    public string Signature { get; }

    /// <summary>The fewest arguments.</summary>
    public int MinArguments { get; }

    /// <summary>The most arguments; <see cref="int.MaxValue"/> where there is no limit.</summary>
    public int MaxArguments { get; }

    /// <summary>What it gives, in a sentence or two.</summary>
    public string Description { get; }

    /// <summary>Whether it is one of GitHub Actions, as opposed to one that Axle adds.</summary>
    public bool IsStandard { get; internal init; }

    /// <summary>Whether only an odd number of arguments makes sense.</summary>
    internal bool TakesOddCount { get; init; }

    /// <summary>Whether it asks how the run is going: <c>success failure cancelled always</c>.</summary>
    internal bool IsStatus { get; init; }

    /// <summary>Says what is wrong with constant arguments, before anything runs; null when there is nothing to say.</summary>
    internal Func<IReadOnlyList<Nodes.ExpressionNode>, string?>? CheckConstants { get; init; }

    internal FunctionBody Body { get; }
}
