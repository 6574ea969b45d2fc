using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Writing;

/// <summary>
/// Writes workflows as files. What is written reads back as the same workflow (the same <see cref="WorkflowHash"/>); settings that are the
/// default are left out. Comments, quotes and anchors of the file that a workflow came from are not kept.
/// </summary>
public static class WorkflowWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>YAML with keys in the order of the language page.</summary>
    public static string ToYaml(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return YamlText.Write(WorkflowTree.Of(workflow, sorted: false));
    }

    /// <summary>Canonical JSON, indented: keys of the language sorted by their characters, data of users as it was written.</summary>
    public static string ToJson(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return Encoding.UTF8.GetString(Write(WorkflowTree.Of(workflow, sorted: true), Indented));
    }

    /// <summary>Canonical JSON without white space, in UTF-8: what the hash is made of.</summary>
    internal static ReadOnlySpan<byte> ToCanonicalBytes(Workflow workflow) => Write(WorkflowTree.Of(workflow, sorted: true), Compact);

    private static ReadOnlySpan<byte> Write(JsonObject tree, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
            tree.WriteTo(writer);
        return buffer.WrittenSpan;
    }
}
