using System.Collections.Immutable;
using Axle.Workflows.Ports;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>bulkhead list</c>.</summary>
internal sealed record BulkheadListDocument(ImmutableArray<SharedBulkhead> Bulkheads);
