using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Cli.Sources;

/// <summary>Inputs of a run from the command line: a file of them, single ones, and single ones from files.</summary>
/// <param name="outside">Where files are.</param>
/// <param name="workflow">The workflow, whose schemas say what is text and what is JSON.</param>
internal sealed class RunInputs(Outside outside, Workflow workflow)
{
    private readonly NamedValues _values = new(outside);

    /// <summary>Puts the inputs together; single ones win over the file's.</summary>
    /// <param name="file">A JSON file with an object: name to value; null for none.</param>
    /// <param name="pairs"><c>name=value</c>, <c>name=@file</c> for a file's content, or <c>name=@@text</c> for text that begins with <c>@</c>.</param>
    /// <exception cref="AxleException">A file is missing, too large or not JSON.</exception>
    public Payload Read(string? file, IReadOnlyList<string> pairs) => Over(file is null ? [] : ReadObject(file), pairs);

    /// <summary>The inputs of another run with single ones changed; null when none is.</summary>
    public Payload? Change(Payload inputs, IReadOnlyList<string> pairs) =>
        pairs.Count == 0 ? null : Over(JsonNode.Parse(inputs.ToString())!.AsObject(), pairs);

    private Payload Over(JsonObject inputs, IReadOnlyList<string> pairs)
    {
        foreach (var (name, value) in _values.Read("--input", pairs, TakesTextOnly))
            inputs[name] = value?.DeepClone();
        return Payload.From(JsonSerializer.SerializeToElement(inputs));
    }

    private bool TakesTextOnly(string name) =>
        workflow.Inputs.TryGetValue(name, out var input)
        && input.Schema.ValueKind == JsonValueKind.Object
        && input.Schema.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && type.GetString() == "string";

    private JsonObject ReadObject(string file)
    {
        try
        {
            return JsonNode.Parse(_values.ReadFile("--inputs", file)) as JsonObject
                ?? throw new AxleException(ErrorKind.Validation, $"{file}: inputs are a JSON object, {{\"name\": value}}.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"{file} is not JSON: {fault.Message}", fault);
        }
    }
}
