using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;

namespace Axle.Cli.Sources;

/// <summary>Values on the command line: <c>name=value</c>, from a file with <c>@</c>, as JSON where they are JSON and as text where they are not.</summary>
/// <param name="outside">Where files are.</param>
internal sealed class NamedValues(Outside outside)
{
    /// <summary>Bytes of a file that a value may come from: 16 MiB.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>Reads pairs; each name once.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="pairs"><c>name=value</c>, <c>name=@file</c> for a file's content, or <c>name=@@text</c> for text that begins with <c>@</c>.</param>
    /// <param name="isText">Whether the value of a name is text even where it looks like JSON.</param>
    public JsonObject Read(string option, IReadOnlyList<string>? pairs, Func<string, bool> isText)
    {
        var values = new JsonObject();
        foreach (var pair in pairs ?? [])
        {
            var (name, text) = Split(option, pair);
            if (values.ContainsKey(name))
                throw new UsageException($"{option} '{name}' is given twice. Give each name once.");
            values[name] = isText(name) ? JsonValue.Create(text) : ParseOrText(text);
        }

        return values;
    }

    /// <summary>Reads pairs whose values must be JSON.</summary>
    public JsonObject ReadJson(string option, IReadOnlyList<string>? pairs)
    {
        var values = new JsonObject();
        foreach (var pair in pairs ?? [])
        {
            var (name, text) = Split(option, pair);
            if (!values.TryAdd(name, Parse($"{option} '{name}'", text)))
                throw new UsageException($"{option} '{name}' is given twice. Give each name once.");
        }

        return values;
    }

    /// <summary>Reads one JSON value, or the one in a file (<c>@file</c>).</summary>
    public JsonNode? Json(string option, string text) => Parse(option, Content(text));

    /// <summary>Reads a file of the command line.</summary>
    public string ReadFile(string option, string file)
    {
        var info = new FileInfo(outside.FullPath(file));
        if (!info.Exists)
            throw new AxleException(ErrorKind.NotFound, $"{option}: there is no file '{file}'. Check the path; it counts from the current directory.");
        using var content = info.OpenRead();
        using var whole = new MemoryStream();
        var piece = new byte[64 * 1024];
        int count;
        // A pipe, and a file that never ends, have a length of 0.
        while (info.Length <= LargestFile && whole.Length <= LargestFile && (count = content.Read(piece)) > 0)
            whole.Write(piece, 0, count);
        if (info.Length > LargestFile || whole.Length > LargestFile)
            throw TooLarge(option, file, info.Length > LargestFile ? info.Length : null);
        whole.Position = 0;
        using var text = new StreamReader(whole);
        return text.ReadToEnd();
    }

    private static AxleException TooLarge(string option, string file, long? length) => new(
        ErrorKind.Validation,
        $"{option}: {file} has {(length is { } bytes ? $"{bytes:N0} bytes" : "no end in sight")}, and values come from files of at most "
        + $"{LargestFile / 1024 / 1024} MiB. Give the run the path of the file, and let its steps read it.");

    private (string Name, string Text) Split(string option, string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        if (at < 1)
            throw new UsageException($"{option} '{pair}' has no name. Write name=value, or name=@file.");
        return (pair[..at], Content(pair[(at + 1)..], option));
    }

    private string Content(string text, string option = "A value") =>
        text.StartsWith("@@", StringComparison.Ordinal) ? text[1..] : text.StartsWith('@') ? ReadFile(option, text[1..]) : text;

    private static JsonNode? Parse(string option, string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{option} is not JSON: {fault.Message} Text is JSON in quotes: '\"text\"'.");
        }
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
}
