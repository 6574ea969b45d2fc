using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Axle.Tools.Mcp.Settings;

/// <summary>The text of settings: its tree within limits, and values with variables in them.</summary>
internal static class SettingsText
{
    private const int LargestFile = 256 * 1024;
    private const int DeepestNesting = 32;

    /// <summary>The mapping at the root; null when there is none.</summary>
    /// <exception cref="YamlException">No YAML, too long or too deep.</exception>
    public static YamlMappingNode? Root(string text)
    {
        if (text.Length > LargestFile)
            throw new YamlException($"It has {text.Length} characters; at most {LargestFile} are read.");
        CheckDepth(text);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
    }

    /// <summary>Puts values of variables in the places of <c>${NAME}</c>, or what stands behind <c>:-</c> when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <param name="missing">Is told the names that have no value.</param>
    public static string Expand(string text, Func<string, string?> environment, Action<string> missing)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            result.Append(text, at, open - at);
            var inside = text[(open + 2)..close];
            var split = inside.IndexOf(":-", StringComparison.Ordinal);
            var name = split < 0 ? inside : inside[..split];
            var value = environment(name) is { Length: > 0 } set ? set : split < 0 ? null : inside[(split + 2)..];
            if (value is null)
                missing(name);
            result.Append(value);
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Reads a time such as <c>500ms</c>, <c>30s</c> or <c>2m</c>.</summary>
    public static TimeSpan? Time(string text)
    {
        var letters = text.Length;
        while (letters > 0 && char.IsAsciiLetter(text[letters - 1]))
            letters--;
        double? unit = text[letters..] switch { "ms" => 1, "s" => 1_000, "m" => 60_000, _ => null };
        return unit is { } milliseconds
            && double.TryParse(text.AsSpan(0, letters), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * milliseconds is >= 100 and <= 3_600_000
            ? TimeSpan.FromMilliseconds(number * milliseconds)
            : null;
    }

    // The tree loader recurses; the event parser does not. So the depth is known before the tree is built.
    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current switch { MappingStart or SequenceStart => 1, MappingEnd or SequenceEnd => -1, _ => 0 };
            if (depth > DeepestNesting)
                throw new YamlException(parser.Current!.Start, parser.Current.End, $"Nested deeper than {DeepestNesting} levels.");
        }
    }
}
