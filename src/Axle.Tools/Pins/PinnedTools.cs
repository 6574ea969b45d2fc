using Axle.Tools.Contract;

namespace Axle.Tools.Pins;

/// <summary>The tools of a source from outside, each held to its pin: new ones are pinned, changed ones refuse every call.</summary>
/// <param name="source">Where the tools come from.</param>
/// <param name="pins">What was accepted.</param>
public sealed class PinnedTools(IToolSource source, ToolPins pins) : IToolSource
{
    private readonly Lock _gate = new();
    private IReadOnlyList<ITool>? _offered;
    private IReadOnlyList<ITool> _guarded = [];

    /// <inheritdoc/>
    public IReadOnlyList<ITool> Tools
    {
        get
        {
            var offered = source.Tools;
            lock (_gate)
            {
                if (!ReferenceEquals(offered, _offered))
                {
                    pins.PinNew(offered.Select(static tool => tool.Description));
                    (_offered, _guarded) = (offered, [.. offered.Select(pins.Guard)]);
                }

                return _guarded;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Faulty => source.Faulty;

    /// <inheritdoc/>
    public string? WhyMissing(string name) => source.WhyMissing(name);
}
