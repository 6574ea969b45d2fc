using System.Text.Json.Serialization;
using Axle.Cli.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>The serializers of all documents, made when Axle is built.</summary>
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(EventListDocument))]
[JsonSerializable(typeof(CheckpointListDocument))]
[JsonSerializable(typeof(SignalDocument))]
[JsonSerializable(typeof(StateDocument))]
[JsonSerializable(typeof(RollbackDocument))]
[JsonSerializable(typeof(DifferenceDocument))]
[JsonSerializable(typeof(TimingDocument))]
[JsonSerializable(typeof(MigrationPart))]
[JsonSerializable(typeof(MigrationListDocument))]
[JsonSerializable(typeof(BudgetDocument))]
[JsonSerializable(typeof(ArchiveDocument))]
[JsonSerializable(typeof(RemovalDocument))]
[JsonSerializable(typeof(OpenApproval))]
[JsonSerializable(typeof(ApprovalListDocument))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterListDocument))]
[JsonSerializable(typeof(ManyRunsDocument))]
[JsonSerializable(typeof(CircuitPart))]
[JsonSerializable(typeof(CircuitListDocument))]
[JsonSerializable(typeof(EngineLine))]
[JsonSerializable(typeof(SimulationDocument))]
[JsonSerializable(typeof(SchedulePart))]
[JsonSerializable(typeof(ScheduleListDocument))]
[JsonSerializable(typeof(UpcomingDocument))]
[JsonSerializable(typeof(ValidationDocument))]
[JsonSerializable(typeof(AgentListDocument))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(RouteDocument))]
[JsonSerializable(typeof(CompletionDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext;
