using System.Collections.Immutable;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>policy test</c>.</summary>
internal sealed record PolicyTestDocument(ImmutableArray<PolicyTestPart> Tests);

/// <summary>A test in a policy's file.</summary>
internal sealed record PolicyTestPart(string Policy, string Test, bool Passes, string Expected, string Verdict, string Rule);

/// <summary>The answer of <c>policy replay</c>.</summary>
internal sealed record PolicyReplayDocument(ImmutableArray<PolicyReplayPart> Calls);

/// <summary>A call that was made, and what policies say of it now.</summary>
internal sealed record PolicyReplayPart(
    string Run, string Step, string Tool, string Verdict, string Policy, string Version, string Rule, string Reason, string InputHash);
