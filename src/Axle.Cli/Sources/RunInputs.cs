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
    private const long LargestFile = 16 * 1024 * 1024;

    /// <summary>Puts the inputs together; single ones win over the file's.</summary>
    /// <param name="file">A JSON file with an object: name to value; null for none.</param>
    /// <param name="pairs"><c>name=value</c>, <c>name=@file</c> for a file's content, or <c>name=@@text</c> for text that begins with <c>@</c>.</param>
    /// <exception cref="AxleException">A file is missing, too large or not JSON.</exception>
    public Payload Read(string? file, IReadOnlyList<string> pairs)
    {
        var inputs = file is null ? [] : ReadObject(file);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new UsageException($"--input '{pair}' has no name. Write name=value, or name=@file.");
            var (name, text) = (pair[..at], pair[(at + 1)..]);
            if (!named.Add(name))
                throw new UsageException($"--input '{name}' is given twice. Give each input once.");
            inputs[name] = Value(name, text);
        }

        return Payload.From(JsonSerializer.SerializeToElement(inputs));
    }

    private JsonNode? Value(string name, string text)
    {
        if (text.StartsWith("@@", StringComparison.Ordinal))
            text = text[1..];
        else if (text.StartsWith('@'))
            text = ReadFile(text[1..]);
        return TakesTextOnly(name) ? JsonValue.Create(text) : ParseOrText(text);
    }

    // Without a schema that says otherwise, 5 is a number and [1, 2] a list; what is no JSON is text.
    private static JsonNode? ParseOrText(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
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
            return JsonNode.Parse(ReadFile(file)) as JsonObject
                ?? throw new AxleException(ErrorKind.Validation, $"{file}: inputs are a JSON object, {{\"name\": value}}.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"{file} is not JSON: {fault.Message}", fault);
        }
    }

    private string ReadFile(string file)
    {
        var info = new FileInfo(outside.FullPath(file));
        if (!info.Exists)
            throw new AxleException(ErrorKind.NotFound, $"There is no file '{file}' to take inputs from. Check the path; it counts from the current directory.");
        return info.Length <= LargestFile
            ? File.ReadAllText(info.FullName)
            : throw new AxleException(ErrorKind.Validation, $"{file} has {info.Length:N0} bytes; inputs come from files of at most {LargestFile / 1024 / 1024} MiB.");
    }
}
