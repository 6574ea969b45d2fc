using System.Collections.Immutable;
using Axle.Agents.Escalation;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>session list</c>.</summary>
internal sealed record SessionListDocument(ImmutableArray<SessionPart> Sessions);

/// <summary>A session of agents.</summary>
/// <param name="Session">The conversation; <c>run:ID</c> for a run that belongs to none.</param>
/// <param name="Tenant">Whose it is; null where there are no tenants.</param>
/// <param name="Status"><c>open</c>: a person has it; <c>halfOpen</c>: on probation; <c>ended</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason"><c>failures</c>, <c>confidence</c> or <c>cost</c>.</param>
/// <param name="Why">The same as a sentence.</param>
/// <param name="Run">The run that had it handed over.</param>
/// <param name="Step">Its step.</param>
/// <param name="Usd">What it has spent, where that is limited.</param>
/// <param name="By">Who let it go on.</param>
internal sealed record SessionPart(
    string Session, string? Tenant, string Status, DateTimeOffset Since, string? Reason, string? Why, string? Run, string? Step, decimal Usd, string? By)
{
    public static SessionPart Of(SessionState state) => new(
        state.Session, state.Tenant, Words.Name(state.Status), state.Since, state.Reason, state.Why, state.Run, state.Step, state.Usd, state.By);
}
