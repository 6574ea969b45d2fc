using System.Text.Json;
using Axle.Schemas;

namespace Axle.Models.Answers;

/// <summary>The one place of this room that touches the schema validator.</summary>
internal sealed class AnswerSchema
{
    private readonly JsonSchema _schema;

    private AnswerSchema(JsonSchema schema) => _schema = schema;

    /// <summary>Reads a schema.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is no JSON Schema.</exception>
    public static AnswerSchema Parse(JsonElement schema)
    {
        try
        {
            return new AnswerSchema(JsonSchema.Parse(schema));
        }
        catch (SchemaException e)
        {
            throw new AxleException(ErrorKind.Validation, $"The output schema of this step is not a JSON Schema: {e.Message}", e);
        }
    }

    /// <summary>What does not match; empty when all does.</summary>
    public IReadOnlyList<AnswerFault> Check(JsonElement json) =>
        [.. _schema.Validate(json).Faults.Select(f => new AnswerFault(f.InstancePath.Length == 0 ? "/" : f.InstancePath, f.Keyword, f.Message))];
}
