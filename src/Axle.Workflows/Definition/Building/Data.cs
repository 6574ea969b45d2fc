using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Building;

/// <summary>Values of C# as data of a workflow.</summary>
internal static class Data
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as JSON; names of members stay as they are.</summary>
    /// <param name="value">Anything that System.Text.Json can write, with <see cref="Expr"/> wherever a value is computed.</param>
    /// <exception cref="AxleException">Validation: the value has no form in JSON.</exception>
    public static JsonNode? Of(object? value)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, Options);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            throw new AxleException(
                ErrorKind.Validation, $"A {value!.GetType().Name} cannot be a value of a workflow: {error.Message} Give text, numbers, lists or plain objects.", error);
        }
    }
}
