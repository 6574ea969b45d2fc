using System.Collections.Immutable;
using Axle.Cli.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>approval list</c>: those that wait longest first.</summary>
internal sealed record ApprovalListDocument(ImmutableArray<OpenApproval> Approvals);
