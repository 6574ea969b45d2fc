using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>Has the gate of the tools decide about a call whose result is there already, as it does about one that is made.</summary>
/// <param name="tools">All tools; asked for when the first result is to be reused.</param>
/// <param name="time">The clock.</param>
public sealed class ToolReuse(Func<ToolCatalog> tools, TimeProvider time) : IReuseGate
{
    /// <inheritdoc/>
    public async ValueTask<bool> MayReuseAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Action is not ToolAction { Tool: var name })
            return true;
        var catalog = tools();
        var place = RunAttributes.ToolContext(context, RunAttributes.MayApply(context), time) with { ConsentOf = Consent.Of(context) };
        var arguments = catalog.Check(name, context.Input.Value, place);
        // What a policy changes was another call when the result was made.
        return JsonElement.DeepEquals(arguments, await catalog.PassAsync(name, context.Input.Value, place, cancellationToken));
    }
}
