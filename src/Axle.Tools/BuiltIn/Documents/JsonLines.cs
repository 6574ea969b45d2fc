using System.Text;
using System.Text.Json;

namespace Axle.Tools.BuiltIn.Documents;

/// <summary>Reads JSON (comments and trailing commas allowed) into nodes that know their lines.</summary>
internal static class JsonLines
{
    private const int MaxDepth = 128;

    /// <summary>Null when the text is not JSON.</summary>
    public static DataNode? Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        var reader = new Utf8JsonReader(bytes,
            new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
        var open = new Stack<DataNode>();
        DataNode? root = null;
        string? key = null;
        var (keyLine, line, counted) = (0, 1, 0);
        try
        {
            while (reader.Read())
            {
                line += bytes.AsSpan(counted, (int)reader.TokenStartIndex - counted).Count((byte)'\n');
                counted = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.PropertyName)
                {
                    (key, keyLine) = (reader.GetString(), line);
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    open.Pop();
                    continue;
                }

                var node = reader.TokenType switch
                {
                    JsonTokenType.StartObject => new DataNode(DataKind.Map, key, null, key is null ? line : keyLine),
                    JsonTokenType.StartArray => new DataNode(DataKind.List, key, null, key is null ? line : keyLine),
                    _ => new DataNode(DataKind.Scalar, key, Scalar(ref reader), key is null ? line : keyLine),
                };
                key = null;
                root ??= node;
                if (open.TryPeek(out var parent))
                    parent.Add(node);
                if (node.Kind is not DataKind.Scalar)
                    open.Push(node);
            }
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text with a lone surrogate: legal JSON that no string can hold.
            return null;
        }

        return root;
    }

    private static string? Scalar(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Null ? null : reader.TokenType is JsonTokenType.String ? reader.GetString()
            : Encoding.UTF8.GetString(reader.ValueSpan);
}
