using System.Collections.Immutable;
using Axle.Agents.Runtime;

namespace Axle.Server.Identity;

/// <summary>Facts of the runs of callers that are known by a key of the gateway, or as whom the server let in.</summary>
/// <param name="Workspace">Absolute directory that runs work on.</param>
/// <param name="MayApply">Whether runs may change the outside world.</param>
internal sealed record CallerFacts(string Workspace, bool MayApply)
{
    /// <summary>The facts of a run of a caller.</summary>
    public ImmutableDictionary<string, string> Of(Caller caller)
    {
        var facts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts[RunAttributes.Workspace] = Workspace;
        facts[RunAttributes.Apply] = MayApply ? "true" : "false";
        foreach (var (name, value) in new[]
        {
            (RunAttributes.Tenant, caller.Tenant), (RunAttributes.User, caller.Key?.User), (RunAttributes.Session, caller.Session),
            (RunAttributes.OfUsers, caller.Tenant is { Length: > 0 } ? "true" : null),
        })
        {
            if (value is { Length: > 0 })
                facts[name] = value;
        }

        return facts.ToImmutable();
    }
}
