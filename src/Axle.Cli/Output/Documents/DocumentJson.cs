using System.Text.Json.Serialization;

namespace Axle.Cli.Output.Documents;

/// <summary>The serializers of all documents, made when Axle is built.</summary>
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(EventListDocument))]
[JsonSerializable(typeof(CheckpointListDocument))]
[JsonSerializable(typeof(SignalDocument))]
[JsonSerializable(typeof(ValidationDocument))]
[JsonSerializable(typeof(AgentListDocument))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(RouteDocument))]
[JsonSerializable(typeof(CompletionDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext;
