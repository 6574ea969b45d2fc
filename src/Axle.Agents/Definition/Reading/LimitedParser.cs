using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Axle.Agents.Definition.Reading;

/// <summary>Passes parsing events on and stops at the first that goes over a limit, so that a hostile file is never built.</summary>
internal sealed class LimitedParser(IParser inner) : IParser
{
    private const int MaxDepth = 24;
    private const int MaxNodes = 20_000;
    private int _depth;
    private int _nodes;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
            return false;
        var step = inner.Current!;
        _depth += step.NestingIncrease;
        _nodes += step is NodeEvent ? 1 : 0;
        var problem = step switch
        {
            AnchorAlias => "aliases ('*name') are not used in agent files; write the value out.",
            _ when _depth > MaxDepth => $"values are nested more than {MaxDepth} deep.",
            _ when _nodes > MaxNodes => $"there are more than {MaxNodes} values.",
            _ => null,
        };
        return problem is null ? true : throw new OverLimitException(step.Start, problem);
    }

    /// <summary>Carries the fault out of the YAML library, which builds on the events.</summary>
    public sealed class OverLimitException(Mark place, string problem) : Exception(problem)
    {
        public Mark Place { get; } = place;
    }
}
